"""What a prompt must hold for a sign of attack to be in it, so that the costly search runs on few prompts only.

For each of `detectors.prompt_patterns`: pieces of text, in lower case, one of which stands in whatever shows the sign.
Most are the rarer half of a wording. A test makes strings of every sign's pattern and finds a piece in each.
"""

from __future__ import annotations

from codecs import encode

_RULES = (
    "instru rule guideline prompt polic direct restriction safeguard guardrail filter training programming constraint "
    "limitation orders everything anweisung regel richtlinien vorgaben consigne regle reglas istruzioni regole guida "
    "regras"
)
_FREE = (
    "restri limit filt censor guideline ethic moral safe guardrail rule polic boundar einschrank regel richtlinien "
    "regole jailbroken unshackled unbound"
)
PIECES = {
    "override": _RULES,
    "told": "ignore disregard forget",
    "reveal": "prompt instru message rule config guideline above systemanweisung sisteme sistema systeme credential "
    "admin root private secret internal restricted api",
    "persona": f"{_FREE} evil hacker dan anything opposite bound",
    "named": "anything mode jail dan",
    "free": _FREE,
    "obey": "refus declin say_no apolog disclaim warn moraliz break question tell your must",
    "markup": "< inst] [system [admin system assistant developer # _of_",
    "authority": "overrid update notice command instru authori directive alert rules developer admin creator owner",
    "carry": "customer database credential password secret token key conversation history record file inbox contact",
    "harm": "bomb explosive meth malware ransomware keylogger phishing virus poison weapon hack steal counterfeit "
    "launder napalm exploit nerve pick hotwire",
    "fiction": "hypothetical fiction grandm movie thought world purposes two stay",
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


def holds(text: str, pieces: tuple[str, ...]) -> bool:
    """Tell whether one of the pieces is in the text. Cost: 1 microsecond for a line and twenty pieces."""
    return any(map(text.__contains__, pieces))
