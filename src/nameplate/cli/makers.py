"""`nameplate makers`: makers, their companies, brands and lineage, with citations."""

import difflib
from typing import Annotated

import typer

from nameplate.cli import options

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def _group() -> None:
    """Makers, relations, brands and lineage."""


@app.command("list", epilog="Example: nameplate makers list --json")
def list_(register: options.RegisterFolder = None, as_json: options.Json = False) -> None:
    """All makers of the register, with the number of their companies and of brands they stand behind."""
    loaded = options.register(register)
    brands = {m: [] for m in loaded.makers}  # type: dict[str, list[str]]
    for brand in loaded.brands.values():
        for line in brand.lineage:
            if line.role != "denied" and brand.id not in brands.get(line.maker, [brand.id]):
                brands[line.maker].append(brand.id)
    rows = [
        {"id": m.id, "name": m.name, "seat": m.seat, "entities": len(m.entities), "brands": sorted(brands[m.id])}
        for m in loaded.makers.values()
    ]
    if as_json:
        options.print_json({"makers": rows, "register": loaded.version})
        return
    for row in rows:
        seat = row["seat"] or "?"
        print(f"{row['id']:16} {seat:3} {row['name']}, {row['entities']} companies, {len(brands[row['id']])} brands")  # type: ignore[index]


@app.command(epilog="Example: nameplate makers show hikvision")
def show(
    maker: Annotated[str, typer.Argument(metavar="ID", help="A maker's, company's or brand's id.")],
    register: options.RegisterFolder = None,
    as_json: options.Json = False,
) -> None:
    """One maker: companies and relations with dates, brands with lines and years, each with its source."""
    from nameplate.errors import UsageError
    from nameplate.report import maker_text

    loaded = options.register(register)
    found = loaded.makers.get(loaded.maker_of(maker.casefold()))
    if found is None and maker.casefold() not in loaded.brands:
        near = difflib.get_close_matches(maker.casefold(), [*loaded.makers, *loaded.entities, *loaded.brands], n=1)
        raise UsageError(f"no maker '{maker}' in the register" + (f"; did you mean {near[0]}?" if near else ""))
    if as_json:
        brand = loaded.brands.get(maker.casefold())
        lines = [line for b, line in loaded.lineages.values() if found and line.maker == found.id]
        options.print_json({"maker": found, "brand": brand, "lineage": lines})
        return
    from rich.console import Console

    if found:
        Console().print(maker_text.maker_tree(found, loaded))
    if maker.casefold() in loaded.brands:
        Console().print(maker_text.brand_tree(loaded.brands[maker.casefold()], loaded))
