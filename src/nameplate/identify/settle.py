"""What would settle an open attribution, cheapest step first, in words for whoever has to do it."""

from collections.abc import Mapping, Sequence

from nameplate.identify.fuse import Verdict


def steps(verdict: Verdict, identifiers: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Steps for one device: `identifiers` are those already known (mac, serial ...)."""
    found = [f"find out {need}" for need in verdict.needs]
    if not identifiers.get("serial"):
        found.append("read the full serial number and model off the plate")
    elif verdict.brand:
        found.append("read the model and the FCC ID off the plate; the FCC's filing names who makes it")
    if not identifiers.get("mac"):
        found.append("read the MAC address off the plate, or from the switch or DHCP server")
    found.append("ask the seller in writing who manufactured the unit")
    if identifiers.get("ip"):
        found.append(
            "read the firmware version and file name in the unit's own page, or its answer to a discovery request"
        )
    return tuple(dict.fromkeys(found))
