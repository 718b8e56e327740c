"""An event meets the detectors that want its type, under the keys that they name, and no others."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.routes import Routes, partition_of
from schemas.event import Event
from tests.engine.toys import Counter, OwnCounter
from tests.support.scenario import event, failed


class Network(Counter):
    name = "network"

    def keys_of(self, event: Event) -> Sequence[str]:
        return (f"{event.ip}/24", "everybody") if event.ip else ()


class PerKey(Counter):
    name = "per_key"
    keyed_by = "account"
    entity = "key"
    kinds = ("account.usage",)

    def keys_of(self, event: Event) -> Sequence[str]:
        return (event.key,) if event.key else ()


class Site(Counter):
    name = "site"
    keyed_by = "site"

    def remembers(self, event: Event) -> bool:
        return event.outcome is False


class ByRecord(Counter):
    name = "by_record"
    keyed_by = "account"
    kinds = ("content.reported",)
    by_record = True


class Compared(Counter):
    name = "compared"
    keyed_by = "account"
    kinds = ("content.posted",)
    by_site = True


IP, NET, OWN, KEY, SITE = Counter(), Network(), OwnCounter(), PerKey(), Site()
ROUTES = Routes((IP, NET, OWN, KEY, SITE))
LOGIN = failed("u1", 0, "10.0.0.1")


def test_rows_name_every_key_with_the_detectors_that_asked_for_it() -> None:
    assert ROUTES.rows(LOGIN) == {"ip:10.0.0.1": (IP,), "ip:10.0.0.1/24": (NET,), "ip:everybody": (NET,)}
    assert ROUTES.rows(event("account.login", "u1", 0)) == {}
    assert ROUTES.rows(event("account.usage", "u1", 0, ip="10.0.0.1")) == {}


def test_the_next_room_finds_the_same_detectors_from_the_key() -> None:
    for key, detectors in ROUTES.rows(LOGIN).items():
        kind, _, bare = key.partition(":")
        assert ROUTES.wanted(kind, bare, LOGIN) == detectors
    assert ROUTES.wanted("ip", "10.0.0.2", LOGIN) == ()
    assert ROUTES.wanted("device", "10.0.0.1", LOGIN) == ()


def test_the_subjects_own_stream_knows_the_account_and_its_keys() -> None:
    assert (ROUTES.own, ROUTES.known(LOGIN)) == ({"account.login": (OWN,)}, {})
    assert ROUTES.known(event("account.usage", "u1", 0, key="k1")) == {"key:k1": (KEY,)}


def test_the_site_is_sent_only_what_somebody_remembers() -> None:
    assert ROUTES.for_site(LOGIN)
    assert not ROUTES.for_site(event("account.login", "u1", 0, outcome=True))
    assert not Routes((IP,)).for_site(LOGIN)


def test_the_site_is_sent_who_paid_whom_where_somebody_is_compared_by_what_he_writes() -> None:
    routes, told = Routes((Compared(),)), {"outcome": True, "merchant": "club"}
    paid = event("account.payment", "u1", 0, **told)
    assert routes.for_site(paid)
    for other in ({"outcome": False}, {"merchant": None}):
        assert not routes.for_site(event("account.payment", "u1", 0, **(told | other)))
    assert not Routes((OWN,)).for_site(paid)


def test_what_asks_for_records_is_seen_with_the_site_and_not_on_the_subjects_stream() -> None:
    routes, report = Routes((OWN, ByRecord())), event("content.reported", "u1", 0)
    assert report.type not in routes.own
    assert routes.known(report) == {}
    assert routes.for_site(report)
    assert [detector.name for detector in routes.reports["content.reported"]] == ["by_record"]
    assert routes.takes_verdicts()
    assert not Routes((OWN,)).takes_verdicts()


def test_partitions_are_stable_across_processes_and_versions() -> None:
    # CRC-32 of "123456789" is 0xCBF43926, the published check value.
    assert partition_of("123456789", 1 << 32) == 0xCBF43926
    assert {partition_of(f"ip:{n}", 4) for n in range(50)} == {0, 1, 2, 3}
