"""What a form is filled from: the cases, what the reviews say of their units, and what the person adds."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nameplate.errors import UsageError
from nameplate.model import Device, Finding, Holder, SourceReport
from nameplate.register.load import Register
from nameplate.report.forms.words import check_key
from nameplate.review.case import Case
from nameplate.review.workflow import Workflow, packaged


@dataclass(frozen=True)
class Options:
    """What the person adds. `sites`: counts by site in an answer to the public. `zone`: in whose days the clock counts
    (IANA name). `said`: values for fields that no case holds, by the keys of forms.yaml; a case's own come first."""

    sites: bool = False
    zone: str = "America/New_York"
    said: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises `UsageError` on a key that no form asks for or a zone that this machine does not know."""
        for key in self.said:
            check_key(key)
        self.day_of(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    def day_of(self, moment: dt.datetime) -> dt.date:
        """The day of a moment in the zone."""
        if self.zone == "UTC":
            return moment.astimezone(dt.UTC).date()
        try:
            return moment.astimezone(ZoneInfo(self.zone)).date()
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise UsageError(f"zone '{self.zone}': not known on this machine; give another, or UTC") from error


@dataclass(frozen=True)
class FormInput:
    """Everything a form may show. `devices` by id, at least those of the cases; `findings` those on them; `reviews` the
    imports as `store.queries.reviews` gives them; `sources` as `review.json` has them; `head` the text of a checkpoint.
    """

    holder: Holder
    cases: tuple[Case, ...]
    devices: Mapping[str, Device]
    findings: tuple[Finding, ...]
    register: Register
    today: dt.date
    reviews: tuple[Mapping[str, Any], ...] = ()
    sources: tuple[SourceReport, ...] = ()
    head: str | None = None
    options: Options = field(default_factory=Options)
    workflow: Workflow = field(default_factory=packaged)

    @cached_property
    def findings_of(self) -> dict[str, list[Finding]]:
        """Findings by device."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            found[finding.device].append(finding)
        return found

    @cached_property
    def case_of(self) -> dict[str, Case]:
        """Device -> the case that was opened last on it."""
        ordered = sorted(self.cases, key=lambda case: case.since)
        return {device: case for case in ordered for device in case.devices}

    def device(self, identifier: str, case: Case) -> Device:
        """A unit of a case. Raises `UsageError` if it was not given."""
        if identifier not in self.devices:
            raise UsageError(f"{case.id}: its unit {identifier} is not among the devices given")
        return self.devices[identifier]

    def units(self) -> Iterator[tuple[Case, Device]]:
        """Every unit of every case, in order."""
        for case in self.cases:
            for identifier in case.devices:
                yield case, self.device(identifier, case)

    def site_name(self, site: str | None) -> str:
        """A site's name for people."""
        names = {s.id: s.name or s.id for s in self.holder.sites}
        return names.get(site, site) if site else "(no site named)"
