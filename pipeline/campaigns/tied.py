"""How surprising it is what the events of two findings carry: devices, cards, addresses, texts (-log10 of chance)."""

from __future__ import annotations

from math import log10

from detectors.network import network_of
from pipeline.campaigns.kinds import same_kind
from pipeline.campaigns.sides import AGAIN_OF_SMALLER, Side, own_devices

# Surprise of what two findings share. A device, a card or a telephone number has one owner, a sentence that gives a
# model an order one author, and one profits from the verdict that several order of the same thing (`judged`); behind
# an address there may be a town, a domain may be popular, and two texts may have a phrase in common: alone they join
# nothing.
# `provider` is told of networks that fail for days alone, of which hardly one in 300 sites has two at once by chance.
TIES = {
    "device": 3.0, "card": 3.0, "contact": 3.0, "order": 3.0, "judged": 3.0, "provider": 2.5, "content": 1.5,
    "like": 1.5, "ip": 1.0, "domain": 0.5,
}  # fmt: skip
ENTITY = 3.0  # two detectors of one area on the same entity at the same time
ELSEWHERE = 0.5  # as a share of that: they are of different areas
TIES_COUNTED = 2  # the strongest: those of one event come together
# 2026-11: addresses in as many networks are of as many events. One in ten strangers may share one of them by chance,
# but one in a thousand three: so many places have a person or a farm in common, not the customers of a provider.
NETWORKS_COUNTED = 3
# 2026-11: two findings of one detector are less likely strangers': hardly one in three of what goes on at the same time
# is of the same kind. It counts where a quarter of the addresses is shared, each in its own network: two phones of a
# farm, and not two customers of a carrier whose addresses change all day.
SAME_KIND = 0.5
_IP = "ip:"


def tied(one: Side, other: Side, population: float) -> float:
    """Return the surprise of what their events carry, or of what both are about, >= 0."""
    if one.about == other.about:
        alike = one.finding.alert.policy == other.finding.alert.policy
        return 0.0 if one.wide or other.wide else ENTITY * (1.0 if alike else ELSEWHERE)
    if one.ties.isdisjoint(other.ties):
        return _beside(one, other)
    common = one.ties & other.ties
    worth = sorted((_worth(name, one, other, population) for name in common), reverse=True)
    return max(sum(worth[:TIES_COUNTED]), _networks(common, one, other, population), _beside(one, other))


def _beside(one: Side, other: Side) -> float:
    """Return the surprise of two addresses of one network that are found for the same, as of one that is shared."""
    if not (one.about.startswith(_IP) and other.about.startswith(_IP) and same_kind(one.finding, other.finding)):
        return 0.0
    networks = {network_of(side_.about.removeprefix(_IP)) for side_ in (one, other)}
    return TIES["ip"] + SAME_KIND if len(networks) == 1 else 0.0


def _networks(ties: frozenset[str], one: Side, other: Side, population: float) -> float:
    """Return the surprise of addresses in as many networks."""
    known: dict[str, float] = {}
    for tie in ties:
        kind, _, ip = tie.partition(":")
        if kind == "ip":
            network = network_of(ip)
            known[network] = max(known.get(network, 0.0), _worth(tie, one, other, population))
    alike = SAME_KIND if known and _same_places(one, other) else 0.0
    return sum(sorted(known.values(), reverse=True)[:NETWORKS_COUNTED]) + alike


def _same_places(one: Side, other: Side) -> bool:
    """Tell whether two of one detector share a good part of the addresses of either."""
    if not same_kind(one.finding, other.finding) or own_devices(one, other):
        return False
    mine, theirs = ({tie for tie in side_.ties if tie.startswith("ip:")} for side_ in (one, other))
    return len(mine & theirs) >= AGAIN_OF_SMALLER * min(len(mine), len(theirs))


def _worth(tie: str, one: Side, other: Side, population: float) -> float:
    """Return the surprise of a tie: no more than that a stranger is among the many who are known to have it."""
    worth = TIES.get(tie.partition(":")[0], 0.0)
    for side_ in (one, other):
        if side_.about == tie:
            share = side_.finding.alert.accounts_total / population
            worth = max(0.0, min(worth, -log10(share))) if share > 0.0 else worth
    return worth
