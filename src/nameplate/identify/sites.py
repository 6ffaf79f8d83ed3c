"""Which of the holder's sites a device belongs to: by the site its list names, its host name, its network."""

import fnmatch
import ipaddress
from collections.abc import Callable, Sequence
from functools import lru_cache

from nameplate.identify.names import fold
from nameplate.model import Holder


class SiteFinder:
    """Finds sites of one holder. A list's own site name comes first, then host names, then networks."""

    def __init__(self, holder: Holder) -> None:
        self._sites = holder.sites
        self._networks = [
            (ipaddress.ip_network(network, strict=False), site.id)
            for site in holder.sites
            for network in site.match.network
        ]
        self._networks.sort(key=lambda pair: -pair[0].prefixlen)
        self.by_name: Callable[[str], str | None] = lru_cache(maxsize=65_536)(self._by_name)

    def find(self, names: Sequence[str], hostnames: Sequence[str], addresses: Sequence[str]) -> str | None:
        """The site's id; a site name that the holder does not list, as it stands; None if nothing tells."""
        for name in names:
            if named := self.by_name(name):
                return named
        for hostname in hostnames:
            folded = hostname.casefold()
            for site in self._sites:
                if any(fnmatch.fnmatchcase(folded, p.casefold()) for p in site.match.hostname):
                    return site.id
        for address in addresses:
            if found := self._by_address(address):
                return found
        return " ".join(names[0].split()) if names else None

    def _by_name(self, name: str) -> str | None:
        folded = fold(name)
        for site in self._sites:
            if folded in {fold(site.id), fold(site.name)} - {""}:
                return site.id
        for site in self._sites:
            if any(fnmatch.fnmatchcase(folded, fold(pattern)) for pattern in site.match.site):
                return site.id
        return None

    def _by_address(self, address: str) -> str | None:
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return None
        return next((site for net, site in self._networks if ip.version == net.version and ip in net), None)
