"""Buckets in which nothing stands out: their few events as they came, put into tallies when somebody has to know.

Most buckets of an account or key hold an event or two, are never accused and are dropped within hours. A slip is one
run of bytes, made once for all detectors that keep the event, where a tally and sums beside it are a dozen objects: a
tenth of the time to store. While anything of the entity is hot nothing stays on slips, so that whoever looks at hot
tallies finds their quiet neighbours, too.
"""

from __future__ import annotations

from struct import Struct as Packed
from typing import NamedTuple

import msgspec

from detectors.base import State
from detectors.counts import EXAMPLES_KEPT
from detectors.first_times import NEVER
from detectors.nothing import NOTHING
from detectors.tally import Tally
from detectors.usage_amount import measure
from schemas.event import Event

SLIPS_MOST = 24  # of an entity: with more in a few hours, tallies and sums are the smaller
MEASURES_MOST = 16  # products of which a tally sums up units
USAGE = "account.usage"


class Slip(NamedTuple):
    """An event as it is kept. Time and weight are the first, so that they can be read alone (`glance`)."""

    time: float
    weight: float
    event_id: str
    account: str
    device: str | None
    ip: str | None
    key: str | None
    kind: str = ""  # of event; "" for usage
    failed: bool = False
    units: float | None = None  # of usage that tells them; its weight are the requests
    product: str | None = None  # of usage


class SlipState(State, array_like=True):
    """Adds slips, in order of arrival."""

    tallies: dict[int, Tally] = NOTHING
    slips: tuple[bytes, ...] = ()


read = msgspec.msgpack.Decoder(Slip).decode
_encode = msgspec.msgpack.Encoder().encode
glance = Packed(">xxdxd").unpack_from  # time and weight of a slip


class _Writer:
    """Writes an event's slip once, for all detectors that ask for it one after the other."""

    def __init__(self) -> None:
        self._last: tuple[Event, bytes] | None = None

    def write(self, event: Event, weight: float) -> bytes:
        """Return the event's slip. `weight` is a matter of its type, the same for all who ask."""
        last = self._last
        if last is not None and last[0] is event:
            return last[1]
        fields = (event.time, float(weight), event.id, event.subject, event.device, event.ip, event.key)
        if event.type != USAGE:
            slip = _encode((*fields, event.type, event.outcome is False))
        elif event.units is None and event.product is None:
            slip = _encode(fields)
        else:
            slip = _encode((*fields, "", False, event.units, event.product))
        self._last = event, slip
        return slip


slip_of = _Writer().write


def kept(slip: bytes, bucket: int, state: SlipState) -> bool:
    """Keep an event on its slip; False where it must be counted at once: something is hot, or there are many."""
    tallies = state.tallies
    if not SLIPS_MOST or state.slips[SLIPS_MOST - 1 :]:  # no `len`: this is asked all the time
        return False
    if tallies and (bucket in tallies or any([tally.hot for tally in tallies.values()])):
        return False
    state.slips += (slip,)
    return True


def tally_of(bucket: int, state: SlipState) -> Tally:
    """Return the bucket's tally, made if there is none."""
    tallies = state.tallies
    if tallies is NOTHING:
        tallies = state.tallies = {}
    tally = tallies.get(bucket)
    if tally is None:
        tally = tallies[bucket] = Tally()
    return tally


def put(slip: Slip, tally: Tally, *, tied: bool = False) -> None:
    """Count an event in a tally: what `seen`, `account` and, where it is `tied`, two calls of `tie` do, in one."""
    time, account = slip.time, slip.account
    if time > tally.last:  # as nearly always; so it is later than the examples, too
        tally.n += 1
        tally.total += slip.weight
        tally.last = time
        if tally.n == 1:
            tally.first = time
        if len(tally.examples) < EXAMPLES_KEPT:
            tally.examples.append((time, slip.event_id))
    else:
        tally.seen(time, slip.event_id, slip.weight)
    if (known := tally.accounts) is None or known.get(account, NEVER) > time:
        tally.account(account, time)
    if slip.units is not None:
        count_units(tally, slip.units, slip.product)
    if tied:
        for name in (slip.device and f"device:{slip.device}", slip.ip and f"ip:{slip.ip}"):
            if name and ((known := tally.ties) is None or known.get(name, NEVER) > time):
                tally.tie(name, time)


def count_units(tally: Tally, units: float, product: str | None) -> None:
    """Add units to their product's sum; of the products beyond a few, none."""
    name = measure(product or "")
    if (extra := tally.extra) is None or name in extra or len(extra) < MEASURES_MOST:
        tally.add(name, units)
