"""Backups of network controllers: the devices they manage and the clients that were seen, without their secrets.

Keys, passwords and certificates are counted by name and never kept.
A locator is the collection and the number of the document in it: `user[12].last_ip`.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from nameplate.errors import SourceError
from nameplate.sources import addresses, instants, mac_text
from nameplate.sources.backup.knowledge import Collection, known, secrets
from nameplate.sources.interface import SECRET_NAME, Document, Fit, Sink

_DEEP = 8


class ControllerBackup:
    """Reads the database inside."""

    name = "controller-backup"
    about = "backups of UniFi controllers and consoles (.unf, .unifi): devices and clients, without keys and passwords"

    def claim(self, document: Document) -> Fit | None:
        """Bytes that decrypt to an archive."""
        from nameplate.sources.backup import container

        found = container.of_head(document.head)
        return Fit(0.98, f"decrypts as {found.name}") if found else None

    def read(self, document: Document, sink: Sink) -> None:
        """Every document of the collections that tell of units."""
        from nameplate.sources.backup import container
        from nameplate.sources.backup.documents import documents

        kind = container.of_head(document.head)
        if kind is None:
            raise SourceError("no backup of a controller that is known")
        reading = _Reading(sink)
        allowed = min(document.limits.unpacked, document.size * document.limits.ratio)
        try:
            with container.database(document.path, kind) as stream:
                for collection, given in documents(stream, allowed):
                    reading.document(collection, given)
        except SourceError as error:
            if not sink.rows:
                raise
            sink.problem("", str(error))
        except container.DAMAGED as error:
            sink.problem("", f"the backup is damaged or cut off ({error}); what stands before is read")
        reading.finish(kind.name)


@dataclass
class _Reading:
    """What was seen so far. Units wait until the end: the names of sites may come after them."""

    sink: Sink
    counts: Counter[str] = field(default_factory=Counter)
    waiting: list[tuple[str, Collection, dict[str, Any]]] = field(default_factory=list)
    sites: dict[str, str] = field(default_factory=dict)

    def document(self, collection: str, given: dict[str, Any]) -> None:
        """Take what is of use, count what is secret."""
        self.sink.rows += 1
        place = f"{collection or 'a collection without a name'}[{self.counts[collection]}]"
        self.counts[collection] += 1
        self._count_secrets(given, 0)
        site = known().sites
        if collection == site.collection and isinstance(given.get(site.name), str):
            self.sites[str(given.get("_id"))] = f"{given[site.name]}"
        if (wanted := known().collections.get(collection)) is not None:
            kept = {name: given.get(name) for name in (*wanted.fields, wanted.seen, site.beside)}
            self.waiting.append((place, wanted, kept))

    def finish(self, name: str) -> None:
        """Observe the units and say what was read and what was not."""
        for place, wanted, given in self.waiting:
            self._unit(place, wanted, given)
        read = {one: count for one, count in sorted(self.counts.items()) if one in known().collections}
        self.sink.note(f"{name}: " + (", ".join(f"{one} ({count:,})" for one, count in read.items()) or "no units"))
        if others := self.counts.total() - sum(read.values()):
            self.sink.skip("", "documents of settings and other collections", others)

    def _unit(self, place: str, wanted: Collection, given: dict[str, Any]) -> None:
        mac = str(given.get("mac") or "")
        if not mac_text.is_unit(mac):
            self.sink.problem(place, "no MAC address of a unit: left out")
            return
        at = instants.from_epoch(given.get(wanted.seen))
        for name, kind in wanted.fields.items():
            value = given.get(name)
            if isinstance(value, str | int) and (kind != "ip" or addresses.is_unit(str(value))):
                self.sink.observe(mac, f"{place}.{name}", kind, value, at)
        site = known().sites
        if (named := self.sites.get(str(given.get(site.beside)))) is not None:
            self.sink.observe(mac, f"{place}.{site.beside}", site.kind, named, at)

    def _count_secrets(self, value: Any, depth: int) -> None:
        if isinstance(value, list):
            for item in value:
                self._count_secrets(item, depth + 1)
        elif isinstance(value, dict) and depth < _DEEP:
            for name, item in value.items():
                if item and (secrets().search(name) or SECRET_NAME.search(name)):
                    self.sink.drop(name, 1)
                else:
                    self._count_secrets(item, depth + 1)


READER = ControllerBackup()
