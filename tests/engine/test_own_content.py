"""What the product itself puts into content is left out of it, in every way of running, and nothing else is."""

from __future__ import annotations

import json

import pytest

from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_recording import RecordingMetrics
from pipeline.own_content import reader
from schemas.event import Event
from schemas.parse import Refused, parse
from tests.parallel.together import alone, shared
from tests.scenarios.test_card_sharing import paid
from tests.scenarios.test_content_copies_day import posted
from tests.scenarios.test_payee_fanin import emptied, known
from tests.support.scenario import event, live, shipped
from tests.support.wire import to_bytes
from tests.test_replay_equals_stages import carried, content, replayed

DOMAINS, PHRASES = ("sign.example",), ("has sent you a document to sign", "Read it at your leisure:")
NAMES = ("content_copies_day", "domain_push", "domain_push_day")
LINK = "https://app.sign.example/d/{}"


def read(text: str, urls: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    """Return the text and the domains that are left of a post."""
    data = {"content_id": "c1", "kind": "message", "text": text, **({"urls": urls} if urls else {})}
    line = {"specversion": "1.0", "id": "e1", "source": "/s", "type": "content.posted", "subject": "u1",
            "time": "2026-01-05T08:00:00Z", "data": data}  # fmt: skip
    found = reader(DOMAINS, PHRASES)(json.dumps(line).encode())
    assert isinstance(found, Event)
    return (found.text or "").strip(), found.domains


@pytest.mark.parametrize(
    "text",
    [
        "see https://sign.example", "see sign.example/d/1?x=y", "see www.Sign.Example.", "see http://a.b.sign.example:8443/x",
        "Ann HAS  sent you\na document to sign", "see https://sign.example/to/https://evil.example/",
    ],
)  # fmt: skip
def test_own_links_and_phrases_are_left_out(text: str) -> None:
    left, domains = read(text)
    assert left in {"see", "see  .", "Ann"}
    assert domains == ()


@pytest.mark.parametrize(
    ("link", "domain"),
    [
        ("sign.example.evil.example/d", "evil.example"),
        ("sign.example@evil.example/d", "evil.example"),
        ("sign.example:pw@evil.example/d", "evil.example"),
        ("sign.example-evil.example/d", "example-evil.example"),
        ("mysign.example/d", "mysign.example"),
        ("re-sign.example/d", "re-sign.example"),
    ],
)
def test_what_only_looks_like_it_is_not(link: str, domain: str) -> None:
    text = f"see https://{link}"
    assert read(text) == (text, (domain,))


def test_of_given_links_only_others_are_left() -> None:
    assert read("hello", ("https://sign.example/1", "https://other.example/1")) == ("hello", ("other.example",))


def test_nothing_is_done_where_nothing_is_given() -> None:
    assert reader((), ()) is parse
    assert isinstance(reader(DOMAINS, ())(b"{"), Refused)


def engine(*, own: bool = True) -> Engine:
    settings = EngineSettings(own_domains=DOMAINS, own_phrases=PHRASES) if own else EngineSettings()
    return live(*NAMES, settings=settings)


def invitations(first_s: float, name: str, words: str = "") -> list[Event]:
    """Return what 60 new people send within the hour: each his own words, and the product's."""
    return [
        posted(f"{name}{n}", first_s + n * 50.0, f"{PHRASES[0]} {PHRASES[1]} {LINK.format(n)} {words or _own(n)}")
        for n in range(60)
    ]


def _own(n: int) -> str:
    return f"number{n} street{n * 7} lawyer{n * 13} greets{n * 3} garden{n * 5}"


def lines() -> list[bytes]:
    """Return a few days on which people come to it, and one on which many come at a time."""
    usual = [one for day in range(4) for one in invitations(day * 86_400.0, f"day{day}_")[:4]]
    return [to_bytes(one) for one in [*usual, *invitations(4 * 86_400.0, "launch")]]


def test_many_who_begin_to_use_it_are_no_campaign() -> None:
    assert b"sign.example" in alone(lambda: engine(own=False), lines()).alerts
    assert not alone(engine, lines()).alerts


def test_stages_and_jobs_say_the_same() -> None:
    wave = invitations(86_400.0, "bot", "win at http://prize.example/now before noon")
    said = alone(engine, [to_bytes(one) for one in wave])
    assert b"prize.example" in said.alerts
    assert b"sign.example" not in said.alerts
    assert shared(engine, [to_bytes(one) for one in wave], 3)[0] == said
    assert content(carried(wave, 4, 4, crashes=6, by=engine())) == content(replayed(wave, engine()))


CHANGED = {"ip": "203.0.113.7", "device": "desk-1", "user_agent": "BackOffice/8", "country": "DE", "asn": 64500}


def changed(source: str, staff: tuple[str, ...] = ()) -> Event:
    line = {"specversion": "1.0", "id": "e1", "source": source, "type": "account.email_changed", "subject": "u1",
            "time": "2026-01-05T08:00:00Z", "data": CHANGED}  # fmt: skip
    found = reader((), (), staff)(json.dumps(line).encode())
    assert isinstance(found, Event)
    return found


@pytest.mark.parametrize(
    ("source", "staff"),
    [("/backoffice", ()), ("urn:shop:Help-Desk:eu", ()), ("/back_office/v2", ()), ("/crm", ("/crm",))],
)
def test_where_staff_sits_is_not_where_the_customer_is(source: str, staff: tuple[str, ...]) -> None:
    found = changed(source, staff)
    assert (found.ip, found.device, found.user_agent, found.country, found.asn) == (None,) * 5
    assert (found.type, found.subject) == ("account.email_changed", "u1")


@pytest.mark.parametrize("source", ["/app/support", "/staffing", "/crm", "/desktop"])
def test_all_others_are_where_they_are(source: str) -> None:
    assert (changed(source, ("/crm/eu",)).ip, changed(source).device) == ("203.0.113.7", "desk-1")


def test_texts_are_as_they_were_where_staff_alone_is_named() -> None:
    line = {"specversion": "1.0", "id": "e1", "source": "/s", "type": "content.posted", "subject": "u1",
            "time": "2026-01-05T08:00:00Z", "data": {"content_id": "c1", "kind": "post", "text": "a b"}}  # fmt: skip
    found = reader((), (), ("/crm",))(json.dumps(line).encode())
    assert isinstance(found, Event)
    assert found.text == "a b"


@pytest.mark.parametrize(("status", "read"), [(430, 402), (403, 402), (404, 404), (456, 456), (None, None)])
def test_a_status_by_which_the_product_says_that_an_allowance_is_used_up_is_read_as_402(
    status: int | None, read: int | None
) -> None:
    found = Engine((), {}, EngineSettings(used_up_statuses=(430, 403)), RecordingMetrics()).read(
        to_bytes(event("account.usage", "ann", 0.0, status=status))
    )
    assert isinstance(found, Event)
    assert found.status == read


def checkout(card: str) -> list[bytes]:
    """Return what twenty accounts pay with one card, within minutes."""
    return [to_bytes(paid(f"trial{n}", n * 60.0, card)) for n in range(20)]


def test_a_card_that_the_product_tests_payments_with_is_nobodys() -> None:
    """A monitor's payments, each for an account made for it; the same with any other card is told."""

    def cards(own: tuple[str, ...]) -> Engine:
        return Engine(
            (shipped("card_sharing"),), {"card_sharing": "live"}, EngineSettings(own_cards=own), RecordingMetrics()
        )

    assert alone(lambda: cards(()), checkout("c-4242")).alerts
    assert not alone(lambda: cards(("c-4242",)), checkout("c-4242")).alerts
    assert alone(lambda: cards(("c-4242",)), checkout("c-4243")).alerts


def test_who_pays_the_product_itself_pays_no_payee() -> None:
    """Nine accounts emptied into one: named as the product's own, it is nobody's; the same of any other is told."""
    victims = [one for i in range(9) for one in emptied(i, i * 9000.0, f"203.{i}.2.3", "plan")]
    lines = [to_bytes(one) for one in [*known(20), *victims]]

    def payees(own: tuple[str, ...]) -> Engine:
        settings = EngineSettings(own_payees=own)
        return Engine((shipped("payee_fanin"),), {"payee_fanin": "live"}, settings, RecordingMetrics())

    assert alone(lambda: payees(()), lines).alerts
    assert not alone(lambda: payees(("plan",)), lines).alerts
    assert alone(lambda: payees(("shop",)), lines).alerts


def test_only_the_payee_of_a_payment_to_the_product_is_left_out() -> None:
    one = to_bytes(emptied(1, 600.0, "203.0.113.3", "plan")[1])
    found, same = reader((), (), payees=("plan",))(one), parse(one)
    assert isinstance(found, Event)
    assert isinstance(same, Event)
    assert (found.merchant, same.merchant) == (None, "plan")
    same.merchant = None
    assert found == same


def test_of_the_products_own_affiliates_no_tag_is_left() -> None:
    assert read("join", ("https://sign.example/?aff=7731",))[1] == ()
    assert read("join", ("https://slim.example/?aff=7731",))[1] == ("slim.example", "~aff=7731")
