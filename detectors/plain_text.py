"""What is left of a text when everything that spammers vary is taken out."""

from __future__ import annotations

import re

import numpy as np

from detectors.folding import fold
from detectors.text_reading import cut, is_plain, read
from detectors.word_table import WordTable

MOST_CHARS = 8192
MOST_WORDS = 400
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_NAME = re.compile(r"[@#]\w+")
_RESHARED = re.compile(r"(?:^|\s)RT\b[:\s].*$", re.DOTALL)
_QUOTED_LINE = re.compile(r"^\s*>.*$", re.MULTILINE)
_QUOTED_SPAN = re.compile(
    r"[\"\u201c\u201e\u00ab\u300c][^\"\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d]{20,}[\"\u201d\u201c\u00bb\u300d]"
)
_QUOTE = re.compile('["\u201c\u201e\u00ab\u300c]')  # what a match of the above begins with
_SPACED = re.compile(r"\b(?:\w[ .\-_]){3,}\w\b")
_GAPS = re.compile(r"[ .\-_]\w[ .\-_]\w[ .\-_]")  # what a match of the above must hold, found four times as fast
_MIXED = re.compile(r"\w*(?:[^\W\d_][@$013457]|[@$013457][^\W\d_])[\w@$]*")
_MIXES = re.compile(r"[@$013457](?:(?=[^\W\d_])|(?<=[^\W\d_].))")  # what a match of the above must hold
_DOUBLED = re.compile(r"([^\W\d_])\1+")
_WORD = re.compile(r"[^\W\d_]+")
_ONLY_LETTERS = bytes(code if chr(code).isascii() and chr(code).isalpha() else 32 for code in range(256))
_LEET = str.maketrans("@$013457", "asoleast")
_LEET_I = str.maketrans("@$013457", "asoieast")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")  # scripts without spaces between words


def has_link(text: str) -> bool:
    """Tell whether the text carries a link."""
    return "://" in text or "www." in text


def own_words(text: str, *, answers: bool = False) -> str:
    """Leave out what is quoted from others; quotation marks count only where words of one's own stand beside them.

    `answers` says that the text points to another's content: then what follows RT is that content.

    >>> own_words("so true! RT: the lake is warm", answers=True)
    'so true!'
    """
    if answers:
        text = _RESHARED.sub("", text)
    if ">" in text:
        text = _QUOTED_LINE.sub(" ", text)
    if not _QUOTE.search(text):
        return text
    rest = _QUOTED_SPAN.sub(" ", text)
    return rest if len(rest.split(None, 3)) > 2 else text


def unmasked(text: str) -> str:
    """Fold the text, join letters that are spaced out, and read digits and signs inside words as letters.

    >>> unmasked("1gn0re th3 r u l e s")
    'ignore the rules'
    """
    plain = fold(text)
    plain = _closed(plain)
    return _MIXED.sub(lambda m: m[0].translate(_LEET_I), plain) if _MIXES.search(plain) else plain


def words(text: str, *, answers: bool = False) -> list[str]:
    """Return the text's words, folded, at most `MOST_WORDS`; links, names, numbers and quotes are left out.

    Letters written as digits or signs, spaced out or doubled come to one spelling (in which i is written l). Text in a
    script without spaces comes as single characters. Cost: about 3 microseconds for a plain line of ASCII, 10 for one
    with links, quotes, or words spaced out.

    >>> words("Buy  V1AGRA at https://a.example/1 !!! F R E E, soooo cheap, only 99$ @bob")
    ['buy', 'vlagra', 'at', 'fre', 'so', 'cheap', 'only']
    """
    text = text[:MOST_CHARS]
    reading = read(text)
    if reading.plain and not (answers and "RT" in text):
        return _told(reading.words)
    own = own_words(text, answers=answers)
    plain = reading.folded if own is text else fold(own)
    if "://" in plain or "www." in plain:
        plain = _LINK.sub(" ", plain)
    if "@" in plain or "#" in plain:
        plain = _NAME.sub(" ", plain)
    if plain is not reading.folded and plain.isascii() and is_plain(plain.encode()):  # as most are without their links
        return _told(cut(plain))
    return _spelled(_closed(plain))[:MOST_WORDS]


def _told(found: list[str]) -> list[str]:
    """Return what the words of a plain text say, each by itself."""
    return " ".join(map(_spelt, found)).split()[:MOST_WORDS]


def _closed(plain: str) -> str:
    """Join letters that are spaced out."""
    return _SPACED.sub(lambda m: re.sub(r"[ .\-_]", "", m[0]), plain) if _GAPS.search(plain) else plain


def _spelled(plain: str) -> list[str]:
    """Return the words of a folded text, in the one spelling."""
    if _MIXES.search(plain):
        plain = _MIXED.sub(lambda m: m[0].translate(_LEET), plain)
    plain = plain.replace("i", "l")  # I, l and 1 look alike
    if plain.isascii():  # the same as below, ten times as fast
        signs = np.frombuffer(plain.encode().translate(_ONLY_LETTERS) + b" ", np.uint8)
        once: bytes = signs[:-1][signs[1:] != signs[:-1]].tobytes()
        return once.decode().split()
    plain = _DOUBLED.sub(r"\1", plain)
    if _UNSPACED.search(plain):
        return [c for c in plain if c.isalpha()]
    return _WORD.findall(plain)


class _Spellings(WordTable[str]):
    """What `words` makes of a word in a plain text: nothing, one word, or several with a space between."""

    def find(self, word: str) -> str:
        return "" if word.isdecimal() else " ".join(_spelled(word))


_spelt = _Spellings().__getitem__
