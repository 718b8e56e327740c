"""Where a text came from, and to which hosts it links, as hashed features (`detectors.text_features`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from zlib import crc32

from detectors.text_hashes import BITS, BUCKETS, PARTS, marked
from schemas.event import NEW_ACCOUNT, Event

_ORIGIN, _HOSTS = (PARTS.index(name) for name in ("origin", "links"))
_MASK, _FROM = BUCKETS - 1, _ORIGIN << BITS
_TO, _IP, _DEVICE = crc32(b"to:"), crc32(b"ip:"), crc32(b"dev:")  # what hashes begin with
NEW = marked(_ORIGIN, "new account")
_ADDRESS = re.compile(r"[\d.]+")


def origin(event: Event) -> list[int]:
    """Return where a text came from: what few say otherwise is looked up, the rest hashed as `name:value`."""
    new = event.novel & NEW_ACCOUNT != 0
    found = list(_setting(event.kind, event.language, event.asn, event.country, new))
    if event.target is not None:
        found.append(crc32(event.target.encode(errors="replace"), _TO) & _MASK | _FROM)
    if event.ip is not None:
        found.append(crc32(event.ip.encode(errors="replace"), _IP) & _MASK | _FROM)
    if event.device is not None:
        found.append(crc32(event.device.encode(errors="replace"), _DEVICE) & _MASK | _FROM)
    return found


@lru_cache(1024)
def _setting(kind: str | None, language: str | None, asn: int | None, country: str | None, new: bool) -> list[int]:
    """Return what many texts have in common of their origin; a cache is quicker without names."""
    given = (("kind", str(kind)), ("lang", language), ("asn", asn), ("cc", country))
    found = [marked(_ORIGIN, f"{name}:{value}") for name, value in given if value is not None]
    return [*found, NEW] if new else found


def elsewhere(domains: Iterable[str], hosts: Iterable[str]) -> list[str]:
    """Return the domains that the text's own hosts do not lie in."""
    dotted = [f".{host.lower().rstrip('.')}" for host in hosts]
    return [name for name in domains if not any([host.endswith(f".{name}") for host in dotted])]


def hosts_in(hosts: Iterable[str]) -> Iterator[int]:
    """Yield what hosts say."""
    for host in hosts:
        yield from _host(host)


@lru_cache(256)
def _host(given: str) -> tuple[int, int, int]:
    """Return what a host says: the same ones come again and again. At most 3 MB are kept."""
    host = given.lower().rstrip(".")
    parts = host.split(".")
    last = "host is an address" if _ADDRESS.fullmatch(host) else f"tld:{parts[-1][:12]}"
    return (marked(_HOSTS, f"host:{host}"), marked(_HOSTS, f"site:{'.'.join(parts[-2:])}"), marked(_HOSTS, last))
