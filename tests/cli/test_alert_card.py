"""`abusewatch alerts ALERT_ID`: one alert in full."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from pipeline.precision import estimate
from schemas.alert import Entity
from tests.support.alerts import alert, json_lines
from tests.support.command import Command

alerts = Command("pipeline.alerts_cli")


@pytest.fixture
def file(tmp_path: Path) -> str:
    path, plain = tmp_path / "alerts.jsonl", alert("card_testing-1a")
    known = [msgspec.structs.replace(plain.signals[0], evidence={"cards": 12, "usual": 1.0833333, "kind": "new"},
                                     precision=estimate(9, 1))]  # fmt: skip
    path.write_text(json_lines(
        alert("card_testing-1a", reason="an older sentence"),
        alert("card_testing-1a", version=2, campaign_id="card_testing-1a", signals=known,
              reason="12 cards \x1b[2J tried", accounts=[f"u{n}" for n in range(20)], accounts_total=70,
              suggested_action="Hold the payments.", evidence_event_ids=["e1", "e2"],
              runbook="runbooks/detectors.md#card_testing"),
        alert("takeover-1b", campaign_id="card_testing-1a", status="closed",
              reason="Part of one campaign, reviewed as card_testing-1a: entered from elsewhere"),
        alert("takeover-1c"),
    ))  # fmt: skip
    return str(path)


def shown(file: str, *ids: str) -> dict[str, str]:
    rows = [line.split(maxsplit=1) for line in alerts("--file", file, *ids).stdout.splitlines()]
    return {label: said.rstrip() for label, said in rows}


def test_an_alert_is_shown_in_full_as_it_stands(file: str) -> None:
    card = shown(file, "card_testing-1a")
    assert card["alert"].startswith("card_testing-1a")
    assert "version 2" in card["alert"]
    assert card["reason"] == r"12 cards \x1b[2J tried"  # and cannot steer the terminal
    assert card["action"] == "Hold the payments."
    assert card["accounts"].endswith("u14, u15 and 54 more")
    assert card["events"] == "e1, e2"
    assert card["signal"].endswith("cards 12, usual 1.083, kind new")
    assert card["judged"] == "upheld 86 % (62-99)"
    assert card["joined"] == "takeover-1b (ip 203.0.113.7): entered from elsewhere"
    assert card["runbook"] == "runbooks/detectors.md#card_testing"
    assert card["verdict"] == "abusewatch decide card_testing-1a violation|benign|unsure"


def test_a_verdict_on_what_was_joined_is_given_on_its_campaign(file: str) -> None:
    card = shown(file, "takeover-1b")
    assert card["verdict"].endswith("on the campaign: abusewatch decide card_testing-1a violation|benign|unsure")
    assert card["judged"] == "no verdicts on its detector when this version went out"


def test_the_beginning_of_an_id_is_enough_where_no_other_begins_so(file: str) -> None:
    assert shown(file, "card")["alert"].startswith("card_testing-1a")
    found = alerts("--file", file, "--json", "takeover-1c", "card").stdout.splitlines()
    assert [json.loads(line)["alert_id"] for line in found] == ["takeover-1c", "card_testing-1a"]


@pytest.mark.parametrize(("name", "why"), [
    ("take", "2 alerts have ids that begin with take"), ("nobody", "there is no alert nobody"),
])  # fmt: skip
def test_an_id_that_names_no_single_alert_is_refused(file: str, name: str, why: str) -> None:
    failed = alerts("--file", file, name, exits=2)
    assert why in failed.stderr
    assert not failed.stdout


def test_a_sample_names_no_policy_and_asks_for_the_one_that_is_broken(tmp_path: Path) -> None:
    name, path = "audit_sample-0123456789abcdef01234567", tmp_path / "sample.jsonl"
    path.write_text(json_lines(alert(name, "audit_sample", entity=Entity("content", "c5"), policy="spam")))
    card = shown(str(path), name)
    assert card["about"] == "content c5"
    assert card["verdict"] == f"abusewatch decide {name} violation|benign|unsure --policy POLICY"
