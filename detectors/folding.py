"""Letters that look alike, whatever alphabet, width, case or accent they come in, as one."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# 2026-11: of Unicode's confusables (TR39) those letters that stand in for Latin ones in practice: Cyrillic, Greek,
# Armenian, phonetic and small capitals. What Unicode calls a form of a letter (wide, mathematical) comes by NFKD.
OTHER_ALPHABETS = (
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u043a\u043c\u0442\u043d\u0432\u04cf\u051b\u051d"
    "\u03bf\u03b1\u03b5\u03b9\u03ba\u03bd\u03c1\u03c4\u03c5\u03c7\u0578\u057d\u0570\u0581\u0585"
)
_LATIN_TOO = (
    "\u0251\u0261\u0131\u1d00\u0299\u1d04\u1d05\u1d07\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18"
    "\u0280\ua731\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22"
)
_LATIN = "aeopcyxijsdhkmthblqwoaeikvptuxnuhgoagiabcdeghijklmnoprstuvwyz"
_LOOKALIKE = dict(zip(map(ord, OTHER_ALPHABETS + _LATIN_TOO), _LATIN, strict=True)) | {
    first + place: chr(97 + place)
    for first in (0x1F150, 0x1F170)
    for place in range(26)  # white letters on black
}
_SIGN, _LETTER = " VOWEL SIGN ", " LETTER "
_FOLDS_KEPT = 1 << 14  # characters; hostile texts may hold a million different ones


class _Folds(dict[int, str]):
    """What each character is folded to, found when it is first met."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(code)).casefold()
        found = "".join(map(_kept, apart)).translate(_LOOKALIKE)
        if len(self) >= _FOLDS_KEPT:
            self.clear()
        self[code] = found
        return found


_FOLDED = _Folds()


def _kept(c: str) -> str:
    """Return what is kept of a character: marks and what has no width are not; a vowel's sign is the vowel.

    In the scripts of India vowels are marks, and words without them next to nothing. Cost: once for each character.
    """
    if unicodedata.category(c) not in ("Mn", "Mc", "Cf"):
        return c
    name = unicodedata.name(c, "")
    if _SIGN not in name:
        return ""
    try:
        return unicodedata.lookup(name.replace(_SIGN, _LETTER))
    except KeyError:
        return ""


def fold(text: str) -> str:
    r"""Fold case, width, accents, invisible characters and look-alike letters of other alphabets.

    >>> fold("Fr\u0435\u0435 M\u200bON\u00c9Y")
    'free money'
    >>> fold("\u0930\u094b\u095b\u200b") == fold("\u0930\u094b\u091c"), len(fold("\u0915\u093e\u092e"))
    (True, 3)
    """
    if text.isascii():
        return text.lower()
    return _translated(text)


@lru_cache(4)
def _translated(text: str) -> str:  # several ask for the same text
    return text.translate(_FOLDED)
