"""Score the login detectors on the public log: `python -m tests.detection.logins [DETECTOR ...]`."""

from __future__ import annotations

import sys

from detectors.catalogue import CATALOGUE
from tests.detection.login_log import LoginLog, folder, read, spread
from tests.detection.login_scores import measure


def show(title: str, log: LoginLog, names: list[str]) -> None:
    """Print one row of figures and what was missed or wrong."""
    s = measure(log, names)
    print(f"{title}: {s.found}/{s.attacks} found, {len(s.false)} false in {s.days:.0f} days, median {s.delay_s:.1f} s, "
          f"AP {s.average_precision:.4f}, ROC {s.roc_area:.4f}, alerts {s.alerts}, missed {s.missed}")  # fmt: skip
    for alert in s.false:
        print("   false:", alert.emitted_at, alert.entity.type, alert.entity.id, alert.reason)


def main() -> None:
    """Score the log as it is, and with every attempt of an attack from a new address."""
    names = sys.argv[1:] or [d.name for d in CATALOGUE if d.area == "account_security"]
    log = read(folder() / "2018-11_events.jsonl")
    show("as it is", log, names)
    show("a new address per attempt", spread(log), names)


if __name__ == "__main__":
    main()
