"""What a text detector remembers of an account that it accuses, and tells a reviewer of it."""

from __future__ import annotations

from typing import ClassVar

from msgspec import field

from detectors import text_told
from detectors.base import Detector, Finding, State
from detectors.tally import Tally
from detectors.text_hashes import PARTS
from schemas.event import Event
from schemas.values import Severity

SHOWN_MOST = 32  # accused texts of one account that a verdict on its alert teaches


class TextState(State, array_like=True):
    """Adds the account's latest accused texts, by content id, with their times."""

    shown: dict[str, float] = field(default_factory=dict)

    def show(self, event: Event) -> None:
        """Note a text that is accused; the latest are kept."""
        name = event.content_id or event.id
        shown = self.shown | {name: max(event.time, self.shown.get(name, event.time))}
        self.shown = dict(sorted(shown.items(), key=lambda item: (item[1], item[0]))[-SHOWN_MOST:])


class TextReport(Detector[TextState]):
    """Base of `TextDetector`: turns its runs into findings."""

    what: ClassVar[str]  # what the sentence calls a violation
    action: ClassVar[str]
    least_verdicts: int

    def explain(self, run: Tally, state: TextState, key: str) -> Finding:
        """Say how sure the model is, what it learned from, and what kinds of features speak for it."""
        extra = run.extra or {}
        plain = extra.get("plain", 0.0) == run.n  # then verdicts say nothing of such texts yet, however many they are
        taught = run.peak * min(run.usual, 1 - run.usual) >= self.least_verdicts - 0.5 and not plain
        parts = {name: extra.get(name, 0.0) / 1000 / run.n for name in PARTS}
        accounts = sorted(run.accounts or {}, key=lambda name: ((run.accounts or {})[name], name))
        evidence: dict[str, float | int | str] = {
            **({"probability": round(text_told.sure(run.surprise), 6)} if taught else {}),
            **({"violations_of_unnamed_policy": run.detail[0]} if run.detail else {}),
            "verdicts_learned": run.peak, "base_rate": round(run.usual, 4), "surprise_log10": round(run.surprise, 3),
            "events": run.n, "with_links": extra.get("with_links", 0.0),
            **{f"log_odds_{name}": round(value, 3) for name, value in parts.items()},
        }  # fmt: skip
        strong = run.n > 1 or (taught and run.surprise >= 2 * self.hot_from)
        severity: Severity = "medium" if strong else "low"
        most = "signs" if plain else max(parts, key=lambda name: (parts[name], name))
        reason = text_told.reason(run, self.what, most, taught=taught)
        return Finding(severity, evidence, reason, self.action, accounts, len(accounts))
