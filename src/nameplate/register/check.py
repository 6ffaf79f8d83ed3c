"""The register proves itself: every citation, id and date; each evaluated element has a fact that is not unverified."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import msgspec

from nameplate.register.evidence import Evidence
from nameplate.register.load import Register
from nameplate.register.orders import Order
from nameplate.register.who import Brand, Entity, Maker


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong with one item of the register."""

    item: str
    what: str


def check(register: Register) -> list[Fault]:
    """All faults of the register; none is what it should be."""
    faults: list[Fault] = []
    for maker in register.makers.values():
        faults.extend(_maker(register, maker))
    for brand in register.brands.values():
        faults.extend(_brand(register, brand))
    for order in register.orders.values():
        faults.extend(_order(register, order))
    faults.extend(Fault(i, "its lists by reference lead back to itself") for i in _in_circles(register))
    ids = [*register.entities, *register.lineages, *register.orders]
    faults.extend(Fault(i, "the id stands there twice") for i in sorted({i for i in ids if ids.count(i) > 1}))
    return faults


def _maker(register: Register, maker: Maker) -> Iterator[Fault]:
    yield from _evidence(register, maker.id, maker)
    for entity in maker.entities:
        yield from _evidence(register, entity.id, entity)
        if entity.from_ and entity.to and entity.from_ > entity.to:
            yield Fault(entity.id, "its relation ends before it begins")
        for stake in entity.also_owned:
            if stake.owner not in register.makers:
                yield Fault(entity.id, f"its owner '{stake.owner}' is not in the register")
        if entity.relation == "self" and entity.percent is not None:
            yield Fault(entity.id, "the maker itself has no percentage")


def _brand(register: Register, brand: Brand) -> Iterator[Fault]:
    if not brand.names:
        yield Fault(brand.id, "a brand needs a name")
    known = set(register.lineages)
    for line in brand.lineage:
        yield from _evidence(register, line.id, line)
        if line.maker not in register.makers and line.maker not in register.entities:
            yield Fault(line.id, f"the maker '{line.maker}' is not in the register")
        for other in line.contradicted_by:
            if other not in known:
                yield Fault(line.id, f"it is contradicted by '{other}', which is not in the register")
        if line.from_ and line.to and line.from_ > line.to:
            yield Fault(line.id, "its making ends before it begins")
        if (line.role == "component_supplier") != (line.component is not None):
            yield Fault(line.id, "a component supplier, and nobody else, says which part it supplies (`component`)")


def _order(register: Register, order: Order) -> Iterator[Fault]:
    fields = set()
    for fact in order.facts:
        yield from _evidence(register, f"{order.id}/{fact.field}", fact)
        if fact.basis != "unverified":
            fields.add(fact.field)
    evaluated = {"bound": order.bound, "acts": order.acts, "targets": order.targets, "exceptions": order.exceptions}
    for field, element in evaluated.items():
        if element and field not in fields:
            yield Fault(order.id, f"'{field}' is evaluated but no verified fact says why it stands there")
    for target in order.targets:
        for entity in target.entities:
            if entity not in register.makers and entity not in register.entities:
                yield Fault(order.id, f"the target '{entity}' is not in the register")
    for other in (*order.lists_by_reference, *order.same_as):
        if other not in register.orders:
            yield Fault(order.id, f"it refers to '{other}', which is not in the register")
    yield from _dates(order)


def _in_circles(register: Register) -> list[str]:
    """Orders whose lists by reference, followed from order to order, come back: such a list would never end."""
    graph = {order.id: set(order.lists_by_reference) for order in register.orders.values()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return sorted(set(error.args[1]))
    return []


def _dates(order: Order) -> Iterator[Fault]:
    if order.effective and order.end and order.effective > order.end:
        yield Fault(order.id, "it ends before it takes effect")
    starts = [change.from_ for change in order.status_history]
    if starts != sorted(starts):
        yield Fault(order.id, "its status history is not in order of date")
    if not starts:
        yield Fault(order.id, "it has no status history")
    if not order.touches_holdings and not order.why_not:
        yield Fault(order.id, "it touches no holdings but does not say why")


def _evidence(register: Register, item: str, evidence: Evidence | Entity) -> Iterator[Fault]:
    if not evidence.cite:
        yield Fault(item, "no citation")
    for key in evidence.cite:
        if key not in register.citations:
            yield Fault(item, f"the citation '{key}' is not in citations.yaml")


def counts(register: Register) -> dict[str, int]:
    """How much the register holds."""
    return {
        "orders": len(register.orders),
        "makers": len(register.makers),
        "entities": len(register.entities),
        "brands": len(register.brands),
        "lineages": len(register.lineages),
        "facts": sum(len(o.facts) for o in register.orders.values()),
        "citations": len(register.citations),
    }
