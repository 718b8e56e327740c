"""What a prompt must hold for a sign of attack to be in it, so that the costly search runs on few prompts only.

Pieces are looked for in single words, which a table remembers: signs are the bits of a number, by their place in
`PIECES`; above them those whose pieces the word holds turned (rot13), then those that it holds backwards.

For each of `detectors.prompt_patterns`: pieces of text, in lower case, one of which stands in whatever shows the sign.
Most are the rarer half of a wording. A test makes strings of every sign's pattern and finds a piece in each.
"""

from __future__ import annotations

from codecs import encode

from detectors import prompt_german as german
from detectors import prompt_pressed, prompt_unbound, prompt_whatever
from detectors import prompt_slavic as slavic
from detectors.word_table import TABLE_CHARS, WordTable

_RULES = (
    f"{german.RULES_HELD} {slavic.RULES_HELD} "
    "instru rule guideline prompt polic direct restriction safeguard guardrail filter training programming constraint "
    "limitation orders everything anweisung regel richtlinien vorgaben consigne regle reglas istruzioni regole guida "
    "regras criteri kriterien critere"
)
_FREE = (
    f"{german.LIMITS_HELD} {slavic.LIMITS_HELD} "
    "restri limit filt censor guideline ethic moral safe guardrail rule polic boundar einschrank regel richtlinien "
    "regole jailbroken unshackled unbound unfilt unflit unrestrain uninhibit"
)
PIECES = {
    "override": _RULES,
    "told": "ignor disregard forget vergiss vergess missacht",
    "reveal": f"{german.HIDDEN_HELD} {slavic.HIDDEN_HELD} "
    "instru message rule config guideline above systemanweisung sisteme sistema systeme credential "
    "admin root private secret internal restricted api",
    "persona": f"{_FREE} evil black dan anything opposite bound alles bose",
    "named": "anything mode modus jail dan",
    "free": _FREE,
    "obey": f"{slavic.OBEY_HELD} refus declin say_no apolog disclaim warn moraliz break question tell your must "
    "weiger ablehn moralisier entschuldig warne musst antwort",
    "markup": "< inst] [system [admin system assistant developer # _of_",
    "authority": "overrid update notice command instru authori directive alert rules developer admin creator owner "
    "anweisung instruktion direktive entwickler schopfer betreiber",
    "carry": "customer database credential password secret token key conversation history record file inbox contact "
    "kundendat datenbank passwor zugangsdaten schlussel token verlauf",
    "harm": "bomb explosive meth malware ransomware keylogger phishing virus poison weapon hack steal counterfeit "
    "launder napalm exploit nerve pick hotwire",
    "fiction": "hypothetical fiction grandm movie thought world purposes stay",
    **prompt_unbound.HELD,
    **prompt_whatever.HELD,
    **prompt_pressed.HELD,
    "decode": "base64 rot13 decode decrypt unscramble reverse backwards",
}
NEEDED = {sign: tuple(piece.replace("_", " ") for piece in pieces.split()) for sign, pieces in PIECES.items()}


def backwards(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pieces as they stand in a text that is written backwards."""
    return tuple(piece[::-1] for piece in pieces)


def turned(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pieces as they stand in a text that is written in rot13.

    >>> turned(("rule",))
    ('ehyr',)
    """
    return tuple(encode(piece, "rot13") for piece in pieces)


SIGNS_MANY = len(NEEDED)
_PLACES: dict[str, int] = {}  # piece -> the bits of the signs that it speaks for
for _place, _needed in enumerate(NEEDED.values()):
    for _shift, _pieces in enumerate((_needed, turned(_needed), backwards(_needed))):
        for _piece in _pieces:
            _PLACES[_piece] = _PLACES.get(_piece, 0) | 1 << _place + _shift * SIGNS_MANY
_WORDY = {piece: places for piece, places in _PLACES.items() if piece.isalnum()}
_OTHERS = tuple((piece, places) for piece, places in _PLACES.items() if not piece.isalnum())
_LENGTHS = range(min(map(len, _WORDY)), max(map(len, _WORDY)) + 1)


class _Held(WordTable[int]):
    """The signs for which a word holds a piece."""

    def find(self, word: str) -> int:
        if len(word) > TABLE_CHARS:  # too many parts
            parts = [piece for piece in _WORDY if piece in word]
        else:
            parts = [word[at : at + size] for size in _LENGTHS for at in range(len(word) - size + 1)]
        found = 0
        for part in parts:
            found |= _WORDY.get(part, 0)
        return found


_held = _Held().__getitem__


def held(folded: str, words: list[str]) -> int:
    """Return the signs for which a folded text, or one of its words, holds a piece. Cost: 2 microseconds for a line."""
    found = 0
    for signs in set(map(_held, words)):
        found |= signs
    for piece, signs in _OTHERS:
        if piece in folded:
            found |= signs
    return found
