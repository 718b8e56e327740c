"""`abusewatch broker`: idempotent, honest in its exit codes, the broker left running in between."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import pipeline
from pipeline.broker import resolve_bootstrap
from pipeline.broker.cli import app


@pytest.fixture
def folder(local_kafka: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_start_status_stop(folder: Path) -> None:
    assert _broker("status").exit_code == 3
    first = json.loads(_in_a_process_of_its_own("start", "--json"))
    try:
        assert _broker("status").exit_code == 0  # the process that started it is gone
        assert first["data_dir"] == str(folder / ".abusewatch" / "kafka")
        again = _broker("start")
        assert (again.exit_code, again.stdout.strip()) == (0, first["bootstrap"])
        assert json.loads(_broker("status", "--json").stdout) == first
    finally:
        stopped = _broker("stop")
    assert (stopped.exit_code, stopped.stdout.strip()) == (0, "stopped")
    assert _broker("status").exit_code == 3
    assert _broker("stop").stdout.strip() == "was not running"


@pytest.mark.usefixtures("folder")
def test_a_failed_start_is_one_line_and_exit_code_1() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = _broker("start", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert result.stderr.startswith("error: port ")
    assert len(result.stderr.splitlines()) == 1


def test_a_named_kafka_comes_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP", " kafka.example:9092 ")
    assert resolve_bootstrap() == "kafka.example:9092"
    assert list(folder.iterdir()) == []


def _broker(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def _in_a_process_of_its_own(*arguments: str) -> str:
    command = [sys.executable, "-m", "pipeline.broker.cli", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(Path(pipeline.__file__).parents[1])}
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
