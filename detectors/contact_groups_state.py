"""What is remembered of telephone numbers and messengers' names over a whole site: who told each, for three days."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from detectors.base import State
from detectors.network import network_of
from detectors.newcomers import COUNTED
from detectors.reshares import reshares
from detectors.sampling import sampled
from detectors.site_told import Told
from detectors.slots import slot
from schemas.event import Event

STEP_S = 7200.0
STEPS = 36  # a window of three days, as of `contact_push`
WINDOW_DAYS = int(STEPS * STEP_S // 86_400)
KEPT = 256  # tellings a step; beyond, a sample by contact, so that those who tell one stay together
DAYS_KEPT = 28


class Telling(Struct, array_like=True):
    """That an account told a contact: when first, from which network (a hash, "" for none), and whether new here.

    `domain`: what the post links to, "" for nothing; `event_id`: the post. Both "" where stored before they were kept.
    """

    time: float
    contact: str
    account: str
    network: str
    new: bool
    domain: str = ""
    event_id: str = ""


class GroupsState(State, array_like=True):
    """`told`: tellings by step, contact and account, `levels` of their samples, `waiting` steps.

    `days`: by day, the most newcomers who told anything in a window that ended on it, and the most of them who told
    what another had told. `usual`: as of `detectors.site_told`.
    """

    told: dict[int, dict[str, Telling]] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, int] = field(default_factory=dict)
    days: dict[int, tuple[int, int]] = field(default_factory=dict)
    usual: Told = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Remember what a post tells, each once a step and account: the earliest."""
        step = int(event.time // STEP_S)
        told, level = self.told.setdefault(step, {}), self.levels.get(step, 0)
        for one in _tellings(event):
            if sampled(one.contact, level):
                key = f"{one.contact} {one.account}"
                told[key] = min(one, told.get(key, one), key=_order)
        while len(told) > KEPT:
            level = self.levels[step] = level + 1
            told = self.told[step] = {key: one for key, one in told.items() if sampled(one.contact, level)}

    def window(self, step: int) -> list[Telling]:
        """Return what was told in the three days that end with a step, the earliest first."""
        steps = range(step - STEPS + 1, step + 1)
        return sorted([one for at in steps for one in self.told.get(at, {}).values()], key=_order)


def _tellings(event: Event) -> Iterator[Telling]:
    network = slot("network", network_of(event.ip)) if event.ip else ""
    new, domain = bool(event.novel & COUNTED) and not reshares(event), event.domains[0] if event.domains else ""
    for contact in event.contacts:
        yield Telling(event.time, contact, event.subject, network, new, domain, event.id)


def _order(one: Telling) -> tuple[float, str, str, str, bool, str]:
    return one.time, one.contact, one.account, one.network, one.new, one.event_id
