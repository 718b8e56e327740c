"""Contacts as they are hidden from who looks for names and numbers: a messenger's look-alike, digits in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_ALIKE = {"a": "a4@", "e": "e3", "i": "i1!|l", "l": "l1|i", "o": "o0", "s": "s5$", "t": "t7+", "g": "g9"}
_MESSENGERS = ("telegram", "whatsapp", "instagram", "insta", "snapchat", "snap", "discord", "wechat", "skype", "viber",
               "signal", "messenger", "facebook", "hangouts")  # fmt: skip


def _like(word: str) -> str:
    return "".join([f"[{re.escape(_ALIKE[letter])}]" if letter in _ALIKE else letter for letter in word])


# With a sign in it that is no letter: "sn@p", "d1sc0rd", "te1egram".
_DISGUISED = rf"(?<![\w@$])(?=[a-z]{{0,9}}[\d@$!|+])(?:{'|'.join(map(_like, _MESSENGERS))})(?![a-z\d])"
_LOOK_ALIKE = re.compile(_DISGUISED)
# Seldom and soon found, and in all that is sought: a sign before a letter, a digit beside a word for one.
ALIKE = re.compile(r"[\d@$!|+][a-z]")
# Behind such a one a name may be spaced: "sn@p: mia rose 09".
_SPACED_NAME = re.compile(
    rf"{_DISGUISED}(?: is| id| me)?[ :=\-]{{1,3}}@? ?((?:[a-z]{{2,12}} ){{1,3}}\d{{1,4}})(?![\w.])"
)
_DIGITS = {word: digit for digit, words in enumerate([
    "zero null cero", "one eins uno", "two zwei dos deux", "three drei tres trois", "four vier cuatro quatre",
    "five fünf funf cinco cinq", "six sechs seis", "seven sieben siete sept", "eight acht ocho huit",
    "nine neun nueve neuf",
]) for word in words.split()}  # fmt: skip
_WORD = "|".join(sorted(_DIGITS, key=len, reverse=True))
# At least seven digits in one go, some of them in words: "715-two-two-08".
SPELLED_LEAST, WORDS_LEAST = 7, 2
_SPELLED = re.compile(
    rf"(?<![^\W_])(?=[\d .\-/()]{{0,16}}(?:{_WORD}))(?:(?:\d|{_WORD})[ .\-/()]{{0,2}}){{{SPELLED_LEAST},16}}(?![^\W_])"
)
_BEHIND = "|".join([
    rf"(?<=(?:{'|'.join([word for word in _DIGITS if len(word) == length])}){parted}\d)"
    for length in sorted(set(map(len, _DIGITS))) for parted in ("", r"[ .\-/()]")
])  # fmt: skip
BESIDE = re.compile(rf"\d(?:[ .\-/()]{{0,2}}(?:{_WORD})|{_BEHIND})")
_SAID = re.compile(_WORD)


def unmasked(plain: str) -> str:
    """Return a text with messengers' names in place of what looks like them.

    >>> unmasked("add me on sn@p or d1sc0rd, not on insta")
    'add me on snap or discord, not on insta'
    """
    return _LOOK_ALIKE.sub(_named, plain)


def spaced_names(plain: str) -> Iterator[str]:
    """Yield names of several words behind a messenger's look-alike, without the spaces.

    >>> list(spaced_names("sn@p: mia rose 09")), list(spaced_names("snap: mia rose 09"))
    (['miarose09'], [])
    """
    for match in _SPACED_NAME.finditer(plain):
        yield match[1].replace(" ", "")


def spelled(plain: str) -> Iterator[str]:
    """Yield the digits of numbers of which some are written as words.

    >>> list(spelled("text 715-two-two-08 or sevenone5 2208, 7 1 5 two two 0 eight"))
    ['7152208', '7152208', '7152208']
    >>> list(spelled("one 2000000, level 10 000 000, two or three 10000, 20.10.2026"))
    []
    """
    for match in _SPELLED.finditer(plain):
        if len(_SAID.findall(match[0])) >= WORDS_LEAST:
            yield re.sub(r"\D", "", _SAID.sub(_digit, match[0]))


def _digit(match: re.Match[str]) -> str:
    return str(_DIGITS[match[0]])


def _named(match: re.Match[str]) -> str:
    return _messenger(match[0])


@lru_cache(maxsize=256)
def _messenger(told: str) -> str:
    """Return the messenger's name that a word looks like."""
    return next(name for name in _MESSENGERS if re.fullmatch(_like(name), told))
