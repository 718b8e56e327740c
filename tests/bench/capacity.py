"""The capacity model: workers, partitions, memory, broker bytes and reviewer hours for a rate of events.

    cores      = rate * c / u            c: processor seconds an event, the whole worker; u: how full a core may be
    workers    = cores                   one worker keeps one core busy; it leaves the rest to its clients' threads
    partitions = the more of 2 * workers (an even share) and accounts / keys_kept, up to a power of two, at least 4
    memory     = workers * (base + hot)             hot: keys_hot decoded states, whatever the accounts
    disk       = accounts * keys * entry            keys an account, bytes a stored entry; as much again on the broker
    broker     = rate * (in + observations + state + alerts), bytes a second before replication
    reviewers  = alerts a day * minutes / 60, at most the budget

Each term grows with the rate or with the accounts, never with their product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import ceil, log2

import msgspec

from pipeline.ingest.cloud_events import Message
from pipeline.routes import partition_of

RATES = (10_000, 650_000, 10_000_000)
FULL = 0.6  # of a core: what is left takes peaks, and the share of a worker that fails
HEADROOM = 2  # partitions a worker
KEPT, HOT, DECODED = 1_000_000, 50_000, 5_000  # engine.keys_kept, engine.keys_hot, bytes of a decoded state
ACCOUNTS = 1_000  # tracked for each event a second: 86 events an account and day
MINUTES = 5.0  # of a reviewer, an alert


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What the bench found. Bytes and counts are for one event unless they say otherwise."""

    core_seconds: float
    bytes_in: float
    bytes_inside: float  # packets on internal topics
    bytes_state: float  # changelogs
    bytes_out: float  # alerts
    alerts: float
    base_bytes: float  # of a worker
    account_bytes: float  # stored, of an account's entities


class Plan(msgspec.Struct, frozen=True):
    """What a rate needs. `broker` in bytes a second before replication; memory and disk over all workers."""

    rate: int
    workers: int
    partitions: int
    memory: float
    disk: float
    broker: float
    reviewer_hours: float


def plan(rate: int, accounts: float, measured: Measured, alerts_a_day: float | None = None) -> Plan:
    """Work out one rate. `accounts`: those tracked; `alerts_a_day`: the budget, where reviewers are fewer than alerts.

    >>> m = Measured(core_seconds=1e-4, bytes_in=400, bytes_inside=100, bytes_state=900, bytes_out=1, alerts=1e-4,
    ...              base_bytes=2e8, account_bytes=500)
    >>> p = plan(10_000, 1e6, m, alerts_a_day=120)
    >>> p.workers, p.partitions, round(p.broker / 1e6), p.reviewer_hours
    (2, 4, 14, 10.0)
    """
    workers = max(1, ceil(rate * measured.core_seconds / FULL))
    partitions = 2 ** ceil(log2(max(4, HEADROOM * workers, accounts / KEPT)))
    each = measured.bytes_in + measured.bytes_inside + measured.bytes_state + measured.bytes_out
    daily = min(rate * 86_400 * measured.alerts, float("inf") if alerts_a_day is None else alerts_a_day)
    memory = workers * (measured.base_bytes + HOT * DECODED)
    disk = accounts * measured.account_bytes
    return Plan(rate, workers, partitions, memory, disk, rate * each, daily * MINUTES / 60)


class Crowding(msgspec.Struct, frozen=True):
    """How evenly subjects share the load: the busiest worker's events over the mean, for so many workers."""

    workers: int
    partitions: int
    over_mean: float


def crowding(events: Sequence[Message], most: int = 64) -> list[Crowding]:
    """Hash the events' subjects onto partitions, and these onto workers in turn: what cannot be run is simulated."""
    found, workers = [], 2
    while workers <= most:
        partitions = HEADROOM * workers
        loads = Counter(partition_of(event.subject, partitions) % workers for event in events)
        found.append(Crowding(workers, partitions, max(loads.values()) * workers / len(events)))
        workers *= 2
    return found
