"""What a campaign's reason says of where it was seen, and of whom."""

from __future__ import annotations

from msgspec.structs import replace

from pipeline.campaigns.telling import reason
from schemas.alert import Alert, Entity
from tests.support.alerts import alert


def seen(*entities: tuple[str, str]) -> list[Alert]:
    return [alert(f"al-{n}", entity=Entity(kind, name)) for n, (kind, name) in enumerate(entities)]  # type: ignore[arg-type]


def test_networks_and_providers_are_not_counted_as_addresses() -> None:
    places = ("203.0.113.7", "203.0.113.8", "203.0.113.0/24", "203.0.112.0/22", "AS64500", "203.0.0.0/16")
    parts = seen(*(("ip", place) for place in places), ("device", "d1"), ("content", "c1"), ("site", "*"))
    said = reason(parts[0], parts, parts[:1], 4321)
    assert "One campaign of 4,321 accounts, joined from 9 findings" in said
    assert "on 1 text, 1 device, 2 addresses, 2 networks, 2 providers, the whole site." in said


def test_what_else_is_told_says_of_what() -> None:
    parts = seen(("ip", "203.0.113.7"), ("ip", "203.0.113.0/24"), ("content", "c1"))
    said = reason(parts[0], parts, parts, 1)
    assert said.startswith("3 findings about 1 account, by ")
    assert "Also, of network 203.0.113.0/24: " in said
    assert "Also, of the text c1: " in said


def test_says_once_that_several_findings_are_about_one_account() -> None:
    parts = seen(("account", "u1"), ("account", "u1"))
    assert reason(parts[0], parts, parts[:1], 1).startswith("2 findings about 1 account, by login_fanout. Above all: ")


def test_what_is_no_text_is_not_called_one() -> None:
    by = [("review_wave", "place-7"), ("contact_again", "contact-5a"), ("raid", "group-2"), ("content_copies", "c1")]
    signal = alert("al").signals[0]
    parts = [replace(one, signals=[replace(signal, detector=name)])
             for one, (name, _) in zip(seen(*(("content", thing) for _, thing in by)), by, strict=True)]  # fmt: skip
    said = reason(parts[3], parts, parts, 9)
    assert "on 1 contact, 1 reviewed thing, 1 target, 1 text. Above all, of the reviewed place-7: " in said
    assert "\nAlso, of contact-5a: " in said
    assert "\nAlso, of the target group-2: " in said


def test_the_whole_site_is_not_said_twice() -> None:
    parts = seen(("ip", "203.0.113.7"), ("site", "*"))
    assert "Also, of the whole site: " in reason(parts[0], parts, parts, 1)
    parts[1] = replace(parts[1], reason="Of 9 sign-ups over the whole site 5 share a program.")
    assert "\nAlso: Of 9 sign-ups over the whole site " in reason(parts[0], parts, parts, 1)


def test_accounts_that_nobody_named_are_not_counted() -> None:
    parts = [replace(one, accounts=["unknown:203.0.113.7"]) for one in seen(("ip", "203.0.113.7"), ("ip", "AS64500"))]
    assert reason(parts[0], parts, parts[:1], 1).startswith(
        "One campaign of accounts that are not named, joined from 2"
    )


def test_who_was_reported_is_told_apart_from_the_reporters() -> None:
    parts = seen(("account", "ann"), ("account", "bob"), ("site", "*"))
    for part in parts[:2]:
        signal = replace(part.signals[0], evidence={"account_reported": part.entity.id})
        part.signals[0] = signal
    said = reason(parts[2], parts, parts[:1], 12)
    assert said.startswith("One campaign of 12 accounts (only reported by others: ann, bob), joined from 3 findings")
