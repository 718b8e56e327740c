"""`abusewatch why`: each thing that can become of what a detector sees, said in words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from detectors.catalogue import BY_NAME
from detectors.login_fanout import LoginFanout
from pipeline.alert_view import when
from schemas.event import Decision, Event
from tests.support.command import Command
from tests.support.scenario import START, decided, entered, event, failed
from tests.support.wire import decision_to_bytes, to_bytes

why = Command("pipeline.why.cli")
ATTACKER = "203.0.113.7"
HOUR = 3600.0


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run where no settings file lies but one under which a single detector runs."""
    monkeypatch.chdir(tmp_path)
    only("login_fanout")


def only(*names: str, rest: str = "", **settings: str) -> None:
    """Leave all detectors off but `names`, live unless `settings` say otherwise."""
    off = "".join(f'[detectors.{name}]\nmode = "off"\n' for name in BY_NAME if name not in names)
    stanza = "".join(f"{key} = {value}\n" for key, value in {"mode": '"live"', **settings}.items())
    Path("abusewatch.toml").write_text(off + "".join(f"[detectors.{name}]\n{stanza}" for name in names) + rest)


def attack(at: float = 0.0, ip: str = ATTACKER, name: str = "e", who: str = "u") -> list[Event]:
    """Return 12 accounts that fail on one address: the fifth and more raise an alert."""
    return [failed(f"{who}{n}", at + n * 2.0, ip, id=f"{name}{n}") for n in range(12)]


