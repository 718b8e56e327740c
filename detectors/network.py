"""The network of an address: what one customer of a provider is usually given."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address


@lru_cache(maxsize=1 << 16)
def line_of(ip: str) -> str:
    """Return the /64 of an IPv6 address, which is one line's: devices change the rest daily. Else the text itself.

    >>> line_of("2001:db8:1:2:a:b:c:d"), line_of("203.0.113.77"), line_of("not:an address")
    ('2001:db8:1:2::', '203.0.113.77', 'not:an address')
    """
    if ":" not in ip:
        return ip
    try:
        address = IPv6Address(ip.partition("%")[0])
    except ValueError:
        return ip
    return ip if address.ipv4_mapped is not None else str(IPv6Address(int(address) >> 64 << 64))


def provider_named(asn: int | None, ip: str) -> str:
    """Return the provider that an event tells, or what mostly tells it.

    >>> provider_named(64500, "203.0.113.77"), provider_named(None, "203.0.113.77")
    ('AS64500', '203.0.0.0/16')
    """
    return f"AS{asn}" if asn is not None else provider_of(ip)


@lru_cache(maxsize=1 << 16)
def provider_of(ip: str) -> str:
    """Return what mostly tells the provider where nobody names it: the /16 of an IPv4 address, the /32 of an IPv6 one.

    A provider's first allocation of IPv6 is a /32 (RIPE-738); a /16 is a rough guess of the same age as its networks.

    >>> provider_of("203.0.113.77"), provider_of("2001:db8:1:2::3"), provider_of("2001::3")
    ('203.0.0.0/16', '2001:db8::/32', '2001::/32')
    """
    network = network_of(ip)
    if network.endswith("/24"):
        return f"{'.'.join(network.split('.')[:2])}.0.0/16"
    if network.endswith("/48"):
        return f"{IPv6Address(int(IPv6Address(network[:-3])) >> 96 << 96)}/32"
    return network


def short(network: str) -> str:
    """Return a network without the noughts that end it, as a sentence names it beside others: it is no address.

    >>> short("203.0.113.0/24"), short("203.0.0.0/16"), short("2001:db8:1::/48"), short("203.0.113.7")
    ('203.0.113/24', '203.0/16', '2001:db8:1/48', '')
    """
    begin, slash, length = network.partition("/")
    if not slash:
        return ""
    return f"{'.'.join(begin.split('.')[: int(length) // 8]) if '.' in begin else begin.rstrip(':')}/{length}"


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


@lru_cache(maxsize=1 << 16)
def range_of(ip: str) -> str:
    """Return what a provider rents out at most to one customer as a rule: the /22 of an IPv4 address; else its network.

    A /22 is what each provider got from the last of the free addresses (RIPE-733, from 2012 on), and what hosters have
    announced and let as one since. Of IPv6, a customer's range is the /48 as it is.

    >>> range_of("203.0.114.77"), range_of("2001:db8:1:2::3"), range_of("not:an address")
    ('203.0.112.0/22', '2001:db8:1::/48', 'not:an address')
    """
    network = network_of(ip)
    first, second, third, *_ = (*network.split("."), "", "", "")
    if not network.endswith("/24") or not third.isdigit():
        return network
    return f"{first}.{second}.{int(third) // 4 * 4}.0/22"
