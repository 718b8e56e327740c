"""A ring of accounts that link to the same few new domains, each at times of its own."""

from __future__ import annotations

from itertools import pairwise

from detectors.base import LATENESS_MAX_S, Signal
from detectors.blocks import EACH, LEAST, Block, Circle, Told
from detectors.domain_push import with_links
from detectors.judged_steps import accuse_of, surprise_of
from detectors.link_ring_state import LinkRingState
from detectors.link_ring_words import LinkRingWords
from detectors.review_rings import Ring, most_of
from detectors.steps import HOUR_S
from detectors.surprise import to_score
from detectors.tally import forget
from schemas.event import Event

SHARED, TOGETHER_H = 4, 24  # accounts of a ring that link to each domain; hours: who is at one event links to its pages
ALIKE = 10.0  # times the average: people of one trade or town link to what concerns it
THEIRS = 2 / 3  # of those who link to a domain, the ring; of the ring, those who did so in posts of different hours
COMMON = 3  # domains
# 2026-11: of twelve made-up products no four honest accounts share even three domains that are new and hardly anybody
# else's; what two have done of six is no coincidence, at whatever time.
A_LIST = 6
TURNS, DENSE = 7, 0.9  # accounts that go from one domain to the next; the share of their pairs that are there


class LinkRing(LinkRingWords):
    """Accounts of which each linked to three or more of the same few domains, new to the site, within two weeks.

    Fires on seven accounts, of whatever age, that link to the same three domains (six to five), mostly on other days
    than the others and hardly to anything else that is new, where hardly anybody else links to these: bought and woken
    accounts whose owner spreads a list of sites over them, too few of a domain for `domain_push`, and too old for it.
    Also on five that share a list of seven, at whatever time (six: seven): two newcomers' days are enough for that; and
    on seven of which nearly all go from one domain to a next, days later, whenever each of them does.
    A domain is new for two weeks after its first link, where the site was known for a week before. Quiet on events
    and launches (who links to their few pages does so at the same time), on press and petitions (many others link to
    one), and on kits of links in one post. Judged by the hour. Fails where an account links to one or two of the
    domains, where a domain is used for less than four accounts, and on domains that were linked to before. Takes a
    firm's people who each link to its three new sites, a class to whom a list is handed out: medium at most. Method:
    `detectors.blocks`, after CopyCatch (Beutel et al. 2013). Cost: 3 microseconds a link; state: 100 bytes a domain of
    four weeks, 100 for each link to a new one.
    """

    name = "link_ring"
    keyed_by = "site"
    kinds = ("content.posted",)
    area = "spam"
    state_type = LinkRingState
    step_s = HOUR_S
    reach_s = HOUR_S + 600.0
    idle_s = 86_400.0
    ties = ("domain",)
    remembers = with_links

    def score(self, event: Event, state: LinkRingState, key: str) -> Signal | None:
        """Return the surprise of the rings that the account was found in; None where nothing is remembered."""
        if not self.remembers(event):
            return None
        surprise = surprise_of(state.tallies, event.subject)
        return Signal(self.name, self.version, key, to_score(surprise), bool(state.hours), surprise)

    def _note(self, event: Event, state: LinkRingState) -> None:
        state.add(event)

    def _judge(self, state: LinkRingState, step: int) -> None:
        told = state.hours.get(step)
        if not told:
            return
        lately = state.lately(step)
        for thing in sorted(told.keys() & lately[0].keys()):
            found = self._ring(state, step, thing, lately)
            if found.surprise >= self.hot_from and not found.names.isdisjoint(told[thing]):
                self._accuse(state, step, found)

    def _ring(self, state: LinkRingState, step: int, thing: str, lately: tuple[Told, Told]) -> Ring:
        """Return the ring around one of the things that were told lately, by thing and by account."""
        return ring_of(thing, *lately)

    def _accuse(self, state: LinkRingState, step: int, found: Ring) -> None:
        tally, posts = state.tallies[step], state.posts(step, found.names, found.things)
        accuse_of(tally, posts)
        tally.crest(len(found.names), found.usual, found.surprise, (len(found.things), found.pairs, found.back))
        for name in found.names:
            tally.member(name, step * HOUR_S)
        for thing in found.things:
            tally.tie(f"{self.ties[0]}:{thing}", step * HOUR_S)

    def prune(self, state: LinkRingState, watermark: float) -> None:
        """Drop what no later hour is judged with."""
        self.settle(state, watermark)
        recent = int((watermark - LATENESS_MAX_S) // HOUR_S)
        state.forget(recent)
        forget(recent - 2, state.tallies)


def ring_of(domain: str, by_domain: Told, by_account: Told) -> Ring:
    """Return the accounts around a new domain that link to the same few, and how surprising they are."""
    if len(by_domain[domain]) < LEAST:
        return Ring()
    circle = Circle(by_domain, by_account, lambda name: len(by_account[name]))
    block = circle.block(domain, SHARED, 0)
    found = _own(block, by_domain, by_account)
    if len(found.of) < LEAST or len(found.things) < COMMON:
        return Ring()
    most = most_of(len(found.names), len(found.things))
    if len(found.things) >= A_LIST and found.pairs >= THEIRS * len(found.names) * len(found.things):
        return Ring(most, found.names, found.things, 0.0, found.pairs)
    if circle.together(block, TOGETHER_H):
        return Ring(most, found.names, found.things, 0.0, found.pairs) if _in_turn(found, by_domain) else Ring()
    links = sum(map(len, by_domain.values()))
    surprise, usual = circle.judged(
        found, SHARED, lambda name, size: ALIKE * (len(by_account[name]) - 1) * size / links
    )
    return Ring(min(surprise, most), found.names, found.things, usual, found.pairs)


def _in_turn(found: Block, by_domain: Told) -> bool:
    """Tell whether nearly all accounts go from each domain to the next: an event's, or a launch's, pages come at once.

    2026-11: on 29 made-up products no four honest accounts shared three own domains at whatever time.
    """
    first = sorted([min(by_domain[one].values()) for one in found.things])
    later = min([two - one for one, two in pairwise(first)], default=0) >= TOGETHER_H
    return later and len(found.of) >= TURNS and found.pairs >= DENSE * len(found.names) * len(found.things)


def _own(block: Block, by_domain: Told, by_account: Told) -> Block:
    """Return of a block what is its own: domains that hardly others link to; none where each sent them in one go."""
    own = {one for one in block.things if len(block.of.keys() & by_domain[one].keys()) >= THEIRS * len(by_domain[one])}
    kept = {name: done & own for name, done in block.of.items() if len(done & own) >= EACH}
    apart = [len({by_account[name][one] for one in done}) > 1 for name, done in kept.items()]
    return Block(kept) if sum(apart) >= THEIRS * len(apart) else Block()
