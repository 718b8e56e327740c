"""The month of mail: how the spam scores rank it, verdicts a day late, and what lists make the queue carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from schemas.alert import Alert
from tests.detection.login_scores import rank_quality
from tests.detection.mail_corpus import Mail, archive, lines, mails
from tests.detection.outside import Replayed, replay, write
from tests.detection.row import Row, Task

AREA = "spam"
LATE = timedelta(days=1)
DAYS = 31


def measure(task: Task) -> Iterator[Row]:
    """Rank every message by its highest score of the area (0 where no detector scored it)."""
    corpus = mails(archive())
    done = replay(write(lines(corpus, LATE), task.work), task.work)
    stream = f"mail, {len(corpus):,} messages, {sum(mail.spam for mail in corpus):,} spam"
    best = done.best(AREA)
    yield from _ranking(stream, corpus, best)
    yield from _queue(stream, corpus, done)


def _ranking(stream: str, corpus: Sequence[Mail], best: dict[str, float]) -> Iterator[Row]:
    ranked = sorted(((best.get(mail.id, 0.0), mail.spam) for mail in corpus), reverse=True)
    precision, roc = rank_quality(ranked)
    yield Row(stream=stream, figure="average precision, verdicts a day late", value=precision, least=0.97,
              note=f"ROC area {roc:.4f}")  # fmt: skip
    taught = [mail for mail in corpus if mail.time >= corpus[0].time + 7 * LATE]
    later, _ = rank_quality(sorted(((best.get(mail.id, 0.0), mail.spam) for mail in taught), reverse=True))
    yield Row(stream=stream, figure="the same from the second week on", value=later)


def _queue(stream: str, corpus: Sequence[Mail], done: Replayed) -> Iterator[Row]:
    """Count live alerts whose evidence is mostly honest mail, and those of them that came over lists."""
    by_id = {mail.id: mail for mail in corpus}
    live = list(done.first().values())
    honest = [alert for alert in live if _share(alert, by_id, "spam") < 0.5]
    lists = [alert for alert in honest if _share(alert, by_id, "on_list") >= 0.5]
    names = sorted({f"{alert.signals[0].detector} {alert.entity.type}" for alert in honest})
    yield Row(stream=stream, figure="live alerts about honest mail a day", value=len(honest) / DAYS, most=1.0,
              note=", ".join(names))  # fmt: skip
    yield Row(stream=stream, figure="of these about mailing lists", value=len(lists) / DAYS)
    yield Row(stream=stream, figure="live alerts about spam", value=len(live) - len(honest))


def _share(alert: Alert, by_id: dict[str, Mail], what: str) -> float:
    about = [by_id[name] for name in alert.evidence_event_ids if name in by_id]
    return sum(getattr(mail, what) for mail in about) / len(about) if about else 0.0
