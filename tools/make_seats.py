"""Make register/data/seats.yaml: the country of makers that have rules but no file in the register.

    python tools/make_seats.py

For each such maker: the country in which most of its MAC blocks are registered (IEEE listing, as packaged in
identify/data/oui.parquet), if at least two thirds of its blocks agree. Run again when the list is renewed.
"""

from collections import Counter, defaultdict
from pathlib import Path

import pycountry

from nameplate.identify import oui, rulebook
from nameplate.identify.names import Names
from nameplate.register.load import load

TARGET = Path(__file__).parent.parent / "src/nameplate/register/data/seats.yaml"


def main() -> None:
    """Write seats.yaml."""
    register, book = load(), rulebook.packaged()
    names = Names(register, book)
    wanted = {f.maker for f in book.files if f.maker} - set(register.makers)
    countries: dict[str, Counter[str]] = defaultdict(Counter)
    for registrant, country in oui.table().select("registrant", "country").iter_rows():
        named = names.in_cell(registrant)
        if named and named.about == "maker" and named.id in wanted and country:
            countries[named.id][country] += 1
    lines = [
        "# Made by tools/make_seats.py: country of most MAC blocks of makers that have no file of their own.",
        "cite: [ieee-registry]",
        f"as_of: {oui.note().as_of}",
        "seats:",
    ]
    for maker, found in sorted(countries.items()):
        country, blocks = found.most_common(1)[0]
        if 3 * blocks >= 2 * found.total():
            code = _code(country)  # quoted: NO is a Boolean in YAML 1.1
            lines.append(f'  {maker}: "{code}"  # {blocks} of {found.total()} blocks')
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 4} makers of {len(wanted)}")


def _code(country: str) -> str:
    """ISO 3166-1 code of a country as the registry spells it."""
    spelt = country.replace(" SAR China", "").replace("Türkiye", "Turkey")
    try:
        return str(pycountry.countries.lookup(spelt).alpha_2)
    except LookupError:
        return str(pycountry.countries.search_fuzzy(spelt)[0].alpha_2)


if __name__ == "__main__":
    main()
