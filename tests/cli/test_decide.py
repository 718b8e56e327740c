"""`abusewatch decide` into a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from schemas.alert import Entity
from schemas.event import Decision
from schemas.parse import parse
from tests.support.alerts import alert, json_lines
from tests.support.command import Command

decide = Command("pipeline.decide_cli")


@pytest.fixture
def queue(tmp_path: Path) -> str:
    path = tmp_path / "alerts.jsonl"
    path.write_text(json_lines(
        alert("al-ip", accounts=["u7", "u8"], accounts_total=2), alert("al-account", entity=Entity("account", "u9")),
        alert("al-nobody", accounts=[], accounts_total=0),
    ))  # fmt: skip
    return str(path)


def printed(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(decide(*arguments, "--to", "-").stdout)
    return found


def test_the_decision_is_one_that_replay_reads_with_everything_said(queue: str, tmp_path: Path) -> None:
    out = tmp_path / "decisions.jsonl"
    arguments = ["al-ip", "violation", "--alerts-file", queue, "--policy", "account_security", "--reviewer", "ann",
                 "--seconds", "42.5", "--source", "appeal", "--time", "2026-01-05T12:00:00",
                 "--to", str(out)]  # fmt: skip
    decide(*arguments)
    decide(*arguments)
    first, second = (parse(line) for line in out.read_bytes().splitlines())
    assert isinstance(first, Decision)
    assert isinstance(second, Decision)
    assert first.id != second.id  # two verdicts, not one delivered twice
    assert first == Decision(first.id, "u7", 1_767_614_400.0, "violation", "al-ip", None, None, "account_security",
                             "ann", 42.5, "appeal", 1)  # fmt: skip


def test_the_subject_is_the_entity_where_that_is_an_account(queue: str) -> None:
    assert printed("al-account", "benign", "--alerts-file", queue)["subject"] == "u9"


def test_the_beginning_of_an_alerts_id_will_do_where_it_is_the_only_one(queue: str) -> None:
    found = printed("al-a", "benign", "--alerts-file", queue)
    assert (found["subject"], found["data"]["alert_id"]) == ("u9", "al-account")
    said = decide("al-", "benign", "--alerts-file", queue, "--to", "-", exits=2).stderr
    assert "3 alerts have ids that begin with 'al-'" in said


def test_a_verdict_on_an_audit_sample_is_one_on_its_content(tmp_path: Path) -> None:
    name = "audit_sample-0123456789abcdef01234567"
    (tmp_path / "a").write_text(json_lines(alert(name, entity=Entity("content", "c5"), accounts=["u6"], mode="audit")))
    file = ("--alerts-file", str(tmp_path / "a"))
    found = printed(name, "violation", "--policy", "spam", *file)
    assert (found["subject"], found["data"]) == ("u6", {
        "verdict": "violation", "content_id": "c5", "policy": "spam", "source": "audit",
    })  # fmt: skip
    assert printed(name, "benign", "--source", "appeal", *file)["data"]["source"] == "appeal"
    told = printed(name, "benign", "--subject", "u6")["data"]  # not looked up: the worker knows the content
    assert told == {"verdict": "benign", "alert_id": name, "source": "audit"}


@pytest.mark.parametrize(("about", "field"), [("content", "content_id"), ("event", "event_id")])
def test_a_verdict_may_be_about_content_or_an_event(about: str, field: str) -> None:
    found = printed("x1", "unsure", "--about", about, "--subject", "u3")
    assert (found["subject"], found["data"]) == ("u3", {"verdict": "unsure", field: "x1", "source": "queue"})


def test_a_verdict_about_an_account_names_it_alone() -> None:
    found = printed("u5", "violation", "--about", "account")
    assert (found["subject"], found["data"]) == ("u5", {"verdict": "violation", "source": "queue"})


@pytest.mark.parametrize(("arguments", "said"), [
    (["al-none", "benign"], "no alert 'al-none'"),
    (["al-nobody", "benign"], "names no account: give --subject"),
    (["c1", "benign", "--about", "content"], "needs --subject"),
    (["x" * 600, "benign", "--subject", "u1"], "alert_id"),
])  # fmt: skip
def test_what_cannot_be_sent_is_explained(queue: str, tmp_path: Path, arguments: list[str], said: str) -> None:
    out = tmp_path / "decisions.jsonl"
    assert said in decide(*arguments, "--alerts-file", queue, "--to", str(out), exits=2).stderr
    assert not out.exists()


def test_an_unknown_verdict_is_refused() -> None:
    assert "maybe" in decide("al-1", "maybe", "--subject", "u1", "--to", "-", exits=2).stderr
