"""What was decided on what is asked about, and why, in plain words: from what the witness has seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from pipeline.alert_record import entity_of, stamp
from pipeline.alert_view import is_joined
from pipeline.engine import Engine
from pipeline.plural import many
from pipeline.why.episode import Episode
from pipeline.why.question import Decided, Question, Sight
from pipeline.why.quiet import why_quiet
from pipeline.why.told import on_others, why_told
from pipeline.why.witness import Witness


class Answer(Struct, kw_only=True):
    """What one detector made of an event, or of an entity's highest, under one key.

    `alert_id`: the alert of its own, though nothing of it was sent; `row`: the one to review that it went into.
    `invited`: the event is the sign-up of an account that the one asked about invited. `explanation`: the
    detector's sentence in that alert. `lacks`: what it lacked to say more, where it knows that.
    """

    detector: str
    key: str
    mode: str
    score: float | None
    level: float
    warm: bool
    decided: Decided
    why: str
    alert_id: str | None = None
    row: str | None = None
    explanation: str | None = None
    lacks: str | None = None
    invited: bool = False
    event_id: str
    time: str


class Reply(Struct, kw_only=True):
    """All on one question. `rows`: alerts to review that an event went into, or that name an entity."""

    asked: str
    events: int
    duplicates: int
    types: dict[str, int]
    subject: str | None
    first: str | None
    last: str | None
    refused: list[str]
    answers: list[Answer]
    rows: list[str]


class Answers:
    """Answers from one replay."""

    def __init__(self, engine: Engine, witness: Witness) -> None:
        self._engine, self._witness = engine, witness
        self._by_name = {detector.name: detector for detector in engine.routes.all}

    def reply(self, question: Question) -> Reply:
        """Return all that there is to say."""
        found, times = question.events, sorted(event.time for event in question.events)
        subjects = {event.subject for event in found}
        answers = [one for (name, key), sights in question.sights.items() for one in self._of(name, key, sights)]
        answers.sort(key=_weight)
        return Reply(
            asked=question.name, events=question.taken, duplicates=question.duplicates, types=dict(question.kinds),
            subject=subjects.pop() if len(subjects) == 1 else None,
            first=stamp(times[0]) if times else None, last=stamp(times[-1]) if times else None,
            refused=question.refused, answers=answers, rows=self._rows(question, answers),
        )  # fmt: skip

    def _of(self, name: str, key: str, sights: Iterable[Sight]) -> Iterable[Answer]:
        """Yield one answer an episode that the sights belong to, and one on the highest that belongs to none."""
        episodes = self._witness.episodes.get((name, key), {}).values()
        highest: dict[str, tuple[Episode | None, Sight]] = {}
        lacked: tuple[float, str] = float("-inf"), ""
        for sight in sights:
            episode = next((one for one in episodes if one.first <= sight.time <= one.last and sight.counted), None)
            if sight.lacks and sight.time >= lacked[0]:
                lacked = sight.time, sight.lacks
            place = episode.alert_id if episode is not None else ""
            if place not in highest or sight.height > highest[place][1].height:
                highest[place] = episode, sight
        for episode, sight in highest.values():
            yield self._answer(sight, episode, lacked[1] if lacked[0] >= sight.time else "")

    def _answer(self, sight: Sight, episode: Episode | None, later: str) -> Answer:
        detector = self._by_name[sight.detector]
        entity = entity_of(detector, sight.key)
        mode = self._engine.controls.mode(sight.detector, f"{entity.type}:{entity.id}", sight.time)
        told = Answer(
            detector=sight.detector, key=sight.key, mode=mode or self._engine.modes.get(sight.detector, "shadow"),
            score=None if sight.score is None else round(sight.score, 9), level=round(detector.alert_at, 9),
            warm=sight.warm, invited=sight.invited, decided="failed", why="",
            event_id=sight.event_id, time=stamp(sight.time),
        )  # fmt: skip
        if episode is None:
            told.decided, told.why = why_quiet(sight, detector, later)
            told.lacks = (sight.counted and sight.lacks) or None
            return told
        alert = self._witness.newest.get(episode.alert_id)
        if on_others(sight, episode, alert):
            told.decided, told.why = (
                "not_accused",
                f"an alert of it was open then, on {many(len(episode.names), 'other')}",
            )
            return told
        told.alert_id, told.explanation = episode.alert_id, episode.reason or None
        told.row = None if alert is None else alert.campaign_id or alert.alert_id
        told.mode = told.mode if alert is None else alert.mode
        told.decided, told.why = why_told(sight, episode, alert, detector, self._witness)
        return told

    def _rows(self, question: Question, answers: Sequence[Answer]) -> list[str]:
        kind, _, bare = question.name.partition(":")
        heads = [one for one in self._witness.newest.values() if not is_joined(one)]
        if question.is_event:
            named = [one.alert_id for one in heads if question.name in one.evidence_event_ids]
            return list(dict.fromkeys([*(one.row for one in answers if one.row is not None), *named]))
        return [one.alert_id for one in heads if (one.entity.type, one.entity.id) == (kind, bare)
                or (kind == "account" and bare in one.accounts)]  # fmt: skip


def _weight(answer: Answer) -> tuple[bool, bool, bool, float, str, str]:
    """Put first what is an alert, then what counted the account as an inviter, then what comes near its level."""
    over = -1.0 if answer.score is None else answer.score / answer.level if answer.level else 1.0
    return answer.row is None, answer.alert_id is None, not answer.invited, -over, answer.detector, answer.key
