"""Ways to answer labelled rows: ours, and the baselines that it must beat (MAC registry alone, Recog alone)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from nameplate import frame
from nameplate.identify.engine import Engine
from nameplate.identify.labelled import Labelled
from nameplate.identify.readers import reader_for
from nameplate.identify.rulebook import Rulebook
from nameplate.identify.rulefile import RuleFile
from nameplate.identify.signs import SignReader
from nameplate.model import Attribution, Holder
from nameplate.register.load import Register

_NOTHING = Attribution(maker=None, probability=0.0, verdict="nothing_known", proof=None)
Method = Callable[[Sequence[Labelled]], list[Attribution]]


def methods(register: Register, recog: Path | None, rules: Path | None = None) -> dict[str, Method]:
    """Our answer first, then the baselines by name."""
    ours = reader_for(register, recog, rules)
    found: dict[str, Method] = {"nameplate" + (" with Recog" if recog else ""): _with(register, ours)}
    if recog:
        found["nameplate"] = _with(register, reader_for(register, rules=rules))
        found["Recog only"] = _with(register, _without_rules(register, ours))
    found["MAC registry only"] = _registry_only(register)
    return found


def _with(register: Register, reader: SignReader) -> Method:
    def answer(rows: Sequence[Labelled]) -> list[Attribution]:
        """One attribution per row, in order; no row is joined to another."""
        subjects = [f"line {n}" for n, row in enumerate(rows) for _ in row.observations]
        kinds = [kind for row in rows for kind, _ in row.observations]
        values = [value for row in rows for _, value in row.observations]
        observations = frame.from_columns("labelled", subjects, subjects, kinds, values, [None] * len(values))
        devices = Engine(register, reader).identify(observations, Holder(name=""), apart=True)
        by_subject = {device.subjects[0].subject: device.attribution for device in devices}
        return [by_subject.get(f"line {n}", _NOTHING) for n in range(len(rows))]

    return answer


def _without_rules(register: Register, ours: SignReader) -> SignReader:
    """Recog's fingerprints alone, with our names to resolve its vendors."""
    return SignReader(register, Rulebook(tuple(_names_only(f) for f in ours.rulebook.files)), ours.others)


def _names_only(rule_file: RuleFile) -> RuleFile:
    return RuleFile(rule_file.maker, rule_file.label, rule_file.names, rule_file.name_near_misses)


def _registry_only(register: Register) -> Method:
    """Only MAC addresses, believed whoever registered them."""
    reader = reader_for(register)
    answer = _with(register, SignReader(register, Rulebook(tuple(_names_only(f) for f in reader.rulebook.files))))

    def only_mac(rows: Sequence[Labelled]) -> list[Attribution]:
        """As if nothing but the MAC address had been read."""
        macs = [
            Labelled(tuple((k, v) for k, v in row.observations if k == "mac"), row.maker, row.channel, row.weight)
            for row in rows
        ]
        return answer(macs)

    return only_mac
