"""Spam by its text, as reviewers have taught it."""

from __future__ import annotations

from collections.abc import Mapping

from detectors import text_seeds
from detectors.text_verdicts import TextDetector
from schemas.event import Event


class SpamText(TextDetector):
    """The probability that a post, message, comment or review is spam, by its words, links, shape, origin and author.

    Fires once verdicts have taught it what is spam here; stays quiet on everything before, on what reads like texts
    judged benign, and on authors whose texts were (mailing lists). Fails on spam that reads as ordinary talk does.
    """

    name = "spam_text"
    version = 4
    area = "spam"
    what = "spam"
    action = "Read the texts; if they are spam, remove them and slow the account down."

    def seeds(self) -> Mapping[int, tuple[float, float]]:
        """Return the old trades of spam."""
        return text_seeds.spam()

    def wants(self, event: Event) -> bool:
        """Leave prompts to `PromptAttack`: they are addressed to a model."""
        return event.kind != "prompt"
