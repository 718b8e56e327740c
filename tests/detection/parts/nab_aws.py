"""The metered series of the Numenta Anomaly Benchmark's AWS folder, all in one stream in order of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detectors.catalogue import BY_NAME
from schemas.event import Event
from tests.detection.nab import Series, judge, load
from tests.detection.outside import Replayed, replay, write
from tests.detection.row import Row, Task, need
from tests.support.wire import to_bytes

AREA = "api_abuse"


def measure(task: Task) -> Iterator[Row]:
    """Give each step its highest score of the area; the benchmark's rule finds the threshold."""
    corpus = load(need(task.data / "nab-aws"))
    events = sorted((event for series in corpus for event in _events(series)), key=lambda event: (event.time, event.id))
    done = replay(write(map(to_bytes, events), task.work), task.work)
    result = judge(corpus, _scores(corpus, done.best(AREA)))
    found = sum(one[0] for one in result.files.values())
    windows, outside = sum(one[1] for one in result.files.values()), sum(one[2] for one in result.files.values())
    said = f"{found} of {windows} windows, {outside} detections outside, threshold {result.threshold:.4f}"
    yield Row(stream="nab-aws", figure="NAB score, standard profile", value=result.score, least=60.0, note=said)
    for name, scores in sorted(_by_detector(done).items()):
        alone = judge(corpus, _scores(corpus, scores))
        yield Row(stream="nab-aws", figure=f"{name} alone", value=alone.score)
    live = [alert for alert in done.first().values() if alert.policy == AREA]
    days = sum((series.times[-1] - series.times[0]) / 86_400 for series in corpus)
    yield Row(stream="nab-aws", figure=f"live alerts of {AREA} a series and month", value=30 * len(live) / days)


def _events(series: Series) -> Iterator[Event]:
    for number, (time, value) in enumerate(zip(series.times, series.values, strict=True)):
        yield Event("account.usage", f"{series.name}#{number}", series.name, time, "/nab", units=value)


def _scores(corpus: Sequence[Series], best: dict[str, float]) -> dict[str, Sequence[float]]:
    return {s.name: [best.get(f"{s.name}#{number}", 0.0) for number in range(len(s.times))] for s in corpus}


def _by_detector(done: Replayed) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for line in done.signals():
        if BY_NAME[line.detector].area == AREA:
            mine = found.setdefault(line.detector, {})
            mine[line.event_id] = max(line.score, mine.get(line.event_id, 0.0))
    return found
