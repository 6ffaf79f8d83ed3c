"""Numbers as makers write them: MAC addresses, serial numbers, firmware versions, all invented.

Grammars: Hikvision model + production date + hardware and region letters + digits; Dahua 15
characters; the others as their plates show. Nothing here is the number of a real unit.
"""

import datetime as dt
import random
import string
from collections.abc import Callable

from make import catalogue

HEX = "0123456789ABCDEF"
UPPER = string.ascii_uppercase
ALNUM = string.digits + UPPER


def pick(rng: random.Random, alphabet: str, count: int) -> str:
    """`count` characters of `alphabet`."""
    return "".join(rng.choice(alphabet) for _ in range(count))


def mac(rng: random.Random, product: catalogue.Product) -> str:
    """Twelve hexadecimal digits in a block of the product, or an empty text if it has none."""
    if not product.macs:
        return ""
    block = rng.choice(catalogue.prefixes()[rng.choice(product.macs)].blocks)
    return block + pick(rng, HEX, 12 - len(block))


def random_mac(rng: random.Random) -> str:
    """A locally administered address (IEEE 802c), as telephones make up."""
    return pick(rng, HEX, 1) + rng.choice("26AE") + pick(rng, HEX, 10)


def serial(rng: random.Random, product: catalogue.Product, made: dt.date, address: str) -> str:
    """A serial number in the product's grammar; `address` is the MAC (some makers number by it)."""
    if product.serial == "hikvision":
        return _hikvision(rng, product, made)
    if product.serial == "mac":
        return address
    maker = GRAMMARS.get(product.serial)
    return maker(rng) if maker else ""


def _hikvision(rng: random.Random, product: catalogue.Product, made: dt.date) -> str:
    recorder = product.category == "recorder"
    digits = pick(rng, UPPER[3:7], 1) + pick(rng, string.digits, 8)
    if made.year < 2020:
        digits = str(rng.randint(4, 9)) + pick(rng, string.digits, 8)
    hardware = rng.choice(("AA", "AA", "AA", "BB", "CC"))
    head = product.model + ("16" if recorder else "") + made.strftime("%Y%m%d")
    return f"{head}{hardware}WR{digits}{'WCVU' if recorder else ''}"


def _dahua(rng: random.Random) -> str:
    head = pick(rng, "123456789", 1) + pick(rng, UPPER, 1) + pick(rng, HEX, 5)
    return f"{head}PA{pick(rng, 'GJKNPYZ', 1)}{pick(rng, ALNUM, 5)}"


def _verkada(rng: random.Random) -> str:
    return "-".join(pick(rng, "ACDEFGHJKLMNPQRTWXYZ34679", 4) for _ in range(3))


GRAMMARS: dict[str, Callable[[random.Random], str]] = {
    "dahua": _dahua,
    "lorex": lambda rng: "ND02" + pick(rng, string.digits, 10),
    "amcrest": lambda rng: "AMC" + pick(rng, HEX, 15),
    "hanwha": lambda rng: "ZN" + pick(rng, UPPER, 2) + "70" + pick(rng, string.digits, 8) + "W",
    "digits18": lambda rng: "404" + pick(rng, string.digits, 15),
    "digits12": lambda rng: "10" + pick(rng, string.digits, 10),
    "verkada": _verkada,
    "uniview": lambda rng: "210235" + pick(rng, ALNUM, 14),
    "huawei": lambda rng: "2150" + pick(rng, string.digits, 6) + pick(rng, ALNUM, 10),
    "cisco": lambda rng: "FJC" + pick(rng, string.digits, 4) + pick(rng, ALNUM, 4),
    "dji": lambda rng: "1ZNBJ" + pick(rng, ALNUM, 9),
    "plain": lambda rng: pick(rng, UPPER, 3) + pick(rng, string.digits, 8),
}


def firmware(rng: random.Random, product: catalogue.Product, made: dt.date) -> str:
    """A firmware version in the family's form, or an empty text."""
    if product.family.startswith("hikvision"):
        build = f"{made.year % 100:02d}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
        return f"V5.{rng.choice(('4.5', '5.82', '6.3', '7.13'))} build {build}"
    if product.family == "dahua":
        branch = {"amcrest": "00AC0", "lorex": "03000"}.get(product.serial, "00000")
        return f"2.{rng.choice((680, 800, 820))}.{branch}{rng.randint(1, 20):02d}.{rng.randint(0, 3)}.R"
    return ""


def colons(address: str) -> str:
    """44:19:B6:00:11:22."""
    return ":".join(address[i : i + 2] for i in range(0, 12, 2))


def hyphens(address: str) -> str:
    """44-19-b6-00-11-22, as Windows, SADP and many plates write."""
    return "-".join(address[i : i + 2] for i in range(0, 12, 2)).lower()


def dots(address: str) -> str:
    """4419.b600.1122, as a Cisco switch writes."""
    return ".".join(address[i : i + 4] for i in range(0, 12, 4)).lower()
