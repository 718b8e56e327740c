"""`abusewatch config check` and `config show`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from detectors.catalogue import CATALOGUE
from pipeline.config_cli import app
from tests.config.conftest import Write


def run(*arguments: str, exits: int = 0) -> Result:
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == exits, done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


def shown(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("show", *arguments).stdout)
    return found


def test_check_says_what_would_run_and_what_is_not_protected() -> None:
    said = run("check").stdout
    assert said.startswith(f"ok: no abusewatch.toml here: {len(CATALOGUE)} detectors, ")
    assert "engine.state_secret_file is not set" in said


def test_check_and_show_say_what_is_drawn_for_reviewers(write: Write) -> None:
    file = str(write("[audit]\nshare = 0.001\nkinds = ['post']\n"))
    assert "audit: one of 1,000 posts is drawn for reviewers" in run("check", "--config", file).stdout
    assert shown("--config", file)["audit"] == {"share": 0.001, "kinds": ["post"], "salt": ""}
    assert shown()["audit"]["share"] == 0.0


def test_check_is_silent_about_a_secret_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ABUSEWATCH_ENGINE__STATE_SECRET", "s3cret")
    assert run("check").stdout.splitlines()[1:] == []


@pytest.mark.parametrize(("text", "keys"), [
    ("[worker]\nport = 1\n[engine]\nidle_s = 1", ["worker.port", "engine.idle_s"]),
    ("[detectors.takeovers]\nmode = 'live'", ["detectors.takeovers"]),
    ("[detectors.takeover]\nalert_at = 7\nmode = 'x'", ["detectors.takeover.mode", "detectors.takeover.alert_at"]),
    ("[engine]\nstate_secret_file = 'gone'", ["engine.state_secret_file"]),
    ("[detectors.takeover]\nwindow_s = 0\n[detectors.login_fanout]\nleast = -3\nwindow_s = -1.5",
     ["detectors.login_fanout.least", "detectors.login_fanout.window_s", "detectors.takeover.window_s"]),
    ("[engine]\nidle_s = inf\ncampaign_level = -1\n[kafka]\nreplication = -2",
     ["engine.idle_s", "engine.campaign_level", "kafka.replication"]),
    ("[kafka]\npassword_file = 'gone'", ["kafka.password_file"]),
    ("[kafka]\nsecurity = { nonsense = 'x' }", ["kafka.security.nonsense"]),
])  # fmt: skip
def test_check_names_each_key_and_ends_with_1(text: str, keys: list[str], write: Write) -> None:
    done = run("check", "--config", str(write(text)), exits=1)
    assert sorted(line.partition(": ")[0] for line in done.stderr.splitlines()) == sorted(keys)
    assert done.stdout == ""


def test_check_says_whether_the_file_or_the_environment_is_to_be_mended(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write("[detectors.login_fanout]\nleast = -3\n")
    said = run("check", "--config", str(file), exits=1).stderr
    assert said == f"detectors.login_fanout.least: must not be negative (in {file})\n"
    monkeypatch.setenv("ABUSEWATCH_DETECTORS__LOGIN_FANOUT__LEAST", "-5")
    said = run("check", "--config", str(file), exits=1).stderr
    assert said.endswith("must not be negative (in ABUSEWATCH_DETECTORS__LOGIN_FANOUT__LEAST)\n")
    monkeypatch.setenv("ABUSEWATCH_ENGIN__X", "3")
    said = run("check", "--config", str(file), exits=1).stderr
    assert "ABUSEWATCH_ENGIN__X: no section engin" in said
    assert f"audit (in {file})" not in said


def test_a_missing_file_ends_both_with_1(tmp_path: Path) -> None:
    for command in ("check", "show"):
        assert "gone.toml: cannot be read" in run(command, "--config", str(tmp_path / "gone.toml"), exits=1).stderr


def test_show_prints_what_is_in_force_with_the_shipped_stanzas(write: Write) -> None:
    found = shown("--config", str(write("[worker]\nweb_port = 7\n[detectors.takeover]\nmode = 'off'\n")))
    assert found["worker"]["web_port"] == 7
    assert found["worker"]["store"] == "rocksdb"
    assert found["detectors"]["takeover"]["mode"] == "off"
    assert {kind.name for kind in CATALOGUE} <= set(found["detectors"])


def test_no_secret_is_ever_shown(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "password").write_text("s3cret")
    monkeypatch.setenv("ABUSEWATCH_ENGINE__STATE_SECRET", "s3cret")
    monkeypatch.setenv("ABUSEWATCH_SASL_PASSWORD", "s3cret")
    file = write("""
        [kafka]
        password_file = "password"
        [kafka.security]
        "security.protocol" = "SASL_SSL"
        "sasl.password" = "s3cret"
        "ssl.key.password" = "s3cret"
    """)
    for command in ("show", "check"):
        done = run(command, "--config", str(file))
        assert "s3cret" not in done.stdout + done.stderr
    found = shown("--config", str(file))
    assert found["engine"]["state_secret"] == "set"
    assert found["kafka"]["security"]["sasl.password"] == "(hidden)"
    assert found["kafka"]["security"]["security.protocol"] == "SASL_SSL"


def test_check_says_what_it_read(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write("[worker]\nweb_port = 7\n")
    assert run("check", "--config", str(file)).stdout.startswith(f"ok: {file}: ")
    monkeypatch.setenv("ABUSEWATCH_WORKER__WEB_PORT", "8")
    assert run("check", "--config", str(file)).stdout.startswith(f"ok: {file}, 1 variable of the environment: ")


def test_a_variable_that_sets_nothing_is_not_counted_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ABUSEWATCH_NONSENSE", "ABUSEWATCH_CACHE", "ABUSEWATCH_PORT_9464_TCP", "ABUSEWATCH_SERVICE_HOST"):
        monkeypatch.setenv(name, "s3cret")
    said = run("check").stdout
    assert "of the environment" not in said
    assert "note: no setting is called ABUSEWATCH_NONSENSE; settings are ABUSEWATCH_SECTION__KEY\n" in said


def test_check_refuses_an_empty_address(write: Write) -> None:
    assert "kafka.bootstrap: " in run("check", "--config", str(write("[kafka]\nbootstrap = ''\n")), exits=1).stderr
