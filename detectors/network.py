"""The network of an address: what one customer of a provider is usually given."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address


@lru_cache(maxsize=1 << 16)
def network_of(ip: str) -> str:
    """Return the /24 of an IPv4 address, the /48 of an IPv6 address; the text itself if it is neither.

    >>> network_of("203.0.113.77"), network_of("2001:db8:1:2::3")
    ('203.0.113.0/24', '2001:db8:1::/48')
    """
    if ":" not in ip:
        head, _, last = ip.rpartition(".")
        return f"{head}.0/24" if last.isdigit() and head.count(".") == 2 else ip
    try:
        address = IPv6Address(ip.partition("%")[0])
    except ValueError:
        return ip
    if address.ipv4_mapped is not None:
        return network_of(str(address.ipv4_mapped))
    return f"{IPv6Address(int(address) >> 80 << 80)}/48"
