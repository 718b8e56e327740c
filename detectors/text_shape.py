"""The outer marks of a text, in steps: its size, its capitals, digits and signs, and the tags in it."""

from __future__ import annotations

import re
from string import ascii_lowercase, ascii_uppercase, digits, whitespace

from detectors.text_hashes import PARTS, marked

MOST_TAGS = 16
_SHAPE = PARTS.index("shape")
_UPPER, _DIGIT, _SPACE, _OTHER, _SHOUT, _MONEY = b"U", b"0", b" ", b"*", b"!", b"$"
_KINDS = bytes(
    next((sort[0] for sort, of in ((_UPPER, ascii_uppercase), (b"l", ascii_lowercase), (_DIGIT, digits),
                                   (_SPACE, whitespace), (_SHOUT, "!"), (_MONEY, "$")) if chr(code) in of), _OTHER[0])
    for code in range(256)
)  # fmt: skip
_NUMBER = re.compile(r"\d{5,}")


def _steps(name: str, most: int) -> list[int]:
    return [marked(_SHAPE, f"{name} {step}") for step in range(most + 1)]


_SIZES, _CAPITALS, _DIGITS, _SIGNS = _steps("size", 24), _steps("capitals", 9), _steps("digits", 9), _steps("signs", 9)
_LINKS, _SHOUTS, _MONIES, _NUMBERS = _steps("links", 6), _steps("shouts", 5), _steps("money", 3), _steps("numbers", 3)
_FOREIGN = _steps("foreign", 10)
_HTML, _QUOTES = ([marked(_SHAPE, f"{name} {told}") for told in (False, True)] for name in ("html", "quotes"))


def shape(text: str, links: int, tags: list[str]) -> tuple[list[int], bool]:
    """Return the features of a text's outer marks, and whether it may have words in capitals.

    `links`: how many there are; `tags`: the names of the tags in it. Cost: about 4 microseconds for a line.
    """
    kinds = (text.encode() if text.isascii() else text.encode("ascii", "ignore")).translate(_KINDS)
    foreign, size = len(text) - len(kinds), len(text) or 1
    upper, numerals, shouts, monies = map(kinds.count, (_UPPER, _DIGIT, _SHOUT, _MONEY))
    signs = kinds.count(_OTHER) + shouts + monies
    letters = foreign + len(kinds) - numerals - signs - kinds.count(_SPACE) or 1
    if foreign:
        monies += text.count("\u20ac") + text.count("\u00a3")
    found = [
        _SIZES[min(24, size.bit_length())], _CAPITALS[min(9, 20 * upper // letters)],
        _DIGITS[min(9, 20 * numerals // size)], _SIGNS[min(9, 20 * signs // size)],
        _LINKS[min(6, links.bit_length())], _SHOUTS[min(5, shouts.bit_length())], _MONIES[min(3, monies)],
        _NUMBERS[min(3, len(_NUMBER.findall(text))) if numerals > 4 or foreign > 4 else 0],
        _FOREIGN[1 + 9 * foreign // size if foreign else 0], _HTML[len(tags) > 3],
        _QUOTES[text.startswith(">") or "\n>" in text],
    ]  # fmt: skip
    if tags:
        found += [marked(_SHAPE, f"t:{tag}") for tag in list(dict.fromkeys(tags))[:MOST_TAGS]]
    return found, upper > 2 or foreign > 2
