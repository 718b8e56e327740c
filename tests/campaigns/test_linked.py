"""Links kept as bits say what links kept as pairs say, and a great attack costs a look at each of its findings."""

from __future__ import annotations

import cProfile
import pstats

from hypothesis import given
from hypothesis import strategies as st

from pipeline.campaigns.board import Board
from pipeline.campaigns.linked import Linked
from tests.campaigns.findings import finding, names

NAMES = names("n", 9)
NEW = st.tuples(st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES)))
CHANGES = st.lists(st.one_of(NEW, st.sampled_from(NAMES)), max_size=30)
Pairs = set[frozenset[str]]


def of(pairs: Pairs, name: str) -> set[str]:
    return {other for pair in pairs if name in pair for other in pair - {name}}


def joined(pairs: Pairs, name: str, within: set[str]) -> set[str]:
    found = {name}
    while more := {other for one in found for other in of(pairs, one) & within} - found:
        found |= more
    return found


def renew(pairs: Pairs, linked: Linked, name: str, new: set[str]) -> None:
    before = of(pairs, name)
    assert linked.renew(name, set(new)) == before ^ new
    pairs -= {frozenset({name, other}) for other in before}
    pairs |= {frozenset({name, other}) for other in new}


def changed(changes: list[tuple[str, set[str]] | str]) -> tuple[Pairs, Linked]:
    """Return the same links as pairs and as they are kept, after some were renewed and others dropped."""
    pairs, linked = Pairs(), Linked()
    for change in changes:
        if isinstance(change, tuple):
            renew(pairs, linked, change[0], change[1] - {change[0]})
        else:
            linked.drop(change)
            pairs -= {pair for pair in pairs if change in pair}
        for name in NAMES:
            assert linked.of(name) == of(pairs, name)
            assert linked.joined(name) == joined(pairs, name, set(NAMES))
    return pairs, linked


@given(CHANGES, st.sets(st.sampled_from(NAMES)))
def test_links_are_those_of_the_pairs_whatever_was_renewed_and_dropped(
    changes: list[tuple[str, set[str]] | str], some: set[str]
) -> None:
    pairs, linked = changed(changes)
    assert linked.beside(some) == set[str]().union(*[of(pairs, name) for name in some])
    assert linked.joined_with(some) == set[str]().union(*[joined(pairs, name, set(NAMES)) for name in some])
    assert set(linked.among(some)) == {name for name in some if of(pairs, name)}
    parts = {tuple(sorted(part)) for part in linked.parts(some)}
    assert parts == {tuple(sorted(joined(pairs, name, some))) for name in some}


def board(size: int) -> Board:
    """Return a board with an attack that takes turns: a fresh account and address every few seconds."""
    found = Board(10_000.0, 2.5, 3600.0)
    for place in range(size):
        put(found, place)
    return found


def put(on: Board, place: int) -> frozenset[str]:
    name = f"a{place:04d}"
    on.put(finding(name, place * 2.0, place * 2.0 + 20.0, [f"u{place}"], entity=f"account:u{place}",
                   detector="card_testing", policy="payment_fraud"))  # fmt: skip
    return on.campaign(name)


def test_one_more_finding_of_an_attack_costs_a_look_at_each_of_it() -> None:
    """Twice the attack, twice the calls: with a look at each for each it was four times, and the worker hung."""
    cost = []
    for size in (150, 300):
        on, profile = board(size), cProfile.Profile()
        assert len(profile.runcall(put, on, size)) == size + 1
        cost.append(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]
    assert cost[1] < 2.3 * cost[0]
