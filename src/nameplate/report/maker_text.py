"""A maker or a brand for reading: companies, relations, lineage with lines and years, each with its source."""

from rich.tree import Tree

from nameplate.register.evidence import Evidence
from nameplate.register.load import Register
from nameplate.register.who import Brand, Entity, Lineage, Maker
from nameplate.report.markup import escape


def maker_tree(maker: Maker, register: Register) -> Tree:
    """One maker with its companies and the brands it stands behind."""
    root = Tree(f"[bold]{escape(maker.name)}[/bold]  ({maker.id}, seat {maker.seat or 'not established'})")
    root.add(_source(maker, register))
    if maker.names:
        root.add("names: " + escape(", ".join(maker.names)))
    companies = root.add(f"{len(maker.entities)} companies")
    for entity in maker.entities:
        companies.add(escape(_entity(entity))).add(_source(entity, register))
    lines = [(b, line) for b, line in register.lineages.values() if line.maker == maker.id]
    brands = root.add(f"{len(lines)} claims on brands")
    for brand, line in lines:
        brands.add(escape(f"{brand.names[0]}: {_line(line)}")).add(_source(line, register))
    return root


def brand_tree(brand: Brand, register: Register) -> Tree:
    """One brand with every claim on who builds it."""
    root = Tree(f"[bold]{escape(brand.names[0])}[/bold]  (brand {brand.id})")
    if not brand.lineage:
        root.add("no maker is known behind it")
    for line in brand.lineage:
        leaf = root.add(escape(f"{register.label(line.maker)}: {_line(line)}"))
        leaf.add(_source(line, register))
        for other in line.contradicted_by:
            leaf.add(escape(f"contradicted by {other}"))
    return root


def _entity(entity: Entity) -> str:
    years = f", {entity.from_ or '?'} to {entity.to or 'today'}" if entity.from_ or entity.to else ""
    percent = f", {entity.percent:g} %" if entity.percent is not None else ""
    return f"{entity.name} ({entity.id}): {entity.relation.replace('_', ' ')}{percent}{years}. {entity.note}".strip()


def _line(line: Lineage) -> str:
    years = f", made {line.from_ or '?'} to {line.to or 'today'}" if line.from_ or line.to else ""
    scope = "; ".join((*line.line.words, *line.line.include))
    return f"{line.role.replace('_', ' ')}, {line.share} of it, {line.state}{years}" + (f" [{scope}]" if scope else "")


def _source(evidence: Evidence, register: Register) -> str:
    cited = escape(register.cite(evidence.cite))
    return f"[dim]{cited}; as of {evidence.as_of}, {evidence.confidence}, {evidence.basis}[/dim]"
