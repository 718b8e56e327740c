"""One spelling for each internet address, whatever the log wrote around it."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

_AROUND = " \t.,;\"'`()<>"


@lru_cache(maxsize=65_536)
def normal(text: str) -> str | None:
    """Return the address in its canonical form, None when `text` is not one (a host name, an empty field).

    Brackets, a port, a zone and quotes are taken off; an IPv4 address mapped into IPv6 becomes IPv4 again,
    because it is the same machine.

    >>> normal("::ffff:192.0.2.7"), normal("[2001:DB8::1]:22"), normal("192.0.2.7:5060"), normal("host.example")
    ('192.0.2.7', '2001:db8::1', '192.0.2.7', None)
    """
    bare = text.strip(_AROUND)
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)


def first_of(chain: str) -> str | None:
    """Return the first address of a forwarded-for chain: the client, as far as the proxies are to be believed.

    >>> first_of("192.0.2.7, 198.51.100.1")
    '192.0.2.7'
    """
    return normal(chain.partition(",")[0])
