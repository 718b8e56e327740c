"""Cases in lanes beside each other, each lane with brokers of its own: most of a case is waiting."""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console

from pipeline.broker import LocalBroker, LocalCluster
from tests.chaos.catalogue import Case
from tests.chaos.places import Places
from tests.chaos.report import Line
from tests.chaos.scene import Scene
from tests.chaos.traffic import Traffic, traffic
from tests.chaos.verdict import Verdict


class Lanes:
    """Carries out cases, each once, in `folder`; the lines come back in the order of the cases."""

    def __init__(self, folder: Path, seed: int, console: Console) -> None:
        self._folder, self._seed, self._console = folder, seed, console
        self._events = traffic(seed)
        console.print(f"seed {seed}: {len(self._events.messages):,} events, {len(self._events.expected)} alerts")

    def run(self, cases: Sequence[Case], lanes: int) -> list[Line]:
        """Run the cases; the first lane begins at the front, the others at the back, where the clusters are."""
        waiting = deque(cases)
        take = [waiting.popleft, *[waiting.pop] * (lanes - 1)]
        with ThreadPoolExecutor(lanes) as pool:
            found = list(pool.map(lambda lane: self._lane(lane, waiting, take[lane]), range(lanes)))
        lines = {line.case: line for lane in found for line in lane}
        return [lines[case.name] for case in cases]

    def _lane(self, lane: int, waiting: deque[Case], take: Callable[[], Case]) -> list[Line]:
        lines: list[Line] = []
        with Places(self._folder / f"brokers-{lane}") as places:
            while waiting:
                try:
                    case = take()
                except IndexError:  # another lane was quicker
                    break
                lines.append(self._one(case, places.broker(case.brokers)))
        return lines

    def _one(self, case: Case, broker: LocalBroker | LocalCluster) -> Line:
        line = _run(case, broker, self._folder / case.name, self._events, self._seed)
        word = "ok" if line.verdict.passed else "FAILED"
        said = f"{case.name}: {case.title}\n  {word} after {line.seconds:.0f} s: {line.done}"
        self._console.print(said, markup=False, highlight=False)
        return line


def _run(case: Case, broker: LocalBroker | LocalCluster, folder: Path, events: Traffic, seed: int) -> Line:
    folder.mkdir()
    began = time.monotonic()
    scene = Scene(broker, case.name, folder, events, seed)
    done = ""
    try:
        done = case.disturb(scene)
        verdict = scene.settle()
    except Exception as failed:  # one case's failure is a line of the report; the others go on
        traceback.print_exc()
        verdict = Verdict(len(events.expected), 0, 0, 0, 0, 0, [f"could not be carried out: {failed!r}"])
    finally:
        scene.close()
    return Line(case.name, done, verdict, time.monotonic() - began)
