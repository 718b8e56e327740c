"""What is held of a text before any reviewer has spoken: weak, general, and outweighed by a few dozen verdicts.

Each feature is believed to have been seen `WEIGHT` times, mostly in violations or mostly in what is benign, where both
are equally many.
"""

from __future__ import annotations

from collections.abc import Iterable

from detectors.prompt_signs import MIDDLING, STRONG, WEAK
from detectors.text_hashes import hashed, pair
from detectors.text_words import feature_of

WEIGHT = 2.0  # verdicts that a seed is worth
LEAN = 0.8125  # share of them that say what the seed says

# 2026-11: the trades of spam that filters' manuals and word lists have named for twenty years; none is proof.
_SPAM = """
free win winner winners won prize prizes claim claimed cash bonus urgent guaranteed guarantee congratulations
offer offers discount cheap cheapest buy order money earn income profit profits investment invest crypto bitcoin casino
loan loans credit debt mortgage insurance viagra cialis pills pharmacy weight sexy adult dating singles xxx
click subscribe unsubscribe followers giveaway promo promotion limited exclusive risk obligation removed remove
mailing opportunity million millions dollars whatsapp telegram channel txt ringtone award awarded selected $ $$ $$$
!! !!! !!!! % 100% \u00a3 \u20ac
""".split()
_SPAM_PAIRS = """
click here|check out|act now|call now|text to|reply stop|opt out|make money|work home|sign up|no obligation|
risk free|free trial|money back|limited time|order now|visit our|my channel|subscribe to|for free|this email|
""".replace("\n", "").split("|")
_SPAM_SHAPES = [
    "capitals 5", "capitals 6", "capitals 7", "capitals 8", "capitals 9", "links 2", "links 3", "links 4", "shouts 2",
    "shouts 3", "shouts 4", "money 2", "money 3", "html True", "t:font", "t:img", "t:center", "host is an address",
    "tld:biz", "tld:info", "tld:top", "tld:xyz", "tld:click", "tld:ru", "C:free", "C:now", "C:you", "new account",
    "numbers 1", "numbers 2", "w:#11",
]  # fmt: skip
_BENIGN = """
i i'm i'll i've wrote thanks thank think maybe yes yeah but because however said really lol haha though guess hi
patch bug error compile version file list question
""".split()
_BENIGN_SHAPES = ["quotes True", "shouts 0", "money 0", "links 0", "html False"]


def spam() -> dict[int, tuple[float, float]]:
    """Return (violations, benign) believed to have been seen with each feature, for spam."""
    pairs = (words.split() for words in _SPAM_PAIRS if words)
    return _seeds([*map(hashed, [*_words(_SPAM), *_SPAM_SHAPES]),
                   *(pair(feature_of(one), feature_of(other)) for one, other in pairs)],
                  map(hashed, [*_words(_BENIGN), *_BENIGN_SHAPES]))  # fmt: skip


# 2026-11: violations and benign prompts a sign is worth: two strong ones together are surer than one in a hundred.
_SIGNS = {STRONG: (12.0, 0.1875), MIDDLING: (4.0, 0.5), WEAK: (2.0, 0.5)}
_ATTACK = """
ignore instructions instruction prompt system rules restrictions unrestricted uncensored jailbreak dan persona character
roleplay pretend bypass override guidelines policy policies filter filters ethical moral illegal unethical confidential
reveal obey comply refuse secret hidden evil hacker developer mode
""".split()
_ORDINARY = """
please thanks thank translate summarize summarise recipe essay email function python code explain homework table list
weather difference between best ideas fix error
""".split()


def prompt_attack() -> dict[int, tuple[float, float]]:
    """Return the same for attacks in prompts."""
    signs = {hashed(f"sign:{name}"): seen for names, seen in _SIGNS.items() for name in names}
    return _seeds(map(hashed, _words(_ATTACK)), map(hashed, _words(_ORDINARY))) | signs


def _words(words: list[str]) -> list[str]:
    return [f"w:{word}" for word in words]


def _seeds(bad: Iterable[int], good: Iterable[int]) -> dict[int, tuple[float, float]]:
    most, least = WEIGHT * LEAN, WEIGHT * (1 - LEAN)
    return dict.fromkeys(bad, (most, least)) | dict.fromkeys(good, (least, most))
