"""Every case by name: the longest first, those on three brokers last (`tests.chaos.lanes`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from tests.chaos.cases.brokers import one_of_three, outage, slow
from tests.chaos.cases.calm import calm
from tests.chaos.cases.kills import kills
from tests.chaos.cases.pressure import blocked, burst, refused
from tests.chaos.cases.rebalances import rebalances
from tests.chaos.cases.workers import clock, lost_disk, lull, sleeper, twice
from tests.chaos.scene import Scene


class Case(NamedTuple):
    """One kind of fault. `disturb` returns in words what it did how often."""

    name: str
    title: str
    disturb: Callable[[Scene], str]
    brokers: Literal[1, 3] = 1


CASES: tuple[Case, ...] = (
    Case("kills", "the worker is killed (-9) at random moments and in every phase", kills),
    Case("rebalances", "a second worker joins and leaves under load", rebalances),
    Case("calm", "nothing breaks", calm),
    Case("sleeper", "a worker is paused until it has lost its partitions, then goes on beside another", sleeper),
    Case("lost-disk", "the state store is removed while the worker is down", lost_disk),
    Case("lull", "a backlog gathers behind inputs that were quiet", lull),
    Case("twice", "a tenth of the events is delivered twice", twice),
    Case("clock", "the machine's clock jumps", clock),
    Case("outage", "the broker is stopped for 20 s", outage),
    Case("slow", "the broker answers in fits and starts", slow),
    Case("refused", "the broker refuses every alert for good, until its settings are mended", refused),
    Case("burst", "events come far faster than they are worked off", burst),
    Case("cluster", "of three brokers one is killed, then another", one_of_three, 3),
    Case("blocked", "the review queue takes nothing for a while, everything else does", blocked, 3),
)
BY_NAME = {case.name: case for case in CASES}
