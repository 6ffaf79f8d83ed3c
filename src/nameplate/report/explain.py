"""One device's chain as a tree: what was read, what it proves, each order with its facts, what would settle it."""

from rich.tree import Tree

from nameplate.errors import UsageError
from nameplate.model import Device, Finding, Step, percent
from nameplate.pipeline import Review
from nameplate.policy.foremost import foremost, in_words
from nameplate.register.load import Register
from nameplate.report.markup import escape


def find(review: Review, wanted: str) -> Device:
    """The device with this id, MAC, serial, tag, address or name. Raises `UsageError` if there is none or several."""
    key = wanted.casefold()
    hits = [d for d in review.devices if d.id == wanted] or [d for d in review.devices if key in _keys(d)]
    if not hits:
        raise UsageError(f"no device '{wanted}' in this review; give an id (d-...), serial, MAC, tag, address or name")
    if len(hits) > 1:
        ids = ", ".join(d.id for d in hits[:8])
        raise UsageError(f"'{wanted}' fits {len(hits)} devices: {ids}; give one of these ids")
    return hits[0]


def _keys(device: Device) -> set[str]:
    ids = device.identifiers
    values = (*ids.mac, *ids.serial, *ids.ip, *ids.asset_tag, device.name or "")
    places = (f"{p.source}:{p.locator}" for p in device.subjects)
    return {value.casefold() for value in (*values, *places)}


def tree(device: Device, findings: tuple[Finding, ...], register: Register) -> Tree:
    """The chain of one device."""
    root = Tree(f"[bold]{escape(_title(device, register))}[/bold]")
    _places(root, device)
    _evidence(root, device, register)
    if first := foremost(findings, register):
        root.add(f"[bold]{in_words(first)}[/bold]")
    shown = len(_device_steps(findings))
    for finding in findings:
        branch = root.add(f"[bold]{finding.verdict}[/bold]  {finding.order}")
        for step in finding.chain[shown:]:
            _step(branch, step)
        for duty in finding.duties:
            branch.add(f"duty: {escape(duty.says or duty.verb)}" + (f", due {duty.due}" if duty.due else ""))
        if finding.missing:
            branch.add("missing: " + ", ".join(finding.missing))
    if not findings:
        root.add("no order in the register covers it (`nameplate ask` lists every order with the reason)")
    if device.attribution.would_settle:
        settle = root.add("what would settle it, cheapest first")
        for text in device.attribution.would_settle:
            settle.add(escape(text))
    return root


def _title(device: Device, register: Register) -> str:
    attribution = device.attribution
    parts = [device.id, device.name or "", attribution.model or ""]
    if attribution.brand:
        parts.append(f"labelled {register.label(attribution.brand)}")
    parts.append(f"at {device.site}" if device.site else "")
    return "  ".join(part for part in parts if part)


def _places(root: Tree, device: Device) -> None:
    branch = root.add(f"seen in {len(device.subjects)} {'place' if len(device.subjects) == 1 else 'places'}")
    for place in device.subjects[:8]:
        branch.add(escape(f"{place.source}, {place.locator}"))
    if len(device.subjects) > 8:
        branch.add(f"and {len(device.subjects) - 8} more")
    for reason in device.joined_by:
        branch.add(escape(f"one unit because {reason}"))


def _evidence(root: Tree, device: Device, register: Register) -> None:
    attribution = device.attribution
    if attribution.verdict == "identified":
        head = f"made by [bold]{escape(register.label(attribution.maker))}[/bold]"
        head += f", {percent(attribution.probability)}, proof: {attribution.proof}"
    else:
        head = "[bold]cannot tell who made it[/bold]" if attribution.verdict == "cannot_tell" else "nothing known of it"
    branch = root.add(head)
    if attribution.prior is not None:
        branch.add(
            f"weighed in: the holder's own figure that {percent(attribution.prior)} of such units are this maker's"
        )
    for claim in attribution.claims:
        where = f"{claim.observation.source}, {claim.observation.locator}"
        text = f"{claim.observation.kind} = '{claim.observation.value[:160]}'  ({where})"
        leaf = branch.add(escape(text))
        rests = "; the answer rests on this" if claim.carries else ""
        leaf.add(escape(f"{claim.says}  rule {claim.rule}, strength {claim.strength:g}{rests}"))
        for fact in claim.facts:
            if fact in register.lineages:
                brand, line = register.lineages[fact]
                text = f"{brand.names[0]}: built by {register.label(line.maker)} ({line.share}, {line.state})"
                leaf.add(escape(f"{text}. {line.note} [{register.cite(line.cite)}]"))
    for other in attribution.alternatives:
        branch.add(escape(f"also possible: {register.label(other.maker)} ({percent(other.probability)})"))
    for part in attribution.components:
        branch.add(escape(f"a part inside: {part.category} by {register.label(part.maker)} (not the unit's maker)"))
    for text in attribution.contradictions:
        branch.add(escape(f"against it: {text}"))
    for claim_of_seller in device.attested:
        where = f"{claim_of_seller.source}, {claim_of_seller.locator}"
        branch.add(escape(f"a seller or list claims: '{claim_of_seller.value[:160]}' ({where})"))


def _device_steps(findings: tuple[Finding, ...]) -> list[Step]:
    """The steps that all findings of a device begin with (they stand once, under the evidence)."""
    if not findings:
        return []
    common: list[Step] = []
    for step in findings[0].chain:
        common.append(step)
        if step.says.startswith(("made by ", "maker cannot be told")):
            return common
    return []


def _step(branch: Tree, step: Step) -> None:
    leaf = branch.add(escape(step.says))
    if step.cite:
        leaf.add(f"[dim]{escape(step.cite)}[/dim]")
