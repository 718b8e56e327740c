"""What tells a made-up handle from one that a person chose."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

_VOWELS = frozenset("aeiouyáéíóúäöüæøå")
_HEX = frozenset("0123456789abcdef")
# Sounds that languages write with several consonants: so many letters around one vowel are a name with an initial
# (tschmidt, hwright, lschwarz). Of what is drawn letter by letter hardly any reads so.
_SOUNDS = re.compile("sch|ch|ck|cz|dt|gh|ph|rz|sh|sz|th|tz")
LETTERS_LEAST, VOWELS_LEAST = 6, 0.16  # of a drawn handle's letters, one in five is a vowel; of a name's, two
# A drawn end: of four drawn characters two in three have a digit before a letter. People end in digits, or in a word
# after one (4you, 2go, 3rd), which is hardly ever of a to f: none of 29,000 honest handles of 14 made-up products is.
TAIL = 4
_BEFORE_LETTER = re.compile(r"\d(?=[^\W\d_])")
# Drawn letters and digits have consonants among their digits, which nobody could say (8dqc4, 7tsrkn). People write what
# can be said, or an ordinal: none of 31,000 honest handles of 18 made-up products has any.
_CONSONANT = "[bcdfghjklmnpqrstvwxz]"
_SAID = "(?!(?:st|nd|rd|th|hrs?|km|mph|pm)(?![a-z]))"
_UNSAID = re.compile(rf"\d{_SAID}{_CONSONANT}{{2,}}\d|\d{_SAID}{_CONSONANT}{{4,}}$")
# Five consonants beside a digit, a sound's being one: hardly any language ends or begins a word so.
_CLUSTER = re.compile(rf"\d{_CONSONANT}{{5,}}|{_CONSONANT}{{5,}}\d")
# A name, then a year, a class and a number (emma_2vb28): a school gives such. One drawn end in twenty reads so.
_CODE = re.compile(r"[^\W\d_]{3,}[._-]\d[a-z]{1,2}\d{1,2}")


@lru_cache(maxsize=1 << 14)
def odd(handle: str) -> bool:
    """Tell whether a handle looks drawn by lot: hardly a vowel, digits all through or amid consonants, a hex end.

    One honest one in some thousand does.

    >>> [odd(h) for h in ("xkqzvbwt", "a7f3k9q2", "Luca79ef", "maria_1987", "lisa4you", "thomas", "李小明")]
    [True, True, True, False, False, False, False]
    >>> [odd(h) for h in ("jfschmidt", "hwright1974", "lschwarz", "fdrzkbwt", "gmchdwlt")]
    [False, False, False, True, True]
    >>> [odd(h) for h in ("pablo4wqz7", "tomas8kjrv", "ninahzpcwd6", "open24hrs", "kim3rd2020", "herbst1985")]
    [True, True, True, False, False, False]
    >>> [odd(h) for h in ("emma_2vb28", "sem.3c7", "emma_7f3a9")]
    [False, False, True]
    """
    letters = [c for c in handle.casefold() if c.isalpha()]
    if len(handle) < 6 or any(ord(c) > 0x24F for c in letters) or _CODE.fullmatch(handle.casefold()):
        return False
    runs = len(_BEFORE_LETTER.findall(handle))
    if _drawn_among(handle.casefold()):
        return True
    if runs and _drawn_end(handle[-TAIL:].casefold()):
        return True
    return runs > 1 or not letters or (len(letters) >= LETTERS_LEAST and _toneless("".join(letters)))


def _toneless(letters: str) -> bool:
    """Tell whether there is hardly a vowel among letters, what several of them write together being one."""
    vowels = sum(c in _VOWELS for c in letters)
    return vowels < VOWELS_LEAST * len(letters) and vowels < VOWELS_LEAST * len(_SOUNDS.sub("c", letters))


def _drawn_end(tail: str) -> bool:
    return _HEX.issuperset(tail) and any(a.isdigit() and b.isalpha() for a, b in pairwise(tail))


def _drawn_among(handle: str) -> bool:
    """Tell whether digits have consonants among or beside them that cannot be said."""
    return _UNSAID.search(handle) is not None or _CLUSTER.search(_SOUNDS.sub("c", handle)) is not None
