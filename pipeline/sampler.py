"""Audit samples: posts drawn at random and put before reviewers, so that what no detector says can be told. Pure.

Whether a post is drawn depends on nothing but its author, its id and the settings: live, in a replay and after a crash
the same ones are, whatever the partitions. There is no limit an hour, and no list of the snoozed or
allowed is asked: some posts would be drawn with another chance than is said. `share` is that chance, and the estimates
rest on it (Horvitz and Thompson 1952).
"""

from __future__ import annotations

from hashlib import blake2b

from msgspec import Struct

from pipeline.alert_id import SAMPLE, alert_id
from pipeline.alert_record import stamp
from pipeline.metrics_spec import Metrics
from pipeline.precision import estimate
from schemas.alert import Alert, AlertSignal, Entity
from schemas.event import Event
from schemas.values import Area

POSTED = "content.posted"
REASON = "Drawn at random, {}, to measure what is missed: judge it as if nobody had said anything."
ACTION = "judge it; nothing else is suggested"
PRIORITY_MOST = 0.001  # below any detector's: a low alert that takes 2 minutes has more until 250 of 250 were benign
_ALL = 1 << 64  # of what a draw may be
_HOUR_S = 3600.0
_PROMPTS = ("prompt", "upload")


class AuditSettings(Struct, frozen=True, kw_only=True):
    """`share` of posts that are drawn, in [0, 1); `kinds` of them, none for all; another `salt` draws others."""

    share: float = 0.0
    kinds: tuple[str, ...] = ()
    salt: str = ""


class Sampler:
    """Draws posts. Cost: 3 microseconds a post, 30 for one that is drawn."""

    def __init__(self, settings: AuditSettings, runbook_base: str, metrics: Metrics) -> None:
        self._settings, self._metrics = settings, metrics
        self._runbook = f"{runbook_base}#{SAMPLE}"
        self._key = _hash(b"", settings.salt)
        self._config = _hash(self._key, repr((settings.share, settings.kinds))).hex()[:12]
        self._below = int(settings.share * _ALL)

    def draws(self, event: Event) -> bool:
        """Tell whether a post is drawn; one that was refused is none."""
        kinds = self._settings.kinds
        return not (kinds and event.kind not in kinds) and event.reason is None and self._draw(event) < self._below

    def alert_id(self, event: Event) -> str:
        """Return the id of a post's sample: whatever the settings are, and for a post delivered again the same."""
        return alert_id(SAMPLE, f"content|{event.content_id}|{event.subject}|{event.id}", int(event.time // _HOUR_S))

    def of(self, event: Event) -> Alert | None:
        """Return what goes to reviewers of an event, None of most."""
        if event.type != POSTED or not self.draws(event):
            return None
        self._metrics.count("abusewatch_alerts_total", detector=SAMPLE, mode="audit", severity="low")
        return self._alert(event)

    def _alert(self, event: Event) -> Alert:
        at, share, drawn = stamp(event.time), self._settings.share, self._draw(event) / _ALL
        evidence: dict[str, float | int | str] = {"sampled_share": share, "drawn": round(drawn, 12)}
        if event.kind is not None:
            evidence["kind"] = event.kind
        signal = AlertSignal(detector=SAMPLE, version=1, score=0.0, precision=estimate(0, 0), evidence=evidence,
                             config=self._config)  # fmt: skip
        # By the draw, which says nothing of the post: however far reviewers get, what they have judged is drawn, too.
        priority = round(PRIORITY_MOST * (1 - drawn / share), 9)
        return Alert(
            alert_id=self.alert_id(event), version=1, mode="audit", status="closed",
            entity=Entity("content", event.content_id or event.id), accounts=[event.subject], accounts_total=1,
            policy=_area(event), severity="low", priority=priority, first_seen=at, last_seen=at, emitted_at=at,
            signals=[signal], reason=REASON.format(one_of(share)), evidence_event_ids=[event.id],
            suggested_action=ACTION, runbook=self._runbook, sampling_probability=share,
        )  # fmt: skip

    def _draw(self, event: Event) -> int:
        return int.from_bytes(_hash(self._key, f"{event.subject}|{event.id}")[:8], "big")


def _hash(key: bytes, text: str) -> bytes:
    return blake2b(text.encode(), digest_size=32, key=key).digest()


def _area(event: Event) -> Area:
    """Return whose reviewers judge such content: an alert must name a policy, and this one accuses of none."""
    return "prompt_attack" if event.kind in _PROMPTS else "spam"


def one_of(share: float) -> str:
    """Say of how many posts one is drawn.

    >>> one_of(0.001), one_of(0.3)
    ('one of 1,000 posts', 'one of 3.33 posts')
    """
    return f"one of {f'{1 / share:.3g}' if share > 0.1 else f'{1 / share:,.0f}'} posts"
