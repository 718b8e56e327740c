"""Several new keys that walk through names, and new keys that are refused for other reasons."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR, DAY = "key_probing", 3600.0, 86_400.0


def made(keys: int, at: float = 0.0, owner: str = "ana") -> list[Event]:
    return [event("account.api_key_created", owner, at + i * 600.0, key=f"{owner}{i}") for i in range(keys)]


def asked(keys: Iterable[int], statuses: tuple[int, ...], each: float = 40.0, start: float = 4 * HOUR,
          owner: str = "ana") -> list[Event]:  # fmt: skip
    """Return ten hours in which each key asks twice an hour, and is answered so, one after the other."""
    return [
        event("account.usage", owner, start + hour * HOUR + half * 1500.0 + i * 60, key=f"{owner}{i}", product="api",
              requests=each, status=statuses[(2 * hour + half + i) % len(statuses)])
        for hour in range(10) for half in (0, 1) for i in keys
    ]  # fmt: skip


WALKED = (404, 404, 404, 404, 403, 404, 404, 200)


def test_fires_on_new_keys_of_one_account_that_walk_through_names() -> None:
    (alert,) = last_versions(alerts([*made(4), *asked(range(4), WALKED)], NAME)).values()
    assert (alert.entity.type, alert.entity.id, alert.severity) == ("account", "ana", "medium")
    assert alert.accounts == ["ana"]
    assert "4 API keys that one account made within the week were each refused most of what they asked" in alert.reason
    assert alert.signals[0].evidence["keys"] == 4
    assert 3 * 100 < int(alert.signals[0].evidence["denied"]) < int(alert.signals[0].evidence["requests"])


def test_quiet_on_two_such_keys_and_on_old_ones() -> None:
    assert alerts([*made(4), *asked(range(2), WALKED)], NAME) == []
    assert alerts([*made(4, -8 * DAY), *asked(range(4), WALKED)], NAME) == []


def test_quiet_on_a_wrong_address_on_limits_on_first_tries_and_on_what_is_mostly_given() -> None:
    for statuses in ((404,), (429, 429, 429, 200), (401, 401, 401, 200), (503, 503, 200), (200, 404, 200)):
        assert alerts([*made(4), *asked(range(4), statuses)], NAME) == []
    assert alerts([*made(4), *asked(range(4), WALKED, each=5.0)], NAME) == []


def test_quiet_on_a_platform_that_makes_a_key_for_each_customer() -> None:
    assert alerts([*made(30), *asked(range(3), WALKED, start=6 * HOUR)], NAME) == []


def test_quiet_where_each_account_has_one_such_key() -> None:
    found = [one for i in range(6) for name in (f"u{i}",) for one in
             (*made(1, owner=name), *asked(range(1), WALKED, owner=name))]  # fmt: skip
    assert alerts(found, NAME) == []
