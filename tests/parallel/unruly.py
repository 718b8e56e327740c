"""Lines as they may come: late, twice, from clocks that are wrong, after weeks of silence, with verdicts, or broken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from pipeline.simulate.settings import SimulationSettings
from pipeline.simulate.simulation import Simulation

BROKEN = (b"{}", b"", b"not json", b'{"type": "account.login"}', b"   ", b'{"subject": 7, "type": "account.login"}',
          b'{"specversion": "1.0", "id": "x", "source": "/t", "type": "account.renamed", "subject": "u", "data": {}}',
          b"\xff\xfe", b"[" * 4000)  # fmt: skip


@cache
def simulated(days: float, accounts: int) -> tuple[bytes, ...]:
    return tuple(event.value for event in Simulation(SimulationSettings(days=days, accounts=accounts, seed=3)))


def unruly(seed: int, days: float = 0.4, accounts: int = 300) -> list[bytes]:
    """Return the simulation's events, two thirds of them 20 days later, and everything that can go wrong."""
    random = Random(seed)
    lines = list(_rewritten(random, [json.loads(line) for line in simulated(days, accounts)]))
    arrivals = [(number + random.uniform(0, 40) * (random.random() < 0.2), line) for number, line in enumerate(lines)]
    for number, line in enumerate(lines):
        if random.random() < 0.03:  # again: at once, a little later, or so much later that the id may be forgotten
            arrivals.append(
                (number + random.choice([0.5, random.uniform(0, 200), random.uniform(0, len(lines))]), line)
            )
        if random.random() < 0.01:
            arrivals.append((number + 0.1, random.choice(BROKEN)))
    return [line for _, line in sorted(arrivals)]


def _rewritten(random: Random, events: list[dict[str, Any]]) -> Iterator[bytes]:
    contents: list[tuple[str, str]] = []
    for number, event in enumerate(events):
        at = datetime.fromisoformat(event["time"])
        at += timedelta(days=20 if number > len(events) / 3 else 0)
        if random.random() < 0.002:
            at += timedelta(days=random.choice([-400, -2, 2, 400]))  # a wrong clock
        event["time"] = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        event["source"] += f"/{random.randrange(3)}"
        yield json.dumps(event).encode()
        if "content_id" in event["data"]:
            contents.append((event["subject"], event["data"]["content_id"]))
        if contents and random.random() < 0.02:
            yield json.dumps(_verdict(random, at, *random.choice(contents[-200:]))).encode()


def _verdict(random: Random, at: datetime, subject: str, content: str) -> dict[str, Any]:
    about = {"content_id": content} if random.random() < 0.7 else {"alert_id": "spam_text-" + "0" * 24}
    return {"specversion": "1.0", "id": f"d{random.randrange(10**9)}", "source": "/review", "type": "review.decided",
            "subject": subject, "time": (at + timedelta(hours=1)).astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "data": {"verdict": random.choice(["violation", "benign", "unsure"]), **about}}  # fmt: skip
