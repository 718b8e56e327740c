"""Prompts that try to break a model's rules."""

from __future__ import annotations

from collections.abc import Mapping

from detectors import text_seeds
from detectors.text_hashes import SIGNS
from detectors.text_verdicts import TextDetector
from schemas.event import Belief, Event

PLAIN_SIGNS = 4.0  # log-odds of the signs alone: one strong sign cannot reach it, two do


class PromptAttack(TextDetector):
    """The probability that a prompt attacks: by `detectors.prompt_signs`, and by what verdicts have taught.

    Fires without any verdict on prompts with two strong signs (rules to be ignored and secrets to be told, an unbound
    persona, forged system messages, ...), and says that it is provisional; stays quiet on prompts that mention one of
    them, on who quotes an attack to talk about it (a test for a filter, a lesson), and on ordinary work. Fails on
    attacks that are worded as ordinary requests, or wrapped up as talk, until verdicts have named their like.
    """

    name = "prompt_attack"
    version = 3
    area = "prompt_attack"
    what = "an attack on a model's rules"
    action = "Read the prompts and the answers; if the model gave way, stop the account and report the wording."

    def seeds(self) -> Mapping[int, tuple[float, float]]:
        """Return the signs of attack, and words around them."""
        return text_seeds.prompt_attack()

    def wants(self, event: Event) -> bool:
        """Judge what is addressed to a model."""
        return event.kind == "prompt"

    def convinced(self, belief: Belief) -> bool:
        """Accuse on plain signs without a teacher."""
        return len(belief.parts) > SIGNS and belief.parts[SIGNS] >= PLAIN_SIGNS
