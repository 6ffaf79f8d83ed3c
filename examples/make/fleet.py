"""A fleet of invented units: each is one product at one site, with the numbers on its plate.

A unit knows the truth; what a file says of it may differ (`says`), be missing, or stand there twice.
"""

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from make import catalogue, numbers

PLACES = (
    "Main Entrance", "Front Office", "Cafeteria", "Gym East", "Gym West", "Library", "Bus Loop", "Hall A",
    "Hall B", "Hall C", "Stair 1", "Stair 2", "Playground", "Parking North", "Parking South", "Loading Dock",
    "Band Room", "Auditorium", "Roof NE", "Roof SW", "Portable 3", "Ag Shop", "Field House", "Courtyard",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A site of the example's holder.

    `prefix` begins its host names, `spellings` are how people misspell it, `patterns` how the holder file
    recognises it, `covered` the files that may name units there; no `purposes` means that nobody has said.
    """

    id: str
    name: str
    network: str
    prefix: str
    spellings: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    purposes: tuple[str, ...] | None = None
    covered: frozenset[str] = frozenset()
    on_link: bool = False
    units: int = 0


@dataclass
class Unit:
    """One physical unit (or `quantity` alike units on one line), as it really is.

    `candid` units answer a scan with their firmware's plain words; others may have learnt to say nothing.
    """

    id: str
    product: catalogue.Product
    site: Place
    spot: str
    made: dt.date
    acquired: dt.date | None
    mac: str
    serial: str
    firmware: str
    name: str
    ip: str = ""
    tag: str = ""
    supplier: str = ""
    funding: str = ""
    attested: str = ""
    status: str = "in use"
    quantity: int = 1
    candid: bool = False
    files: set[str] = field(default_factory=set)
    traps: list[str] = field(default_factory=list)
    says: dict[tuple[str, str], str] = field(default_factory=dict)

    def shown(self, file: str, column: str, value: str) -> str:
        """What `file` says in `column`: the true `value`, unless a trap changed it."""
        return self.says.get((file, column), value)

    def twist(self, trap: str, file: str, column: str, value: str) -> None:
        """Make `file` say `value` in `column`, and remember the trap."""
        self.says[(file, column)] = value
        self.trap(trap)

    def trap(self, name: str) -> None:
        """Remember that a planted trap touches this unit."""
        if name not in self.traps:
            self.traps.append(name)


@dataclass
class Maker:
    """Builds units with numbers that no other unit of the example has."""

    rng: random.Random
    prefix: str
    last: dt.date
    taken: set[str] = field(default_factory=set)
    made: int = 0

    def unit(self, product: catalogue.Product, site: Place) -> Unit:
        """A new unit of `product` at `site`."""
        self.made += 1
        acquired = self._acquired(product)
        built = (acquired or dt.date(2019, 6, 1)) - dt.timedelta(days=self.rng.randint(60, 250))
        address = self._unique(lambda: numbers.mac(self.rng, product))
        number = self._unique(lambda: numbers.serial(self.rng, product, built, address), address)
        spot = self.rng.choice(PLACES)
        return Unit(
            id=f"{self.prefix}-{self.made:04d}",
            product=product,
            site=site,
            spot=spot,
            made=built,
            acquired=acquired,
            mac=address,
            serial=number,
            firmware=numbers.firmware(self.rng, product, built),
            name=f"{site.prefix.upper()}-{NAMES[product.category]}{self.made:03d} {spot}",
        )

    def _acquired(self, product: catalogue.Product) -> dt.date | None:
        if not product.years:
            return None
        first, last = dt.date(product.years[0], 1, 8), dt.date(product.years[1], 11, 20)
        last = min(last, self.last)
        return first + dt.timedelta(days=self.rng.randrange((last - first).days))

    def _unique(self, make: Callable[[], str], known: str = "") -> str:
        value = make()
        while value and value != known and value in self.taken:
            value = make()
        self.taken.add(value)
        return value


NAMES = {
    "camera": "CAM",
    "recorder": "NVR",
    "intercom": "DOOR",
    "network": "NET",
    "radio": "RAD",
    "drone": "UAS",
    "software": "LIC",
    "other": "HOST",
}


def deal(rng: random.Random, counts: Mapping[str, int], seats: Sequence[Place]) -> list[tuple[str, Place]]:
    """Give every seat a product; `counts` and `seats` must agree.

    Installers fill a school with one brand, so products are dealt in runs of two to eight.
    """
    runs = [(key, size) for key, count in counts.items() for size in _runs(rng, count)]
    rng.shuffle(runs)
    deck = [key for key, size in runs for _ in range(size)]
    return list(zip(deck, seats, strict=True))


def _runs(rng: random.Random, count: int) -> list[int]:
    sizes = []
    while count:
        size = min(count, rng.randint(2, 8))
        sizes.append(size)
        count -= size
    return sizes


def number_network(rng: random.Random, units: Sequence[Unit]) -> None:
    """Give every unit an address in its site's /24, in no order that means anything."""
    by_site: dict[str, list[Unit]] = {}
    for unit in units:
        by_site.setdefault(unit.site.id, []).append(unit)
    for members in by_site.values():
        hosts = rng.sample(range(11, 250), len(members))
        for unit, host in zip(members, hosts, strict=True):
            unit.ip = unit.site.network.replace("0/24", str(host))
