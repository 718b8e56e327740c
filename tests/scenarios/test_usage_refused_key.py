"""Requests with a customer's key that are refused."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

NAME, HOUR = "usage_refused_key", 3600.0


def asked(at: float, status: int, key: str = "sk-1", product: str = "chat") -> Event:
    return event("account.usage", f"owner-{key}", at, key=key, status=status, product=product, ip="203.0.113.7",
                 requests=1.0)  # fmt: skip


def past(days: int, key: str = "sk-1") -> list[Event]:
    """Return an owner's days: a request a quarter of an hour, one in twenty refused."""
    return [asked(i * 900.0 - days * 24 * HOUR, 404 if i % 20 == 7 else 200, key) for i in range(days * 96)]


def test_fires_on_a_key_that_probes_endpoints() -> None:
    random = Random(2)
    probes = [asked(i * 8.0 + 1, random.choice([401, 403, 404, 404]), product=f"e{i}") for i in range(600)]
    found = alerts([*past(5), *probes], NAME)
    (alert,) = last_versions(found).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("key", "sk-1", "api_abuse")
    assert found[0].emitted_at < "2026-01-05T08:20"
    assert alert.accounts == ["owner-sk-1"]


def test_fires_on_a_key_that_is_forbidden_one_product_after_the_other() -> None:
    probes = [asked(i * 6.0 + 1, 403, product=f"admin{i % 40}") for i in range(600)]
    (alert,) = last_versions(alerts([*past(5), *probes], NAME)).values()
    assert "products were forbidden to it that it had not been given before" in alert.reason


def test_quiet_on_a_customer_who_is_barred_from_all_that_he_used() -> None:
    used = [asked(i * 300.0 - 2 * 24 * HOUR, 200, product=f"p{i % 20}") for i in range(576)]
    assert alerts([*used, *(asked(i * 6.0, 403, product=f"p{i % 20}") for i in range(600))], NAME) == []


def test_quiet_on_a_release_whose_login_is_broken_for_what_the_key_always_used() -> None:
    statuses = [(401, 401, 403, 200)[i % 4] for i in range(420)]
    assert alerts([*past(5), *(asked(i * 8.0 + 1, status) for i, status in enumerate(statuses))], NAME) == []


def test_fires_on_who_walks_through_what_is_others_where_the_key_always_was() -> None:
    probes = [asked(i * 8.0 + 1, (404, 404, 403, 200)[i % 4]) for i in range(420)]
    assert last_versions(alerts([*past(5), *probes], NAME))


def test_quiet_on_an_expired_key_that_is_retried_for_days() -> None:
    assert alerts([*past(3), *(asked(i * 20.0, 401) for i in range(9000))], NAME) == []


def test_quiet_on_a_deploy_that_breaks_one_endpoint_for_everybody() -> None:
    random = Random(3)
    events = [
        asked(at, 404 if at > HOUR and product == "old" else 200, f"sk-{k}", product)
        for k in range(40) for i in range(300)
        for at, product in [(i * 36.0 + k, random.choice(["old", "new"]))]
    ]  # fmt: skip
    assert alerts(events, NAME) == []


def test_quiet_on_a_program_that_meets_gone_and_forbidden_things_among_many_answers() -> None:
    random = Random(4)
    events = [asked(i * 2.0, random.choices([200, 404, 403], [80, 12, 8])[0]) for i in range(8000)]
    assert alerts(events, NAME) == []


def test_quiet_on_a_developers_first_tries_and_on_limits_and_faults() -> None:
    tries = [asked(i * 30.0, status, "sk-2") for i, status in enumerate([401, 401, 404, 404, 403, 404, 405, 200, 200])]
    faults = [asked(i * 1.0, (429, 500, 503)[i % 3], "sk-3") for i in range(900)]
    assert alerts([*tries, *faults], NAME) == []
