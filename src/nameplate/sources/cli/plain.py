"""Output that no template knows, read by its headings and names: the question is known, the maker's dialect is not."""

from collections.abc import Iterable, Sequence

from nameplate.sources.cli import plain_blocks, plain_rows, topics
from nameplate.sources.cli.observers import OBSERVERS
from nameplate.sources.cli.place import Place
from nameplate.sources.cli.session import Section
from nameplate.sources.cli.templates import Row
from nameplate.sources.cli.topics import Topic
from nameplate.sources.interface import Sink


def read(section: Section, sink: Sink) -> str:
    """Read a section by its command, or by its heading if it has none; gives how, '' if nothing was read."""
    for topic in _asked(section):
        if topic.is_table and observe(topic, plain_rows.rows(topic, section.lines), section, sink):
            return f"the heading of the {topic.name}"
        if topic.is_table:
            continue
        if observe(topic, plain_blocks.rows(topic, section.lines), section, sink):
            return f"the names in the {topic.name}"
        if topic.name in topics.known().columns and observe(
            topic, plain_rows.rows(topic, section.lines), section, sink
        ):
            return f"the heading of the {topic.name}"
    return ""


def missed(topic: Topic, section: Section, numbers: set[int], sink: Sink) -> None:
    """Read and name rows that a template left out."""
    given = [row for row in plain_rows.rows(topic, section.lines) if row.lines[0][0] in numbers]
    observe(topic, given, section, sink)
    for number in sorted(numbers):
        reason = f"a row of the {topic.name} in a form no template knows: read by its heading, check it"
        sink.problem(f"line {number}", reason)


def observe(topic: Topic, rows: Iterable[Row], section: Section, sink: Sink) -> int:
    """What rows say; gives how many there were."""
    count = not_units = 0
    told: set[tuple[str, str, str]] = set()
    for row in rows:
        count += 1
        names = ("mac_address",) if topic.is_table else topic.key
        key = next((row.get(name) for name in names if row.get(name)), "")
        if not key:
            sink.problem(f"line {row.lines[0][0]}", f"a part of the {topic.name} that names nothing: left out")
            continue
        place = Place(_named(row), section, sink, key, told)
        if not OBSERVERS[_observer(topic, row)](place):
            not_units += 1
        elif topic.is_table:
            place.observe(row.get("ip_address") or key, "inventory.model", row.get("model"))
    sink.rows += count
    if not_units:
        sink.skip("", f"rows of the {topic.name} that are the switch's own, incomplete or group addresses", not_units)
    return count


def _asked(section: Section) -> Sequence[Topic]:
    if section.command:
        return topics.of_command(section.command)
    tables = (topic for topic in topics.known().topics if topic.observe == "mac")
    return tuple(tables) if plain_rows.is_table(section.lines) else ()


def _observer(topic: Topic, row: Row) -> str:
    """A row of a table with an address is an entry of an ARP table, whatever the table is called."""
    if not topic.is_table or topic.observe == "lease":
        return topic.observe
    return "arp" if row.get("ip_address") else "mac"


def _named(row: Row) -> Row:
    """A row with its MAC address as the client of a lease, too."""
    mac = row.values.get("mac_address")
    return Row({"client": mac, **row.values}, row.lines) if mac else row
