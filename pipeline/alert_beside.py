"""Which other alerts speak of the accounts of one: nobody should act twice, or on half of what is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemas.alert import Alert

ABOUT_ONE = "account"  # the type of an entity that is an account


def beside(alert: Alert, known: Iterable[Alert]) -> list[tuple[str, list[str]]]:
    """Return the ids of other campaigns, and which accounts these share with an alert, the latter each in order.

    Shared is an account that either is about, and the other lists; of two crowds only who was entered by both. What was
    joined counts for what it was joined to. `known`: the last version of each alert.
    """
    mine, shared = alert.campaign_id or alert.alert_id, dict[str, dict[str, None]]()
    for other in known:
        whose = other.campaign_id or other.alert_id
        if whose != mine and other.mode == alert.mode:
            for name in _in_both(alert, other):
                shared.setdefault(whose, {})[name] = None
    return sorted([(whose, list(names)) for whose, names in shared.items()])


def _in_both(one: Alert, other: Alert) -> Iterator[str]:
    for about, listed in ((one, other), (other, one)):
        if about.entity.type == ABOUT_ONE and about.entity.id in listed.accounts:
            yield about.entity.id
    inside = set(other.accounts[: other.accounts_entered])
    yield from [name for name in one.accounts[: one.accounts_entered] if name in inside]
