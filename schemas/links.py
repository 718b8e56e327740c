"""Whose pages a content leads to: the registrable domains of its links, given or found in the text.

A registrable domain is what one can buy or be given a name under (`blog.site.example` and `site.example` are one
owner's, `ann.github.io` and `bob.github.io` two): the Public Suffix List, as the package `publicsuffixlist` carries it.
Of shortened links the shortener is named, since where they lead is not known.

Whom a click pays is told by an affiliate's tag in a link (`?aff=7731`): one who spreads his advertisement over many
domains writes it into each, so that it stands beside them as one more, behind a sign that no domain has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice

from publicsuffixlist import PublicSuffixList

HOST_MOST, HOSTS_KEPT = 253, 32  # characters (RFC 1035); each domain is sent the event, so a thousand may not be named
TEXT_MOST, LOOKED_AT = 8192, 128  # characters of a text, and links in it, that are looked at
# Everything up to the last "@" is user information, as browsers read it; "[" begins an IPv6 address.
_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#]*@)?(\[[^\]/?#]*\]|[^/:?#\s\[\]]+)", re.IGNORECASE)
_TOLD = re.compile(r"(?<![\w.])(?:https?:(//[^\s<>\"'()|\\,;]+)|(www\.[^\s<>\"'()|\\,;/:?#@]+))", re.IGNORECASE)
# Without either, only the endings by which linkify-it, too, knows a link by default; any other where a path follows.
_ENDS = r"(?:biz|com|edu|gov|net|org|pro|info|name|shop)"
_BARE = re.compile(
    rf"(?<![\w@./:-])((?:[^\W_][\w-]{{0,62}}\.){{1,8}}(?:{_ENDS}(?![\w@-]|\.\w)|[^\W\d_]{{2,24}}(?=/\w)))",
    re.IGNORECASE,
)
_ENDING = re.compile(rf"\.(?:{_ENDS}\b|[^\W\d_]{{2,24}}/)", re.IGNORECASE)  # what a match of the above must hold
# As affiliates' networks name it: what else stands in a query (`id`, `ref`, `utm_source`) is mostly of the page.
_TAG = re.compile(r"[?&;](aff(?:iliate)?(?:_?id)?|a_aid|afid|hop)=([\w.-]{2,32})", re.IGNORECASE)
TAG, TAGS_KEPT = "~", 4  # sorts behind all domains
_NUMBERS = re.compile(r"[\d.]+|\[.*\]")


def domains_of(urls: Iterable[str] | None, text: str | None) -> tuple[str, ...]:
    """Return the registrable domains of some links, or where there are none of those that stand in the text.

    Behind them stand their affiliates' tags. Cost: a microsecond for a text without any; with one ten.

    >>> domains_of(["https://a.shop.example/1", "//b.shop.example"], "see www.other.example")
    ('shop.example',)
    >>> domains_of(None, "see www.Shop.example, ann@mail.com, ann.github.io/a and deals.com (e.g. main.py)")
    ('ann.github.io', 'deals.com', 'shop.example')
    >>> domains_of(["https://slim.example/go?AFF=7731&x=1", "https://thin.example/?x=2&aff=7731"], None)
    ('slim.example', 'thin.example', '~aff=7731')
    """
    if not urls and not text:
        return ()
    hosts = map(_host, urls) if urls else _in((text or "")[:TEXT_MOST])
    found = dict.fromkeys(registrable(host) for host in hosts if 0 < len(host) <= HOST_MOST)
    domains, lines = tuple(sorted(islice(found, HOSTS_KEPT))), urls or (text or "",)
    for line in lines if domains else ():
        if "=" in line:  # as in hardly any
            return (*domains, *_tags(lines))
    return domains


def _tags(lines: Iterable[str]) -> list[str]:
    """Return the tags of affiliates in some links, or in those of a text."""
    told = (one for line in islice(lines, LOOKED_AT) for one in islice(_TAG.finditer(line[:TEXT_MOST]), LOOKED_AT))
    return sorted({f"{TAG}{one[1]}={one[2]}".lower() for one in told})[:TAGS_KEPT]


def led_by(text: str) -> bool:
    """Tell whether a text may hold more of a link than a site's name: a scheme, "www." or a path.

    >>> led_by("Is lotus.com for sale?"), led_by("see www.lotus.com"), led_by("pay at lotus.com/pay")
    (False, True, True)
    """
    return "/" in text or "www." in text or "WWW." in text


@lru_cache(1 << 14)
def registrable(host: str) -> str:
    """Return the registrable domain of a host; the host itself where it has none, as addresses.

    >>> registrable("a.b.shop.co.uk"), registrable("ann.github.io"), registrable("192.0.2.1"), registrable("localhost")
    ('shop.co.uk', 'ann.github.io', '192.0.2.1', 'localhost')
    """
    if _NUMBERS.fullmatch(host):
        return host
    suffix = _suffixes().publicsuffix(host) or ""  # "" for an ending that is none of the list's
    return ".".join(host.split(".")[-2 - suffix.count(".") :])


@lru_cache(1 << 12)
def _ends_well(host: str) -> bool:
    """Tell whether a host ends as the list says that hosts do."""
    return _suffixes().publicsuffix(host) is not None


@cache
def _suffixes() -> PublicSuffixList:  # read when the first link comes
    return PublicSuffixList(accept_unknown=False)


def _in(text: str) -> Iterator[str]:
    """Yield the hosts of the links in a text."""
    if "://" in text or "www." in text or "WWW." in text:
        for told in islice(_TOLD.finditer(text), LOOKED_AT):
            yield _host(told[1] or f"//{told[2]}").rstrip(".!*_}")
    if _ENDING.search(text):
        for bare in islice(_BARE.finditer(text), LOOKED_AT):
            if _ends_well(host := bare[1].lower()):
                yield host


def _host(url: str) -> str:
    """Return the host of a URL in lower case, '' when there is none."""
    match = _HOST.match(url)
    return match[1].lower().rstrip(".") if match else ""
