"""What a form says about itself: from which cases, which state of the ledger, which register, as of which day."""

from collections.abc import Sequence

from nameplate.ledger import checkpoint
from nameplate.ledger import note as notes
from nameplate.ledger.checkpoint import Head
from nameplate.report.forms.filled import Form, Part
from nameplate.report.forms.given import FormInput
from nameplate.report.forms.words import FormWords, words


def form(name: str, given: FormInput, title: FormWords, parts: Sequence[Part | None]) -> Form:
    """A form of these parts, with what it is made from. Raises `LedgerError` if the head given is none."""
    return Form(
        name=name,
        holder=given.holder.name,
        title=title.title,
        clauses=title.clauses,
        sources=tuple(line for key in title.cite if (line := given.register.cite([key]))),
        says=title.says,
        parts=tuple(part for part in parts if part),
        made_from=tuple(made_from(given)),
        not_advice=words().common.not_advice,
    )


def made_from(given: FormInput) -> list[str]:
    """Sentences on cases, ledger, register and date."""
    ids = ", ".join(case.id for case in given.cases)
    cases = f"{len(given.cases):,} case{'s' if len(given.cases) != 1 else ''}: {ids}" if ids else "no case"
    return [
        f"Filled on {given.today} from {cases}.",
        f"Ledger: {_head(given.head)}.",
        f"Register version {given.register.version}.{_judged_with(given)}",
        f"The units were judged as of {_as_of(given)}.",
    ]


def read_head(text: str) -> Head:
    """The head in a checkpoint, signed or not. Raises `LedgerError` if there is none in it."""
    body = notes.read(text.encode()).text if "\n\n" in text else text.rstrip("\n") + "\n"
    return checkpoint.read_text(body)


def _head(text: str | None) -> str:
    if text is None:
        return words().common.no_head
    head = read_head(text)
    return f"origin {head.origin}, {head.size:,} entries, root {head.root.hex()}"


def _judged_with(given: FormInput) -> str:
    """Where cases were opened with another register, that it was."""
    others = sorted({case.opening.register for case in given.cases} - {given.register.version})
    return f" Cases were opened with {', '.join(others)}." if others else ""


def _as_of(given: FormInput) -> str:
    """The newest review's day, else the days on which the cases were judged."""
    newest = max((review["as_of"] for review in given.reviews), default=None)
    days = {newest} if newest else {case.opening.as_of for case in given.cases} or {given.today}
    return ", ".join(map(str, sorted(days)))
