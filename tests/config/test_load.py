"""Where settings come from, and that each one that cannot be used is named by its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import Config, ConfigError, load
from tests.config.conftest import Write


def problems(file: Path | None = None) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        load(file)
    return refused.value.problems


def test_nothing_at_all_is_the_defaults() -> None:
    assert load() == Config()
    assert (load().worker.app_id, load().worker.web_host, load().worker.web_port) == ("abusewatch", "127.0.0.1", 9464)


def test_the_file_where_the_command_runs_is_found(tmp_path: Path) -> None:
    (tmp_path / "abusewatch.toml").write_text("[worker]\napp_id = 'ours'\n")
    assert load().worker.app_id == "ours"


def test_a_named_file_takes_the_place_of_the_one_lying_there(tmp_path: Path, write: Write) -> None:
    (tmp_path / "abusewatch.toml").write_text("[worker]\napp_id = 'ours'\n")
    assert load(write("[engine]\nidle_s = 60\n")).worker.app_id == "abusewatch"


def test_environment_wins_key_by_key_over_the_file(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write("""
        [worker]
        app_id = "file"
        web_port = 1
        [kafka]
        security = { "security.protocol" = "SSL" }
        [detectors.takeover]
        mode = "live"
        alert_at = 0.7
    """)
    monkeypatch.setenv("ABUSEWATCH_WORKER__APP_ID", "environment")
    monkeypatch.setenv("abusewatch_detectors__takeover__mode", "off")
    monkeypatch.setenv("ABUSEWATCH_KAFKA__SECURITY", '{"ssl.ca.location": "/ca.pem"}')
    found = load(file)
    assert (found.worker.app_id, found.worker.web_port) == ("environment", 1)
    assert found.detectors["takeover"] == {"mode": "off", "alert_at": 0.7}
    assert found.kafka.security == {"security.protocol": "SSL", "ssl.ca.location": "/ca.pem"}


def test_every_problem_is_named_by_key_at_once(write: Write) -> None:
    found = problems(
        write("""
        surprise = 1
        [kafka]
        bootstrapp = "x"
        replication = "three"
        [worker]
        web_port = 70000
        store = "disk"
        checkpoint_interval_s = 0
        [engine]
        idle_s = true
        dead_letter_share = 2
        [detectors]
        takeover = "live"
    """)
    )
    assert {line.partition(":")[0] for line in found} == {
        "surprise", "kafka.bootstrapp", "kafka.replication", "worker.web_port", "worker.store",
        "worker.checkpoint_interval_s", "engine.idle_s", "engine.dead_letter_share", "detectors.takeover",
    }  # fmt: skip
    assert all(len(line.partition(": ")[2]) > 10 for line in found)
    assert any("'memory' or 'rocksdb'" in line for line in found)
    assert any("less than or equal to 65535" in line for line in found)


@pytest.mark.parametrize(("name", "value", "said"), [
    ("ABUSEWATCH_WORKERS__WEB_PORT", "1", "no section workers; there are kafka, worker, engine, detectors, audit"),
    ("ABUSEWATCH_WEB_PORT", "1", "is ABUSEWATCH_WORKER__WEB_PORT meant?"),
    ("ABUSEWATCH_STATE_SECRET_FILE", "s3cret", "is ABUSEWATCH_ENGINE__STATE_SECRET_FILE meant?"),
    ("ABUSEWATCH_KAFKA__SECURITY", "s3cret", "must be a JSON object"),
    ("ABUSEWATCH_KAFKA_BOOTSTRAP", "s3cret", "is ABUSEWATCH_KAFKA__BOOTSTRAP meant?"),
    ("ABUSEWATCH_ENGINE_IDLE_S", "s3cret", "is ABUSEWATCH_ENGINE__IDLE_S meant?"),
    ("ABUSEWATCH_KAFKA", "s3cret", "must be a JSON object"),
    ("ABUSEWATCH_AUDIT__SHARE", "s3cret", "audit.share: input should be a valid number"),
    ("ABUSEWATCH_SHARE", "s3cret", "is ABUSEWATCH_AUDIT__SHARE meant?"),
    ("ABUSEWATCH_DETECTORS", '["s3cret"', "must be a JSON object"),
    ("ABUSEWATCH_WORKER__WEB_PORT", "s3cret", "worker.web_port: input should be a valid integer"),
    ("ABUSEWATCH_WORKER__PORT", "s3cret", "worker.port: unknown setting"),
])  # fmt: skip
def test_a_wrong_variable_is_told_by_name_and_its_value_kept_quiet(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    (line, *more) = problems()
    assert said in line
    assert more == []
    assert "s3cret" not in line


@pytest.mark.parametrize(("setting", "value"), [
    ("share", 1), ("share", -0.001), ("share", "nan"), ("kinds", '["letter"]'), ("salts", "x"),
])  # fmt: skip
def test_a_sample_that_cannot_be_drawn_is_named(
    setting: str, value: object, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = repr(value) if value == "x" else value
    (line,) = problems(write(f"[audit]\n{setting} = {said}\n"))
    assert line.startswith(f"audit.{setting}")
    if setting in {"share", "kinds"}:
        monkeypatch.setenv(f"ABUSEWATCH_AUDIT__{setting.upper()}", str(value))
        assert problems()[0].startswith(f"audit.{setting}")


def test_what_is_drawn_may_be_set_by_the_environment(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ABUSEWATCH_AUDIT__SHARE", "0.002")
    monkeypatch.setenv("ABUSEWATCH_AUDIT__KINDS", '["post", "review"]')
    found = load(write("[audit]\nshare = 0.1\nsalt = 'ours'\n")).audit
    assert (found.share, found.kinds, found.salt) == (0.002, ("post", "review"), "ours")


@pytest.mark.parametrize("name", ["ABUSEWATCH_CACHE", "ABUSEWATCH_DATA", "ABUSEWATCH_SERVICE_HOST", "ABUSEWATCH_PORT",
                                  "ABUSEWATCH_WORKER_PORT", "ABUSEWATCH_KAFKA_PORT_9092_TCP"])  # fmt: skip
def test_other_variables_with_the_prefix_are_nobodys_business(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first two are other parts' own; a cluster makes the others for a service called abusewatch."""
    monkeypatch.setenv(name, "10.0.0.1")
    assert load() == Config()


def test_a_file_that_is_not_there_or_no_file_is_named(tmp_path: Path) -> None:
    assert problems(tmp_path / "gone.toml") == [f"{tmp_path}/gone.toml: cannot be read (No such file or directory)"]
    assert "cannot be read (Is a directory)" in problems(tmp_path)[0]


@pytest.mark.parametrize("content", [b"[worker\n", b"app_id", b"\xff\xfe"])
def test_a_file_that_is_not_toml_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    (line,) = problems(path)
    assert line.startswith(f"{path}: not TOML: ")


@pytest.mark.parametrize(("text", "said"), [
    ("[detector.takeover]\nmode = 'off'", "detector: unknown setting; did you mean detectors?"),
    ("[kafka]\nbootstrapp = 'x'", "kafka.bootstrapp: unknown setting; did you mean bootstrap?"),
    ("[kafka]\nzzz = 'x'", "kafka.zzz: unknown setting; `abusewatch config show` lists the known ones"),
])  # fmt: skip
def test_a_misspelt_name_is_told_with_the_one_that_is_near(text: str, said: str, write: Write) -> None:
    assert problems(write(text)) == [said]
