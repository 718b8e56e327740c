"""`abusewatch control`, without a broker: what it writes, and what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from pipeline.control_cli import app
from pipeline.control_sending import lifted
from pipeline.control_topic import encode, key_of
from pipeline.controls import Controls
from schemas.control import Control


def control(*arguments: str, exits: int = 0) -> Result:
    done = CliRunner().invoke(app, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == exits, done.output
    return done


def written(*arguments: str) -> Control:
    done = control(*arguments, "--time", "2026-01-05T12:00:00", "--author", "ann", "--to", "-")
    return msgspec.json.decode(done.stdout, type=Control)


def made(kind: str, hours: float, **fields: str | float) -> Control:
    begin = datetime(2026, 1, 5, 12, tzinfo=UTC)
    facts = {"time": begin, "expires": begin + timedelta(hours=hours), "author": "ann", "why": "not said"}
    return msgspec.convert({"kind": kind, **facts, **fields}, Control)


@pytest.mark.parametrize(("arguments", "entry"), [
    (["snooze", "ip:192.0.2.7", "--for", "2h"], made("snooze", 2, entity="ip:192.0.2.7")),
    (["snooze", "--detector", "login_fanout", "--for", "1d", "--why", "a flood"],
     made("snooze", 24, detector="login_fanout", why="a flood")),
    (["allow", "card:c1", "--detector", "card_sharing", "--for", "4w"],
     made("allow", 672, entity="card:c1", detector="card_sharing")),
    (["threshold", "0.9", "--detector", "login_fanout", "--for", "30m"],
     made("threshold", 0.5, detector="login_fanout", value=0.9)),
    (["mode", "shadow", "--detector", "login_fanout", "--for", "7d"],
     made("mode", 168, detector="login_fanout", value="shadow")),
])  # fmt: skip
def test_each_kind_writes_the_entry_that_a_replay_takes(arguments: list[str], entry: Control) -> None:
    assert written(*arguments) == entry


@pytest.mark.parametrize(("arguments", "said"), [
    (["snooze", "192.0.2.7", "--for", "2h"], "no effect: its entity must be TYPE:ID"),
    (["snooze", "--for", "2h"], "neither an entity nor a detector"),
    (["allow", "--detector", "login_fanot", "--for", "2h"], "did you mean login_fanout?"),
    (["mode", "live", "--detector", "raid", "--for", "2h"], "raid is off in this configuration"),
    (["snooze", "ip:192.0.2.7", "--for", "soon"], "--for 'soon'"),
    (["snooze", "ip:192.0.2.7", "--for", "999999999d"], "--for"),
    (["snooze", "ip:192.0.2.7", "--for", "0h"], "--for"),
    (["snooze", "ip:" + "a" * 600, "--for", "2h"], "length"),
])  # fmt: skip
def test_what_would_have_no_effect_is_refused_and_not_written(arguments: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[detectors.raid]\nmode = "off"\n')
    files = ["--to", str(tmp_path / "control.jsonl"), "--config", str(tmp_path / "settings.toml")]
    assert said in control(*arguments, *files, exits=2).stderr
    assert not (tmp_path / "control.jsonl").exists()


def test_it_says_what_was_set_and_what_was_not(tmp_path: Path) -> None:
    file = str(tmp_path / "control.jsonl")
    done = control("snooze", "ip:192.0.2.7", "--for", "2h", "--time", "2026-01-05T12:00:00", "--to", file)
    assert done.stdout.splitlines()[0] == "snoozed: ip:192.0.2.7 until 2026-01-05 14:00:00 UTC"
    assert "alerts on its network" in done.stdout
    control("allow", "account:u7", "--for", "2h", "--to", file)
    assert len(Path(file).read_bytes().splitlines()) == 2


def test_lifting_ends_what_holds_and_what_is_to_come_under_the_same_key() -> None:
    entry, later = made("snooze", 2, entity="ip:192.0.2.7"), made("snooze", 9, entity="ip:192.0.2.7")
    later = msgspec.structs.replace(later, time=entry.time + timedelta(hours=1))
    now = entry.time + timedelta(minutes=10)
    ends = [lifted(one, now, "bob", "over") for one in (entry, later)]
    assert Controls((entry, later, *ends)).standing(now.timestamp()) == []
    assert {key_of(one) for one in (entry, later, *ends)} == {b"snooze * ip:192.0.2.7"}
    assert msgspec.json.decode(encode(ends[0]), type=Control) == ends[0]


def test_lifting_nothing_in_particular_says_what_to_name() -> None:
    assert "error: name an entity or --detector" in control("lift", "--kind", "snooze", exits=2).stderr
