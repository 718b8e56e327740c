"""A text as hashed features: what a model may learn from without the text itself going any further.

Words, pairs of neighbouring words, beginnings as character 4-grams, the hosts of links, capitals and signs, and
where it came from, each hashed (`detectors.text_hashes`). A feature says that something is there, not how often, which
serves spam better (Metsis et al. 2006).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from detectors.prompt_signs import signs_of
from detectors.text_hashes import PARTS, SIGNS, Hashes, heavy, marked
from detectors.text_shape import shape
from detectors.text_words import capitals, word_features
from schemas.event import NEW_ACCOUNT, Event

MOST_FEATURES = 384  # of one text: 1.5 KB; twice as many rank mail no better
MOST_CHARS = 12_000  # looked at for links and tags
PLAIN_CHARS = 3_000  # of what is left, for words and shape
MOST_LINKS = 24
KEPT = 256  # texts whose features are at hand: copies and common phrases come close together; at most 12 MB
_ELSEWHERE = 16  # of author, origin and copies
_AUTHOR, _ORIGIN, _HOSTS, _COPIES = (PARTS.index(name) for name in ("author", "origin", "links", "copies"))

_LINK = re.compile(r"(?:https?://|www\.)([^\s/\"'<>:?#]+)", re.IGNORECASE)
_TAG = re.compile(r"<\s*/?\s*([a-zA-Z!]+)[^<>]{0,400}>")
_ADDRESS = re.compile(r"[\d.]+")


class _Own(NamedTuple):
    """What a text says by itself, whoever wrote it: features as sorted, distinct 32-bit integers; hosts it links to."""

    features: bytes
    hosts: tuple[str, ...]


def features_of(event: Event) -> bytes:
    """Return the features of a content event as sorted, distinct 32-bit integers; b"" where there is no text.

    Cost: about 30 microseconds for a line, a third of it for one seen lately.
    """
    text = event.text
    if not text:
        return b""
    own = _own(text[:MOST_CHARS])
    before = [*heavy(_AUTHOR, event.subject), *_origin(event)]
    if own.hosts or event.domains:
        before += _hosts(dict.fromkeys((*event.domains[:8], *own.hosts)))
    after = [feature for name in event.fingerprints for feature in heavy(_COPIES, name)]
    if event.kind == "prompt":
        after += [marked(SIGNS, f"sign:{sign}") for sign in signs_of(text)]
    return _sorted(before) + own.features + _sorted(after)


def author_features(subject: str) -> bytes:
    """Return what a verdict on an account as a whole is about: every later text of theirs has these features."""
    return _sorted(heavy(_AUTHOR, subject))


def _sorted(features: Iterable[int]) -> bytes:
    return array("I", sorted(set(features))).tobytes()


@lru_cache(KEPT)
def _own(text: str) -> _Own:
    tags = [tag.lower() for tag in _TAG.findall(text)] if "<" in text else []
    links = _LINK.findall(text) if "://" in text or "www." in text.lower() else []
    plain = (_TAG.sub(" ", text) if len(tags) > 3 else text)[:PLAIN_CHARS]
    hosts = tuple(dict.fromkeys(links[:MOST_LINKS]))
    outer, shouting = shape(plain, len(links), tags)
    if shouting:
        outer += capitals(plain)
    most = MOST_FEATURES - 3 * len(hosts) - _ELSEWHERE
    return _Own(_distinct(word_features(plain, outer)[:most]), hosts)


def _distinct(found: Hashes) -> bytes:
    found.sort()
    new = np.empty(len(found), bool)
    new[:1] = True
    np.not_equal(found[1:], found[:-1], out=new[1:])
    return found[new].tobytes()


def _origin(event: Event) -> Iterator[int]:
    yield marked(_ORIGIN, f"kind:{event.kind}")
    for name, value in (("lang", event.language), ("to", event.target), ("ip", event.ip), ("dev", event.device),
                        ("asn", event.asn), ("cc", event.country)):  # fmt: skip
        if value is not None:
            yield marked(_ORIGIN, f"{name}:{value}")
    if event.novel & NEW_ACCOUNT:
        yield marked(_ORIGIN, "new account")


def _hosts(hosts: Iterable[str]) -> Iterator[int]:
    for host in (given.lower().rstrip(".") for given in hosts):
        parts = host.split(".")
        yield marked(_HOSTS, f"host:{host}")
        yield marked(_HOSTS, f"site:{'.'.join(parts[-2:])}")
        yield marked(_HOSTS, "host is an address" if _ADDRESS.fullmatch(host) else f"tld:{parts[-1][:12]}")
