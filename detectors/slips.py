"""Buckets in which nothing stands out: their few events as they came, put into a tally when somebody has to know.

Most buckets of an account or key hold an event or two, are never accused and are dropped within hours. A slip costs a
third of the time and room of a tally. While anything of the entity is hot nothing stays on slips, so that whoever
looks at hot tallies finds their quiet neighbours, too.
"""

from __future__ import annotations

from detectors.tally import EXAMPLES_KEPT, Tally

Slip = tuple[float, str, float, str, str | None, str | None]  # time, event id, weight, account, device, ip
Slips = dict[int, list[Slip]]  # by bucket, in order of arrival

SLIPS_MOST = 3  # a bucket: with more a tally is the smaller
_INF = float("inf")


def take(slip: Slip, bucket: int, slips: Slips, tallies: dict[int, Tally]) -> Tally | None:
    """Note an event in its bucket; return the bucket's tally where there is one. Cost: a third of a microsecond."""
    tally = tallies.get(bucket)
    if tally is None:
        held = slips.get(bucket)
        if held is not None:
            if len(held) < SLIPS_MOST:
                held.append(slip)
                return None
        elif not tallies or not any([other.hot for other in tallies.values()]):
            slips[bucket] = [slip]
            return None
        tally = tallied(bucket, slips, tallies)
    put(slip, tally)
    return tally


def tallied(bucket: int, slips: Slips, tallies: dict[int, Tally]) -> Tally:
    """Return the bucket's tally, made of its slips if there was none."""
    tally = tallies.get(bucket)
    if tally is None:
        tally = tallies[bucket] = Tally()
        for slip in slips.pop(bucket, ()):
            put(slip, tally)
    return tally


def all_tallied(slips: Slips, tallies: dict[int, Tally]) -> None:
    """Make tallies of everything: something has become hot."""
    for bucket in list(slips):
        tallied(bucket, slips, tallies)


def put(slip: Slip, tally: Tally) -> None:
    """Count an event in a tally: what `seen`, `account` and two calls of `tie` do, in one."""
    time, event_id, weight, account, device, ip = slip
    if time > tally.last:  # as nearly always; so it is later than the examples, too
        tally.n += 1
        tally.total += weight
        tally.last = time
        if tally.n == 1:
            tally.first = time
        if len(tally.examples) < EXAMPLES_KEPT:
            tally.examples.append((time, event_id))
    else:
        tally.seen(time, event_id, weight)
    if (known := tally.accounts) is None or known.get(account, _INF) > time:
        tally.account(account, time)
    if device and ((known := tally.ties) is None or known.get(f"device:{device}", _INF) > time):
        tally.tie(f"device:{device}", time)
    if ip and ((known := tally.ties) is None or known.get(f"ip:{ip}", _INF) > time):
        tally.tie(f"ip:{ip}", time)


def forget(oldest: int, slips: Slips, tallies: dict[int, Tally]) -> None:
    """Drop the buckets before `oldest` that are not hot."""
    for index in [i for i in slips if i < oldest]:
        del slips[index]
    for index in [i for i, tally in tallies.items() if i < oldest and not tally.hot]:
        del tallies[index]
