"""From settings to what runs: detectors, the engine's settings, credentials."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from detectors.catalogue import CATALOGUE
from pipeline.config import Config, ConfigError, load
from pipeline.config.build import detectors, engine, engine_settings, instance
from pipeline.config.secrets import SECURITY, security
from pipeline.credentials import faust_credentials
from pipeline.engine_settings import EngineSettings
from pipeline.metrics import RecordingMetrics
from pipeline.sampler import AuditSettings
from pipeline.worker_cli import worker_settings
from tests.support import scenario


def config(**sections: Any) -> Config:
    return Config(**sections)


def wrong(**stanzas: dict[str, Any]) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        detectors(config(detectors=stanzas))
    return refused.value.problems


def test_every_detector_runs_as_shipped_unless_told_otherwise() -> None:
    built, modes = detectors(config())
    assert [repr(one.config()) for one in built] == [repr(scenario.shipped(one.name).config()) for one in built]
    assert [type(one) for one in built] == list(CATALOGUE)
    assert set(modes) == {one.name for one in built}


def test_a_stanza_changes_its_detector_and_off_takes_it_out() -> None:
    built, modes = detectors(config(detectors={"takeover": {"mode": "off"}, "login_fanout": {"alert_at": 0.9}}))
    by_name = {one.name: one for one in built}
    assert "takeover" not in by_name
    assert "takeover" not in modes
    assert by_name["login_fanout"].alert_at == 0.9
    assert len(built) == len(CATALOGUE) - 1


def test_numbers_from_the_environment_are_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ABUSEWATCH_DETECTORS__LOGIN_FANOUT__ALERT_AT", "0.875")
    monkeypatch.setenv("ABUSEWATCH_DETECTORS__LOGIN_FANOUT__MODE", "audit")
    built, modes = detectors(load())
    (found,) = [one for one in built if one.name == "login_fanout"]
    assert (found.alert_at, modes["login_fanout"]) == (0.875, "audit")


@pytest.mark.parametrize(("stanza", "said"), [
    ({"mode": "loud"}, "detectors.takeover.mode: must be one of live, shadow, audit, off"),
    ({"mode": 3}, "detectors.takeover.mode: must be one of"),
    ({"alertat": 0.5}, "detectors.takeover.alertat: unknown setting; known: alert_at"),
    ({"alert_at": "high"}, "detectors.takeover.alert_at: must be a number, like 0.5"),
    ({"alert_at": True}, "detectors.takeover.alert_at: must be a number"),
    ({"alert_at": [0.5]}, "detectors.takeover.alert_at: must be a number"),
    ({"alert_at": float("nan")}, "detectors.takeover.alert_at: must be a number"),
    ({"alert_at": 1}, "detectors.takeover.alert_at: must be above 0 and below 1"),
    ({"alert_at": 0.0}, "detectors.takeover.alert_at: must be above 0 and below 1"),
    ({"self": 1}, "detectors.takeover.self: unknown setting"),
])  # fmt: skip
def test_a_stanza_that_cannot_be_used_is_told_by_key(stanza: dict[str, Any], said: str) -> None:
    (line,) = wrong(takeover=stanza)
    assert line.startswith(said)


def test_all_stanzas_problems_come_at_once() -> None:
    found = wrong(no_such={"mode": "live"}, takeover={"mode": "loud", "x": 1}, login_fanout={"alert_at": 2})
    assert [line.partition(": ")[0] for line in found] == [
        "detectors.no_such", "detectors.login_fanout.alert_at", "detectors.takeover.mode", "detectors.takeover.x",
    ]  # fmt: skip
    assert "no such detector" in found[0]


def test_the_engines_section_and_its_settings_have_the_same_keys_and_defaults() -> None:
    made = engine_settings(config())
    assert made == EngineSettings()
    assert set(type(config().engine).model_fields) == {
        *EngineSettings.__struct_fields__, "state_secret_file", "false_alerts_a_day", "questions_a_day",
    }  # fmt: skip


def test_the_state_secret_comes_from_its_file_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ABUSEWATCH_ENGINE__STATE_SECRET", "from the environment")
    assert engine_settings(load()).state_secret == b"from the environment"
    (tmp_path / "secret").write_text("from the file\n")
    monkeypatch.setenv("ABUSEWATCH_ENGINE__STATE_SECRET_FILE", str(tmp_path / "secret"))
    assert engine_settings(load()).state_secret == b"from the file"


@pytest.mark.parametrize(("content", "said"), [
    (None, r"engine.state_secret_file: .*secret: cannot be read \(No such file"), (b" \n", "is empty"),
    (b"\xff", "is not UTF-8"),
])  # fmt: skip
def test_a_secret_that_is_none_is_refused(content: bytes | None, said: str, tmp_path: Path) -> None:
    """An empty file must not mean the key that everybody knows."""
    if content is not None:
        (tmp_path / "secret").write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        engine_settings(config(engine={"state_secret_file": tmp_path / "secret"}))


def test_credentials_come_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "user").write_text("abusewatch\n")
    (tmp_path / "password").write_text("hunter2\n")
    sasl = {"security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "SCRAM-SHA-512", "sasl.username": "nobody"}
    monkeypatch.setenv("ABUSEWATCH_SASL_PASSWORD", "older")
    kafka = {"security": sasl, "username_file": tmp_path / "user"}
    assert security(config(kafka=kafka))["sasl.password"] == "older"
    found = security(config(kafka={**kafka, "password_file": tmp_path / "password"}))
    assert found == {**sasl, "sasl.username": "abusewatch", "sasl.password": "hunter2"}
    made = faust_credentials(found)
    assert made is not None
    assert vars(made)["username"] == "abusewatch"


def test_a_missing_credential_file_is_told_by_key(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"kafka.username_file: .* cannot be read"):
        security(config(kafka={"username_file": tmp_path / "gone"}))


def test_a_security_setting_one_client_would_lose_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"kafka.security.enable.ssl: not supported; known: .*ssl.ca.location"):
        security(config(kafka={"security": {"enable.ssl": "x"}}))
    assert "sasl.password" in SECURITY


def test_the_worker_is_told_every_setting_of_its_section() -> None:
    changed = {"app_id": "a", "instance": "i", "allow_create": False, "store": "memory", "folder": Path("f"),
               "standbys": 1, "checkpoint_interval_s": 2.0, "checkpoint_entries": 3, "idle_after_s": 4.0,
               "quiet_is_end": True, "session_timeout_s": 7.0, "transaction_timeout_s": 8.0, "max_batch_records": 9,
               "web_host": "::1", "web_port": 0}  # fmt: skip
    found = config(worker=changed, kafka={"bootstrap": "h:1", "topic_prefix": "p."})
    assert set(changed) == set(type(found.worker).model_fields)
    made = worker_settings(found)
    assert {name: getattr(made, name) for name in changed} == changed
    assert made.bootstrap == "h:1"
    assert all(topic.startswith("p.") for topic in made.topics)


def test_a_worker_is_called_like_its_host_unless_named() -> None:
    assert instance(config()) == socket.gethostname()
    assert instance(config(worker={"instance": "w7"})) == "w7"


def test_the_engine_runs_what_is_configured() -> None:
    built = engine(config(detectors={"takeover": {"mode": "off"}}), RecordingMetrics())
    assert {one.name for one in built.routes.all} == {kind.name for kind in CATALOGUE} - {"takeover"}
    assert built.sampler is None


def test_posts_are_drawn_as_configured() -> None:
    assert AuditSettings() == AuditSettings(**config().audit.model_dump())
    settings = {"share": 0.999_999, "kinds": ["post"], "salt": "ours"}
    assert set(settings) == set(AuditSettings.__struct_fields__)
    found = engine(config(audit=settings, engine={"runbook_base": "book"}), RecordingMetrics()).sampler
    assert found is not None
    alert = found.of(scenario.event("content.posted", "u1", 0.0, content_id="c", kind="post"))
    assert alert is not None
    assert (alert.sampling_probability, alert.runbook) == (0.999_999, "book#audit_sample")
