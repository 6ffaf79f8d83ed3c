"""What policy needs to know of a device and its place: the distinct combination that is judged once."""

import datetime as dt

import msgspec

from nameplate.model import Category, Component, Device, Holder, Site
from nameplate.register.load import Register

UNLISTED = Site(id="")
"""The site of devices that no site of the holder claims: everything about it is unknown."""


class Subject(msgspec.Struct, frozen=True):
    """One combination of inputs. `certain` means that `maker` is an answer; else `candidates` are possible makers.

    `open` means that not even candidates are known, but the thing is of a kind that orders name. `relabelled` means
    that its label names another than its maker.
    """

    maker: str | None
    certain: bool
    candidates: tuple[str, ...]
    open: bool
    entity: str | None
    category: Category | None
    acquired: dt.date | None
    site: Site
    funding: tuple[str, ...] | None
    components: tuple[Component, ...] = ()
    relabelled: bool = False


def of_device(device: Device, sites: dict[str, Site], holder: Holder, register: Register) -> Subject:
    """The combination that a device falls into."""
    attribution = device.attribution
    site = sites.get(device.site or "", UNLISTED)
    candidates = tuple(sorted(a.maker for a in attribution.alternatives))
    if attribution.maker and attribution.verdict != "identified":
        candidates = tuple(sorted({*candidates, attribution.maker}))
    return Subject(
        maker=attribution.maker if attribution.verdict == "identified" else None,
        certain=attribution.verdict == "identified",
        candidates=() if attribution.verdict == "identified" else candidates,
        open=attribution.verdict == "cannot_tell" and not candidates,
        entity=attribution.entity,
        category=attribution.category,
        acquired=device.acquired,
        site=site,
        funding=next((f for f in (device.funding, site.funding, holder.funding) if f is not None), None),
        components=attribution.components,
        relabelled=attribution.brand is not None
        and attribution.verdict == "identified"
        and not register.is_own_label(attribution.brand, attribution.maker or ""),
    )
