"""Writing a form as a page and a workbook. `FORMS` names them; each is a module of this folder with `build`."""

from collections.abc import Callable, Mapping
from pathlib import Path

from nameplate.errors import UsageError
from nameplate.report.forms import (
    exception_request,
    first_report,
    follow_up,
    page,
    public_records,
    removal_plan,
    representation,
    sheets,
)
from nameplate.report.forms.filled import Form
from nameplate.report.forms.given import FormInput
from nameplate.report.forms.words import words

Builder = Callable[[FormInput], Form]
_BUILDERS: Mapping[str, Builder] = {
    module.NAME: module.build
    for module in (first_report, follow_up, representation, removal_plan, exception_request, public_records)
}
FORMS: Mapping[str, str] = {name: words().forms[name].line for name in _BUILDERS}
"""Name of a form -> one line on what it is."""


def fill(form: str, given: FormInput) -> Form:
    """The filled form, not yet written. Raises `UsageError` on a name that is none, or on units that were not given."""
    if form not in _BUILDERS:
        raise UsageError(f"'{form}' is no form; choose from {', '.join(FORMS)}")
    return _BUILDERS[form](given)


def write(form: str, given: FormInput, folder: Path) -> list[Path]:
    """Write `<form>.html` and `<form>.xlsx` into `folder` (made if need be) and give their paths.

    Raises `UsageError` as `fill` does, `LedgerError` if the head given is none. The same input gives the same bytes.
    """
    filled = fill(form, given)
    folder.mkdir(parents=True, exist_ok=True)
    return [page.write(filled, folder), sheets.write(filled, folder)]
