"""What would settle an open attribution, cheapest step first, in words for whoever has to do it."""

from collections.abc import Collection

from nameplate.identify.fuse import Verdict


def steps(verdict: Verdict, known: Collection[str]) -> tuple[str, ...]:
    """Steps for one device: `known` names the identifiers that are already there (mac, serial ...)."""
    found = [f"find out {need}" for need in verdict.needs]
    if "serial" not in known:
        found.append("read the full serial number and model off the plate")
    elif verdict.brand:
        found.append("read the model and the FCC ID off the plate; the FCC's filing names who makes it")
    if "mac" not in known:
        found.append("read the MAC address off the plate, or from the switch or DHCP server")
    found.append("ask the seller in writing who manufactured the unit")
    if "ip" in known:
        found.append(
            "read the firmware version and file name in the unit's own page, or its answer to a discovery request"
        )
    return tuple(dict.fromkeys(found))
