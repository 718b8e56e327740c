"""A text as hashed features: what a model may learn from without the text itself going any further.

Words, pairs of neighbouring words, beginnings as character 4-grams, the hosts of links, capitals and signs, and
where it came from, each hashed (`detectors.text_hashes`). A feature says that something is there, not how often, which
serves spam better (Metsis et al. 2006).
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from detectors.prompt_posted_patterns import cued
from detectors.prompt_signs import signs_of
from detectors.text_hashes import PARTS, heavy
from detectors.text_origin import NEW, elsewhere, hosts_in, origin
from detectors.text_reading import read
from detectors.text_shape import shape
from detectors.text_signs import READ, sign_features
from detectors.text_words import Draft, capitals, draft, finished
from schemas.event import Event

MOST_FEATURES = 384  # of one text: 1.5 KB; twice as many rank mail no better
MOST_CHARS = 12_000  # looked at for links and tags
PLAIN_CHARS = 3_000  # of what is left, for words and shape
MOST_LINKS = 24
KEPT = 512  # texts whose features are at hand: those to come, and copies come close together; at most 24 MB
_ELSEWHERE = 16  # of author, origin and copies
_AUTHOR, _COPIES = (PARTS.index(name) for name in ("author", "copies"))

_LINK = re.compile(r"(?:https?://|www\.)([^\s/\"'<>:?#]+)", re.IGNORECASE)
_TAG = re.compile(r"<\s*/?\s*([a-zA-Z!]+)[^<>]{0,400}>")


class _Own(NamedTuple):
    """What a text says by itself, whoever wrote it: features as sorted, distinct 32-bit integers; hosts it links to.

    `ordering`: that it may give a model an order, where it is a post.
    """

    features: bytes
    hosts: tuple[str, ...]
    ordering: bool


_Drafted = tuple[Draft, tuple[str, ...], bool]  # as `_Own`, before features are found
_kept: dict[str, _Own] = {}  # the longest not prepared first


def features_of(event: Event) -> bytes:
    """Return the features of a content event as sorted, distinct 32-bit integers; b"" where there is no text.

    Cost: about 20 microseconds for a line with others (`prepare`), 60 by itself, 5 for one seen lately.
    """
    text = event.text
    if not text:
        return b""
    own = _own(text[:MOST_CHARS])
    before = [*heavy(_AUTHOR, event.subject), *origin(event)]
    if own.hosts or event.domains:
        before += hosts_in(dict.fromkeys((*elsewhere(event.domains[:8], own.hosts), *own.hosts)))
    after = [feature for name in event.fingerprints[:1] for feature in heavy(_COPIES, name)]
    if own.ordering or event.kind in READ:
        after += sign_features(event.kind, text)
    return _sorted(before) + own.features + (_sorted(after) if after else b"")


def of_new_account(features: bytes) -> bytes:
    """Return the features of a text with one more: that nothing was known of the account."""
    found = array("I", features)
    at = bisect_left(found, NEW)
    if at == len(found) or found[at] != NEW:
        found.insert(at, NEW)
    return found.tobytes()


def author_features(subject: str) -> bytes:
    """Return what a verdict on an account as a whole is about: every later text of theirs has these features."""
    return _sorted(heavy(_AUTHOR, subject))


def _sorted(features: Iterable[int]) -> bytes:
    return array("I", sorted(set(features))).tobytes()


def prepare(events: Iterable[Event]) -> None:
    """Read the texts of events that come soon, all together: a third of the time that it takes one by one.

    What they say is at hand for `features_of` then, for as long as no more than `KEPT` others are read.
    """
    drafts: dict[str, _Drafted] = {}
    for event in events:
        if not event.text:
            continue
        text = event.text[:MOST_CHARS]
        if (known := _kept.pop(text, None)) is not None:
            _kept[text] = known
        elif text not in drafts:
            drafts[text] = _draft(text)
        if event.kind in READ:
            signs_of(event.text)
    _finish(drafts)


def _own(text: str) -> _Own:
    known = _kept.get(text)
    if known is None:
        _finish({text: _draft(text)})
        known = _kept[text]
    return known


def _finish(drafts: Mapping[str, _Drafted]) -> None:
    """Have what texts say at hand, instead of what was longest not prepared."""
    if not drafts:
        return
    for text, features in zip(drafts, finished([one[0] for one in drafts.values()]), strict=True):
        _kept[text] = _Own(features, *drafts[text][1:])
    while len(_kept) > KEPT:
        del _kept[next(iter(_kept))]


def _draft(text: str) -> _Drafted:
    tags = [tag.lower() for tag in _TAG.findall(text)] if "<" in text else []
    links = _LINK.findall(text) if "://" in text or "www." in text.lower() else []
    plain = (_TAG.sub(" ", text) if len(tags) > 3 else text)[:PLAIN_CHARS]
    hosts = tuple(dict.fromkeys(links[:MOST_LINKS]))
    outer, shouting = shape(plain, len(links), tags)
    if shouting:
        outer += capitals(plain)
    reading = read(plain)
    ordering = "<" in text or "[//]" in text or cued(reading)
    return draft(reading, outer, MOST_FEATURES - 3 * len(hosts) - _ELSEWHERE), hosts, ordering
