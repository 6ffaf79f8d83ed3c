"""One row on its way to the sink: every value stands at the line that shows it, else at the row's."""

from collections.abc import Mapping
from dataclasses import dataclass

from nameplate.sources.cli.session import Section
from nameplate.sources.cli.templates import Row
from nameplate.sources.interface import Sink


@dataclass
class Place:
    """Where a row was read: the switch, the row, the sink, what was told of one block of rows already."""

    row: Row
    section: Section
    sink: Sink
    key: str
    told: set[tuple[str, str, str]]

    @property
    def line(self) -> int:
        """The line of the row's key, else its last line."""
        return self._line_of(self.key) or self.row.lines[-1][0]

    def observe(self, subject: str, kind: str, value: str | None) -> None:
        """One value of the row."""
        if value and (subject, kind, value) not in self.told:
            self.told.add((subject, kind, value))
            self.sink.observe(subject, f"line {self._line_of(value) or self.line}", kind, value)

    def observe_all(self, subject: str, values: Mapping[str, str | None]) -> None:
        """Several values of the row."""
        if len(self.row.lines) == 1:
            self.sink.observe_all(subject, f"line {self.row.lines[0][0]}", values)
            return
        for kind, value in values.items():
            self.observe(subject, kind, value)

    def _line_of(self, value: str) -> int:
        """The last line of the row that shows a value; 0 if none does."""
        if not value:
            return 0
        return next((number for number, line in reversed(self.row.lines) if value in line), 0)
