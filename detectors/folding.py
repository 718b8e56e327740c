"""Letters that look alike, whatever alphabet, width, case or accent they come in, as one."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

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


def fold(text: str) -> str:
    r"""Fold case, width, accents, invisible characters and look-alike letters of other alphabets.

    >>> fold("Fr\u0435\u0435 M\u200bON\u00c9Y")
    'free money'
    """
    if text.isascii():
        return text.lower()
    return _translated(text)


@lru_cache(4)
def _translated(text: str) -> str:  # several ask for the same text
    return text.translate(_FOLDED)
