"""`abusewatch demo` and `abusewatch scorecard` where they cannot begin, and the scorecard from files."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from pipeline.demo import cli, scorecard_cli
from pipeline.demo.demo import Result
from pipeline.demo.installation import Installation
from pipeline.demo.pointers import pointers
from pipeline.demo.scorecard import Run
from pipeline.demo.scoring import score
from pipeline.demo.settings import DemoSettings
from pipeline.demo.worker_process import WorkerProcess
from pipeline.ingest.summary import Summary
from pipeline.simulate.settings import SimulationSettings
from pipeline.simulate.truth import Truth, write_truth
from tests.demo.alerts import T0, alert


@pytest.fixture
def app() -> typer.Typer:
    program = typer.Typer()
    cli.register(program)
    scorecard_cli.register(program)
    return program


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--input", "no-such.log"], "error: no-such.log: cannot be read (No such file or directory)"),
        (["--input", __file__, "--format", "foo"], "error: unknown format foo; one of: sshd, "),
        (["--input", __file__, "--format", "csv"], "csv needs --map"),
        (["--days", "0"], "days: more than 0"),
        (["--speed", "0"], "--speed: more than 0"),
    ],
)
def test_unusable_options_end_it_before_anything_is_started(
    app: typer.Typer, options: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["demo", *options])
    assert result.exit_code == cli.UNUSABLE
    assert said in result.output
    assert list(tmp_path.iterdir()) == []


def test_scorecard_from_files(app: typer.Typer, tmp_path: Path) -> None:
    truth, alerts = tmp_path / "truth.jsonl", tmp_path / "alerts.jsonl"
    planted = Truth(
        campaign="c-1", kind="c", area="spam", start=T0, end=T0 + 86_400, accounts=["x"], entities=["card:1"]
    )
    write_truth(truth, [planted])
    alerts.write_bytes(msgspec.json.encode(alert("card:1", T0 + 5)) + b"\n")
    result = CliRunner().invoke(app, ["scorecard", str(truth), str(alerts), "--json"])
    assert result.exit_code == 0, result.output
    facts = msgspec.json.decode(result.stdout)
    assert (facts["found"], facts["planted"], facts["run"]["days"]) == (1, 1, 1.0)


def test_a_scorecard_of_files_says_nothing_of_events_that_it_did_not_see(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "none").touch()
    shown = CliRunner().invoke(app, ["scorecard", str(tmp_path / "none"), str(tmp_path / "none"), "--days", "2"]).stdout
    assert "0 in 0.0 s" not in shown
    assert "2.00 days of event time" in shown


def test_scorecard_of_what_is_no_truth(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "bad").write_text("{}\n")
    result = CliRunner().invoke(app, ["scorecard", str(tmp_path / "bad"), str(tmp_path / "bad")])
    assert result.exit_code == 2
    assert "missing required field" in result.stderr


@pytest.mark.parametrize("keep", [False, True])
def test_pointers_name_a_running_place_only_while_it_runs(keep: bool, tmp_path: Path) -> None:
    at = Installation("127.0.0.1:9", "p-", WorkerProcess("127.0.0.1:9", "p-", tmp_path / "log"))
    text = "\n".join(pointers(DemoSettings(SimulationSettings(), keep=keep), at))
    assert "abusewatch replay .abusewatch/demo/events.jsonl.zst" in text
    assert ("/metrics" in text) is keep
    assert ("p-abuse.alerts" in text) is keep


def test_an_input_without_events_is_a_failure_that_says_what_to_do(tmp_path: Path) -> None:
    at = Installation("127.0.0.1:9", "p-", WorkerProcess("127.0.0.1:9", "p-", tmp_path / "log"))
    result = Result(score(None, [], Run(events=0, seconds=0.1, days=0.0)), at, Summary(lines=5))
    settings = DemoSettings(SimulationSettings(), input="my.log")
    with (tmp_path / "out").open("w") as out, pytest.raises(ValueError, match=r"my\.log: no line made an event"):
        cli._finished(settings, result, Console(file=out), as_json=False)
