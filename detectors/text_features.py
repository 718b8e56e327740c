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
from string import ascii_letters, ascii_uppercase, whitespace
from string import digits as digits_
from zlib import crc32

from detectors.plain_text import fold
from detectors.prompt_signs import signs_of
from schemas.event import NEW_ACCOUNT, Event

BITS = 18
BUCKETS = 1 << BITS
# Of a text's features; a hash's higher bits say which
PARTS = ("author", "origin", "links", "shape", "words", "copies", "signs")
SIGNS = PARTS.index("signs")  # few and telling: each counts in full, however long the text
MOST_FEATURES = 384  # of one text: 1.5 KB; twice as many rank mail no better
MOST_CHARS = 12_000  # looked at for links and tags
PLAIN_CHARS = 3_000  # of what is left, for words and shape
MOST_WORDS, MOST_PAIRS, MOST_GRAMS, MOST_LINKS, MOST_CAPITALS, MOST_TAGS = 160, 88, 64, 24, 12, 16
GRAM, GRAM_WIDE = 4, 6  # bytes: in scripts beyond ASCII a letter takes two or three
OPENING = 400  # characters; a short text is all opening
_COPIES = 3  # a known author or text weighs as much as three words

_LINK = re.compile(r"(?:https?://|www\.)([^\s/\"'<>:?#]+)", re.IGNORECASE)
_TAG = re.compile(r"<\s*/?\s*([a-zA-Z!]+)[^<>]{0,400}>")
_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|[$\u20ac\u00a3%!?]+")
_CAPITALS = re.compile(r"\b[^\W\d_a-z]{3,}\b")
_ADDRESS = re.compile(r"[\d.]+")
_MONEY = "$\u20ac\u00a3"
_LETTERS, _UPPER = ascii_letters.encode(), ascii_uppercase.encode()
_DIGITS, _SPACES = digits_.encode(), whitespace.encode()
_SINGLE, _PAIR, _GRAM, _CAPITAL = (crc32(name) for name in (b"w:", b"p:", b"g:", b"C:"))  # what hashes begin with
_NUMBER = re.compile(r"\d{5,}")


def hashed(name: str) -> int:
    """Return the bucket of a named feature.

    >>> 0 <= hashed("w:free") < BUCKETS
    True
    """
    return crc32(name.encode(errors="replace")) & (BUCKETS - 1)


def features_of(event: Event) -> bytes:
    """Return the features of a content event as sorted, distinct 32-bit integers; b"" where there is no text.

    Cost: about 50 microseconds for a line, 300 for a letter; a prompt 100 more.
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
        *_marked(3, _shape(plain, len(links), tags)), *_words(plain),
    ]  # fmt: skip
    del found[MOST_FEATURES:]
    if event.kind == "prompt":
        found += _marked(SIGNS, (f"sign:{sign}" for sign in signs_of(event.text)))
    return array("I", sorted(set(found))).tobytes()


def author_features(subject: str) -> bytes:
    """Return what a verdict on an account as a whole is about: every later text of theirs has these features."""
    return array("I", sorted(_marked(0, _author(subject)))).tobytes()


def _marked(part: int, names: Iterable[str]) -> list[int]:
    above, mask = part << BITS, BUCKETS - 1
    return [crc32(name.encode(errors="replace")) & mask | above for name in names]


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


def _words(plain: str) -> list[int]:
    """Return words, pairs and beginnings as hashes: most of a text's features, so not a name is built for any."""
    mask, above = BUCKETS - 1, PARTS.index("words") << BITS
    capitals = list(dict.fromkeys(_CAPITALS.findall(plain)))[:MOST_CAPITALS]
    found = [crc32(word.lower().encode(errors="replace"), _CAPITAL) & mask | above for word in capitals]
    folded = fold(plain)
    words = [
        b"#%d" % len(word) if word.isdecimal() else word.encode(errors="replace") for word in _WORD.findall(folded)
    ]
    found += [crc32(word, _SINGLE) & mask | above for word in list(dict.fromkeys(words))[:MOST_WORDS]]
    pairs = list(dict.fromkeys(pairwise(words)))[:MOST_PAIRS]
    found += [crc32(b" " + other, crc32(one, _PAIR)) & mask | above for one, other in pairs]
    beginning = " ".join(folded[: 2 * OPENING].split())[:OPENING]
    size, opening = GRAM if beginning.isascii() else GRAM_WIDE, beginning.encode(errors="replace")
    grams = dict.fromkeys([opening[at : at + size] for at in range(len(opening) - size + 1)])
    found += [crc32(gram, _GRAM) & mask | above for gram in list(grams)[:MOST_GRAMS]]
    return found


def _shape(text: str, links: int, tags: list[str]) -> Iterator[str]:
    """Name the outer marks of a text, in steps."""
    ascii_ = text.encode("ascii", "ignore")
    foreign, size = len(text) - len(ascii_), max(len(text), 1)
    letters = foreign + _count(ascii_, _LETTERS) or 1
    digits = _count(ascii_, _DIGITS)
    signs = size - letters - digits - _count(ascii_, _SPACES)
    yield f"size {size.bit_length()}"
    yield f"capitals {min(9, 20 * _count(ascii_, _UPPER) // letters)}"
    yield f"digits {min(9, 20 * digits // size)}"
    yield f"signs {max(0, min(9, 20 * signs // size))}"
    yield f"links {min(6, links.bit_length())}"
    yield f"shouts {min(5, text.count('!').bit_length())}"
    yield f"money {min(3, sum(map(text.count, _MONEY)))}"
    yield f"numbers {min(3, len(_NUMBER.findall(text)))}"
    yield f"foreign {1 + 9 * foreign // size if foreign else 0}"
    yield f"html {len(tags) > 3}"
    yield f"quotes {text.startswith('>') or chr(10) + '>' in text}"
    yield from islice(dict.fromkeys(f"t:{tag}" for tag in tags), MOST_TAGS)


def _count(text: bytes, wanted: bytes) -> int:
    return len(text) - len(text.translate(None, wanted))
