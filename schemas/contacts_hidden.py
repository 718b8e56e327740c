"""Contacts as they are hidden from who looks for names and numbers.

A messenger's look-alike, digits in words, a name that is "one word", a mail address with its signs in words.
"""

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
# "villa broker 7 (one word)": with a digit, since of words alone nobody knows where the name begins.
_ONE_WORD = re.compile(
    r"(?<![\w.@])((?:[a-z][a-z\d]{0,15} ){1,5}\d{1,4}),? ?[(\[{]?(?:it'?s |all |as )?(?:one|1|a single) word"
)
_LEAD = re.compile(rf".*(?<!\w)(?:{'|'.join(_MESSENGERS)}|gram|tele|tg|app|ig|line|kik|is|me|id|name|on|at|to) ")
# "ann-k (at) mail dot me"
_PARTED_DOT = r" ?[(\[{<] ?(?:dot|punkt|point|punto|\.) ?[)\]}>] ?| (?:dot|punkt|point|punto) |\."
_MAILBOX = re.compile(
    r"(?<![\w.@+\-])((?=[a-z.]*[\d_+\-]|[a-z]+\.[a-z])[a-z\d][\w.+\-]{2,40})( ?[(\[{<] ?(?:at|@) ?[)\]}>] ?| at )"
    rf"[a-z\d][a-z\d\-]{{1,30}}({_PARTED_DOT})[a-z]{{2,10}}(?!\w)"
)


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


def one_word(plain: str) -> Iterator[str]:
    """Yield names of several words of which it is said that they are one, without the spaces.

    >>> list(one_word("t.gram villa broker 7 (one word) or text me on snap anna k 7 all one word"))
    ['villabroker7', 'annak7']
    """
    for match in _ONE_WORD.finditer(plain):
        yield _LEAD.sub("", match[1]).replace(" ", "")


def mailboxes(plain: str) -> Iterator[str]:
    """Yield the first part of mail addresses whose signs are words: who has it there has it on a messenger.

    Of a name that is no word alone: people sign with "ann (at) mail (dot) com".

    >>> list(mailboxes("villa-broker-7 (at) proton dot me, anna_7 at mail dot me, ann.k [at] mail.me"))
    ['villa-broker-7', 'anna_7', 'ann.k']
    >>> list(mailboxes("look at google dot com, ann (at) mail (dot) com, ann_7 at mail.com, ann_7@mail.com"))
    []
    """
    for match in _MAILBOX.finditer(plain):
        if match[2] != " at " or match[3] != ".":
            yield match[1]


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
