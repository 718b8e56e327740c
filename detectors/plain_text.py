"""What is left of a text when everything that spammers vary is taken out."""

from __future__ import annotations

import re
import unicodedata

import numpy as np

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
_LOOKALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u043a\u043c\u0442\u043d\u0432"
    "\u03bf\u03b1\u03b5\u03b9\u03ba\u03bd\u03c1\u03c4\u03c5\u03c7",
    "aeopcyxijsdhkmthboaeikvptux",
)
_FOLDS_KEPT = 1 << 14  # characters; hostile texts may hold a million different ones


class _Folds(dict[int, str]):
    """What each character is folded to, found when it is first met."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(code)).casefold()
        found = "".join(c for c in apart if unicodedata.category(c) not in ("Mn", "Cf")).translate(_LOOKALIKE)
        if len(self) >= _FOLDS_KEPT:
            self.clear()
        self[code] = found
        return found


_FOLDED = _Folds()
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


def fold(text: str) -> str:
    r"""Fold case, width, accents, invisible characters and look-alike letters of other alphabets.

    >>> fold("Fr\u0435\u0435 M\u200bON\u00c9Y")
    'free money'
    """
    if text.isascii():
        return text.lower()
    return text.translate(_FOLDED)


def unmasked(text: str) -> str:
    """Fold the text, join letters that are spaced out, and read digits and signs inside words as letters.

    >>> unmasked("1gn0re th3 r u l e s")
    'ignore the rules'
    """
    plain = fold(text)
    if _GAPS.search(plain):
        plain = _SPACED.sub(lambda m: re.sub(r"[ .\-_]", "", m[0]), plain)
    if _MIXES.search(plain):
        plain = _MIXED.sub(lambda m: m[0].translate(_LEET_I), plain)
    return plain


def words(text: str, *, answers: bool = False) -> list[str]:
    """Return the text's words, folded, at most `MOST_WORDS`; links, names, numbers and quotes are left out.

    Letters written as digits or signs, spaced out or doubled come to one spelling (in which i is written l). Text in a
    script without spaces comes as single characters. Cost: about 10 microseconds for a line of ASCII.

    >>> words("Buy  V1AGRA at https://a.example/1 !!! F R E E, soooo cheap, only 99$ @bob")
    ['buy', 'vlagra', 'at', 'fre', 'so', 'cheap', 'only']
    """
    plain = fold(own_words(text[:MOST_CHARS], answers=answers))
    if "://" in plain or "www." in plain:
        plain = _LINK.sub(" ", plain)
    if "@" in plain or "#" in plain:
        plain = _NAME.sub(" ", plain)
    if _GAPS.search(plain):
        plain = _SPACED.sub(lambda m: re.sub(r"[ .\-_]", "", m[0]), plain)
    if _MIXES.search(plain):
        plain = _MIXED.sub(lambda m: m[0].translate(_LEET), plain)
    plain = plain.replace("i", "l")  # I, l and 1 look alike
    if plain.isascii():  # the same as below, ten times as fast
        signs = np.frombuffer(plain.encode().translate(_ONLY_LETTERS) + b" ", np.uint8)
        once: bytes = signs[:-1][signs[1:] != signs[:-1]].tobytes()
        return once.decode().split()[:MOST_WORDS]
    plain = _DOUBLED.sub(r"\1", plain)
    if _UNSPACED.search(plain):
        return [c for c in plain if c.isalpha()][:MOST_WORDS]
    return _WORD.findall(plain)[:MOST_WORDS]
