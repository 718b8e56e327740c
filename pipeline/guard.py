"""Detectors are plug-ins: one that fails is counted, set aside after repeated failures, and the others go on."""

from __future__ import annotations

import logging
from pathlib import Path
from traceback import walk_tb

from pipeline.metrics_spec import Metrics

_log = logging.getLogger(__name__)
DEPTH = 4  # calls told of: from the helper that raised to the detector that asked it


class Quarantine:
    """Counts failures in a row by detector, over all partitions; `after` of them set it aside until a restart."""

    def __init__(self, after: int, metrics: Metrics) -> None:
        self._after, self._metrics = after, metrics
        self.failing: dict[str, int] = {}  # detectors whose latest run failed: how many in a row
        self.out: set[str] = set()
        self.ever: set[str] = set()  # detectors that have failed at all

    def failed(self, detector: str, error: Exception) -> None:
        """Count one failure. The error's type and its lines are logged; its text could hold what an event says."""
        self.ever.add(detector)
        count = self.failing[detector] = self.failing.get(detector, 0) + 1
        self._metrics.count("abusewatch_detector_errors_total", detector=detector)
        place = _place(error)
        _log.error("detector %s failed: %s at %s (%d in a row)", detector, type(error).__name__, place, count)
        if count >= self._after and detector not in self.out:
            self.out.add(detector)
            self._metrics.gauge("abusewatch_detector_quarantined", 1, detector=detector)
            _log.error("detector %s is quarantined until the worker is restarted", detector)

    def worked(self, detector: str) -> None:
        """Forget earlier failures of a detector that has worked again."""
        self.failing.pop(detector, None)


def _place(error: Exception) -> str:
    """Return where it was raised and what called that, innermost first: files, lines and names of functions only.

    A file is named with its folder, not where that lies on this machine.
    """
    frames = [(Path(frame.f_code.co_filename), line, frame.f_code.co_name)
              for frame, line in walk_tb(error.__traceback__)]  # fmt: skip
    said = [f"{'/'.join(path.parts[-2:])}:{line} in {name}" for path, line, name in reversed(frames[-DEPTH:])]
    return ", called at ".join(said) or "an unknown place"
