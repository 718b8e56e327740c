"""A text as hashed features: what a model may learn from without the text itself going any further.

Words, pairs of neighbouring words, beginnings as character 4-grams, the hosts of links, capitals and signs, and
where it came from, each hashed into `BUCKETS` (Weinberger et al. 2009, feature hashing). A feature says that something
is there, not how often, which serves spam better (Metsis et al. 2006).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from zlib import crc32

from detectors.plain_text import fold
from schemas.event import NEW_ACCOUNT, Event

BITS = 18
BUCKETS = 1 << BITS
PARTS = ("author", "origin", "links", "shape", "words", "copies")  # kinds of features; a hash's higher bits say which
MOST_FEATURES = 384  # of one text: 1.5 KB; twice as many rank mail no better
MOST_CHARS = 12_000  # looked at for links and tags
PLAIN_CHARS = 3_000  # of what is left, for words and shape
MOST_WORDS, MOST_PAIRS, MOST_GRAMS, MOST_LINKS, MOST_CAPITALS, MOST_TAGS = 160, 88, 64, 24, 12, 16
GRAM, OPENING = 4, 400  # characters; a short text is all opening
_COPIES = 3  # a known author or text weighs as much as three words

_LINK = re.compile(r"(?:https?://|www\.)([^\s/\"'<>:?#]+)", re.IGNORECASE)
_TAG = re.compile(r"<\s*/?\s*([a-zA-Z!]+)[^<>]{0,400}>")
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|[$\u20ac\u00a3%!?]+")
_CAPITALS = re.compile(r"\b[^\W\d_a-z]{3,}\b")
_ADDRESS = re.compile(r"[\d.]+")
_MONEY = "$\u20ac\u00a3"
_NUMBER = re.compile(r"\d{5,}")


def hashed(name: str) -> int:
    """Return the bucket of a named feature.

    >>> 0 <= hashed("w:free") < BUCKETS
    True
    """
    return crc32(name.encode(errors="replace")) & (BUCKETS - 1)


def features_of(event: Event) -> bytes:
    """Return the features of a content event as sorted, distinct 32-bit integers; b"" where there is no text.

    Cost: about 100 microseconds for a line, 500 for a letter.
    """
    if not event.text:
        return b""
    text = event.text[:MOST_CHARS]
    tags = [tag.lower() for tag in _TAG.findall(text)] if "<" in text else []
    links = _LINK.findall(text) if "://" in text or "www." in text.lower() else []
    plain = (_TAG.sub(" ", text) if len(tags) > 3 else text)[:PLAIN_CHARS]
    found = [
        *_marked(0, _author(event.subject)), *_marked(1, _origin(event)),
        *_marked(5, (f"f{n}:{name}" for name in event.fingerprints for n in range(_COPIES))),
        *_marked(2, dict.fromkeys(_hosts([*event.domains[:8], *links[:MOST_LINKS]]))),
        *_marked(3, _shape(plain, len(links), tags)), *_marked(4, _words(plain)),
    ]  # fmt: skip
    return array("I", sorted(set(found[:MOST_FEATURES]))).tobytes()


def author_features(subject: str) -> bytes:
    """Return what a verdict on an account as a whole is about: every later text of theirs has these features."""
    return array("I", sorted(_marked(0, _author(subject)))).tobytes()


def _marked(part: int, names: Iterable[str]) -> Iterator[int]:
    above = part << BITS
    for name in names:
        yield crc32(name.encode(errors="replace")) & (BUCKETS - 1) | above


def _author(subject: str) -> Iterator[str]:
    return (f"a{n}:{subject}" for n in range(_COPIES))


def _origin(event: Event) -> Iterator[str]:
    yield f"kind:{event.kind}"
    for name, value in (("lang", event.language), ("to", event.target), ("ip", event.ip), ("dev", event.device),
                        ("asn", event.asn), ("cc", event.country)):  # fmt: skip
        if value is not None:
            yield f"{name}:{value}"
    if event.novel & NEW_ACCOUNT:
        yield "new account"


def _hosts(hosts: Iterable[str]) -> Iterator[str]:
    for host in (given.lower().rstrip(".") for given in hosts):
        parts = host.split(".")
        yield f"host:{host}"
        yield f"site:{'.'.join(parts[-2:])}"
        yield "host is an address" if _ADDRESS.fullmatch(host) else f"tld:{parts[-1][:12]}"


def _words(plain: str) -> Iterator[str]:
    yield from islice(dict.fromkeys(f"C:{word.lower()}" for word in _CAPITALS.findall(plain)), MOST_CAPITALS)
    folded = fold(plain)
    words = [f"#{len(word)}" if word.isdecimal() else word for word in _WORD.findall(folded)]
    yield from islice(dict.fromkeys(f"w:{word}" for word in words), MOST_WORDS)
    yield from islice(dict.fromkeys(f"p:{one} {other}" for one, other in pairwise(words)), MOST_PAIRS)
    opening = " ".join(folded[: 2 * OPENING].split())[:OPENING]
    grams = dict.fromkeys(f"g:{opening[at : at + GRAM]}" for at in range(len(opening) - GRAM + 1))
    yield from islice(grams, MOST_GRAMS)


def _shape(text: str, links: int, tags: list[str]) -> Iterator[str]:
    """Name the outer marks of a text, in steps."""
    size = max(len(text), 1)
    letters = sum(map(str.isalpha, text)) or 1
    digits = sum(map(str.isdigit, text))
    spaces = sum(map(str.isspace, text))
    yield f"size {size.bit_length()}"
    yield f"capitals {min(9, 20 * sum(map(str.isupper, text)) // letters)}"
    yield f"digits {min(9, 20 * digits // size)}"
    yield f"signs {min(9, 20 * (size - letters - digits - spaces) // size)}"
    yield f"links {min(6, links.bit_length())}"
    yield f"shouts {min(5, text.count('!').bit_length())}"
    yield f"money {min(3, sum(map(text.count, _MONEY)))}"
    yield f"numbers {min(3, len(_NUMBER.findall(text)))}"
    yield f"foreign {0 if text.isascii() else 1 + 9 * sum(ord(c) > 127 for c in text) // size}"
    yield f"html {len(tags) > 3}"
    yield f"quotes {text.startswith('>') or chr(10) + '>' in text}"
    yield from islice(dict.fromkeys(f"t:{tag}" for tag in tags), MOST_TAGS)
