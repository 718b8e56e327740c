"""What the rate detectors tell a reviewer: the streams concerned, the clearest first."""

from __future__ import annotations

from typing import NamedTuple

from detectors.rollup import STEP_S
from detectors.tally import Tally

NAMED_MOST = 5
INSTEAD = "instead "  # begins the name of a stream that may have taken the place of a silent one


class Line(NamedTuple):
    """A stream, what was counted in the accused buckets, and what is usual in them."""

    name: str
    seen: float
    usual: float


def lines(run: Tally) -> list[Line]:
    """Return the streams of a run, by how far they are off."""
    extra = run.extra or {}
    found = [
        Line(name[5:], seen, extra.get(f"usual {name[5:]}", 0.0))
        for name, seen in extra.items() if name.startswith("seen ")
    ]  # fmt: skip
    return sorted(found, key=lambda line: (-abs(line.seen - line.usual), line.name))


def numbers(run: Tally) -> dict[str, float | int | str]:
    """Return the checkable numbers of a run."""
    found: dict[str, float | int | str] = {
        "streams": len(lines(run)), "surprise_log10": round(run.surprise, 3), "buckets": run.n,
    }  # fmt: skip
    for line in lines(run)[:NAMED_MOST]:
        found[f"{line.name}: seen"] = round(line.seen, 1)
        found[f"{line.name}: usual"] = round(line.usual, 1)
    return found


def others(run: Tally) -> str:
    """Return the end of a sentence that names further streams."""
    rest = [line.name for line in lines(run)[1:NAMED_MOST]]
    return f"; also {', '.join(rest)}" if rest else ""


def instead(run: Tally) -> str:
    """Return a sentence on the stream that may have taken a silent one's place; "" where others are silent, too."""
    new = sorted([name.removeprefix(INSTEAD) for name in run.extra or () if name.startswith(INSTEAD)])
    if len(lines(run)) != 1 or not new:
        return ""
    return f" {new[0]} began a day before at most, and has had as many: people may have moved there."


def lasting(buckets: float) -> str:
    """Say how long so many buckets are.

    >>> lasting(1.0), lasting(4.0), lasting(21.0)
    ('15 min', '1 h', '5 h 15 min')
    """
    hours, minutes = divmod(int(buckets * STEP_S // 60), 60)
    return " ".join([f"{hours} h"] * (hours > 0) + [f"{minutes} min"] * (minutes > 0))