def write(*records: Event | Decision) -> str:
    lines = [to_bytes(one) if isinstance(one, Event) else decision_to_bytes(one) for one in records]
    Path("events.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    return "events.jsonl"


def replies(*arguments: str, exits: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = why.json(*arguments, exits=exits)
    return found


def answer(file: str, name: str, *options: str) -> dict[str, Any]:
    """Return what the only detector that runs made of one event."""
    ((one,),) = [reply["answers"] for reply in replies(file, "--event", name, *options)]
    assert one["event_id"] == name
    return dict(one)


def stamped(at: float) -> str:
    return datetime.fromtimestamp(START + at, UTC).isoformat()


def control(**fields: Any) -> str:
    entry = {"entity": f"ip:{ATTACKER}", "time": stamped(-HOUR), "expires": stamped(HOUR), "why": "a test", **fields}
    Path("control.jsonl").write_text(json.dumps({"author": "ops", **entry}) + "\n")
    return "control.jsonl"


# There is an alert.


def test_what_raises_an_alert_what_it_holds_already_and_what_came_before() -> None:
    asked = [option for n in range(12) for option in ("--event", f"e{n}")]
    found = [reply["answers"][0] for reply in replies(write(*attack()), *asked)]
    (raised,) = [one for one in found if "this event raised the alert" in one["why"]]
    assert {one["decided"] for one in found} == {"alert"}
    assert f"that event {raised['event_id']} raised at {when(raised['time'])}" in found[0]["why"]
    assert f"an alert open since {when(raised['time'])}" in found[11]["why"]
    assert {one["row"] for one in found} == {raised["alert_id"]}
    assert raised["score"] >= raised["level"] == 0.5 > found[0]["score"]
    assert "12 accounts" in raised["explanation"]


def test_an_alert_in_shadow_is_told_as_such() -> None:
    only("login_fanout", mode='"shadow"')
    one = answer(write(*attack()), "e11")
    assert (one["decided"], one["mode"]) == ("shadow", "shadow")
    assert "nobody need look at it" in one["why"]


def test_what_was_joined_names_the_campaign_as_the_row() -> None:
    only("login_fanout", "user_enumeration")
    events = [failed(f"x{n}", n * 2.0, ATTACKER, reason="unknown_user", id=f"e{n}") for n in range(20)]
    (reply,) = replies(write(*events), "--event", "e19")
    (head,) = [one for one in reply["answers"] if one["decided"] == "alert"]
    (joined,) = [one for one in reply["answers"] if one["decided"] == "joined"]
    assert joined["row"] == head["alert_id"] != joined["alert_id"]
    assert reply["rows"] == [head["row"]]


def test_what_waits_for_reviewers_minutes_is_told_with_since_when() -> None:
    only("login_fanout", rest="[engine]\nreviewer_minutes_a_day = 2\n")
    events = [*attack(), *attack(HOUR + 700.0, "198.51.100.9", "f", "v")]
    file = write(*events)
    first, one = [reply["answers"][0] for reply in replies(file, "--event", "e11", "--event", "f11")]
    assert (first["decided"], one["decided"]) == ("alert", "waiting")
    assert "waited for reviewers' minutes from 2026-01-05 09:11:" in one["why"]
    later = answer(write(*events, *[entered("z", n * 6 * HOUR, "192.0.2.1") for n in range(1, 6)]), "f11")
    assert later["decided"] == "alert"
    assert "to 2026-01-06 07:00:00" in later["why"]


def test_what_goes_out_only_when_it_is_sure_is_told_with_its_time() -> None:
    late = [entered("y", -100.0, "192.0.2.1"), entered("z", -250.0, "192.0.2.1")]  # so far late may others come, too
    one = answer(write(*late, *attack(5.0), entered("y", 2 * HOUR, "192.0.2.1")), "e11")  # just after the full hour
    assert one["decided"] == "alert"
    assert "raised at 2026-01-05 09:00:27, when nothing earlier could come any more" in one["why"]  # by the twelfth


# One was found, and not sent.


@pytest.mark.parametrize(("entry", "decided_as", "words"), [
    ({"kind": "snooze"}, "snooze", "snoozed"), ({"kind": "allow"}, "allow_list", "allowed"),
    ({"kind": "threshold", "detector": "login_fanout", "entity": None, "value": 0.99}, "threshold", "control thr"),
])  # fmt: skip
def test_what_a_list_silences_is_told_with_the_list(entry: dict[str, Any], decided_as: str, words: str) -> None:
    one = answer(write(*attack()), "e11", "--control", control(**entry))
    assert (one["decided"], one["row"]) == (decided_as, None)
    assert words in one["why"]
    assert one["alert_id"].startswith("login_fanout-")


def test_what_reviewers_called_benign_before_is_told_with_the_verdict() -> None:
    first = answer(write(*attack()), "e11")["alert_id"]
    verdict = decided("u0", 600.0, "benign", alert_id=first)
    again = attack(6 * HOUR, name="f")
    one = answer(write(*attack(), verdict, entered("z", 5 * HOUR, "192.0.2.1"), *again), "f11")
    assert (one["decided"], one["row"]) == ("called_benign", None)
    assert "called an alert of it on this entity benign" in one["why"]


# None was found.


def test_what_is_below_its_level_is_told_with_how_rare_it_is() -> None:
    one = answer(write(*attack()[:2]), "e1")
    assert (one["decided"], one["alert_id"], one["row"]) == ("below_level", None, None)
    assert one["why"].startswith("such happens by chance once in ")
    assert "accuses from once in 1,000,000 on" in one["why"]


def test_a_score_over_the_level_with_too_few_counted_is_told_with_both_figures() -> None:
    only("second_factor_fanout", least="100")
    tries = [failed(f"u{n}", n * 5.0, ATTACKER, reason="mfa_failed", device="d1", id=f"e{n}") for n in range(30)]
    one = answer(write(*tries), "e29")
    assert one["score"] >= one["level"]
    assert (one["decided"], one["row"]) == ("too_few", None)
    assert "it counts 30 within " in one["why"]
    assert "and wants 100 or more, however surprising" in one["why"]


def test_an_event_that_is_shown_and_not_counted_is_told_so() -> None:
    only("user_enumeration")
    one = answer(write(*attack()), "e11")
    assert one["decided"] == "not_counted"


def test_a_detector_that_fails_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> bool:
        message = "a fault"
        raise ValueError(message)

    monkeypatch.setattr(LoginFanout, "learn", fails)
    assert answer(write(*attack()), "e0")["decided"] == "failed"


# What is asked about, and how it is said.


def test_an_account_has_its_highest_event_and_one_for_each_alert() -> None:
    file = write(*attack(), *attack(26 * HOUR, name="f")[:1], entered("u0", 27 * HOUR, "192.0.2.8", id="g"))
    (reply,) = replies(file, "--entity", "account:u0")
    assert (reply["events"], reply["types"]) == (3, {"account.login": 3})
    assert [one["decided"] for one in reply["answers"]][:2] == ["alert", "below_level"]
    assert reply["rows"] == [reply["answers"][0]["row"]]
    (address,) = replies(file, "--entity", f"ip:{ATTACKER}")
    assert (address["events"], address["rows"]) == (13, reply["rows"])


def test_a_duplicate_and_what_is_refused_are_told_where_they_lie() -> None:
    write(*attack(), attack()[3])
    with Path("events.jsonl").open("ab") as file:
        file.write(b'{"specversion": "1.0", "id": "bad", "type": "account.login", "subject": "u1"}\n')
        file.write(b'{"specversion": "1.0", "id": "odd", "source": "/t", "type": "a.b", "subject": "u", "data": {}}\n')
    twice, bad, odd = replies("events.jsonl", "--event", "e3", "--event", "bad", "--event", "odd")
    assert (twice["events"], twice["duplicates"]) == (1, 1)
    assert bad["refused"][0].startswith("events.jsonl, line 14: dead-lettered, schema: ")
    assert odd["refused"] == ["events.jsonl, line 15: skipped, a.b is no type of event that is known"]


def test_what_is_not_in_the_input_ends_with_1_after_what_is() -> None:
    done = why(write(*attack()), "--event", "nowhere", "--event", "e1", "--entity", "ip:192.0.2.99", exits=1)
    assert "error: not in events.jsonl: nowhere, ip:192.0.2.99" in done.stderr
    assert done.stdout.startswith("e1  account.login  2026-01-05 08:00:02  u1\n")


def test_where_nothing_scored_those_that_know_what_they_lack_are_shown() -> None:
    only("code_guessing", "user_enumeration")
    tries = [event("account.usage", "u", n * 20.0, product="redeem", status=404, id=f"e{n}") for n in range(45)]
    said = why(write(*tries, *attack(name="f")), "--entity", "account:u", "--event", "f0").stdout
    silent, known = said.split("\n\n")
    assert "nothing said: nothing is known of this site yet" in known
    assert "more" not in known
    assert silent.splitlines()[1] == "1 answer of no score (--json has all)"
    _, account = replies("events.jsonl", "--entity", "account:u", "--event", "f0")
    assert account["answers"][0]["lacks"] == account["answers"][0]["why"]


@pytest.mark.parametrize(("arguments", "said"), [
    ([], "nothing is asked about"), (["--entity", "u1"], "--entity u1: expected TYPE:ID"),
    (["--entity", "person:u1"], "TYPE one of account, ip"), (["--event", "e", "--config", "gone.toml"], "gone.toml"),
])  # fmt: skip
def test_what_cannot_be_used_ends_with_2(arguments: list[str], said: str) -> None:
    assert said in why(write(*attack()), *arguments, exits=2).stderr


@pytest.mark.parametrize("columns", ["40", "80", "160"])
def test_wide_or_narrow_all_is_said_and_nothing_folded_away(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setattr("pipeline.why.cli.WIDE", int(columns))
    lines = why(write(*attack()), "--event", "e11").stdout.splitlines()
    assert max(map(len, lines)) <= int(columns)
    told = "".join("".join(lines).split())
    (one,) = replies("events.jsonl", "--event", "e11")[0]["answers"]
    for part in ("login_fanout", f"ip:{ATTACKER}", "live", f"{one['score']:.3f}", "0.500", f"alert: {one['why']}"):
        assert "".join(part.split()) in told, part
    assert one["row"] in told or columns == "160"  # in a table it may lie over two lines


def test_an_inviter_is_told_what_was_made_of_the_accounts_it_invited_and_that_no_row_names_it() -> None:
    only("login_fanout", "signup_chain")
    came = [event("account.signup", f"friend{n}", n * 60.0, invited_by="boss", id=f"s{n}") for n in range(3)]
    file = write(*came, entered("boss", 900.0, "192.0.2.1"))
    (told,) = replies(file, "--entity", "account:boss")
    assert (told["types"], told["rows"]) == ({"account.login": 1}, [])
    of_invited = [one for one in told["answers"] if one["invited"]]
    assert [(one["detector"], one["decided"]) for one in of_invited] == [("signup_chain", "below_level")]
    text = why(file, "--entity", "account:boss").stdout
    assert "no row to review names it" in text
    assert "of accounts it invited" in " ".join(text.split())
