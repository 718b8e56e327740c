"""Cards by bucket of event time, a few of each: which they are does not depend on the order in which they came."""

from __future__ import annotations

KEPT = 16  # by bucket: more could only say the same once more
Cards = dict[int, tuple[str, ...]]


def keep(cards: Cards, bucket: int, card: str) -> None:
    """Add a card to those of a bucket."""
    known = cards.get(bucket, ())
    if card not in known:
        cards[bucket] = tuple(sorted([*known, card])[:KEPT])


def within(cards: Cards, end: int, steps: int) -> set[str]:
    """Return the cards of the last so many buckets."""
    return {card for at in range(end - steps + 1, end + 1) for card in cards.get(at, ())}
