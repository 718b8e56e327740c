"""`abusewatch simulate`."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import typer
from typer.testing import CliRunner

from pipeline.simulate import cli
from pipeline.simulate.truth import read_truth
from schemas.event import Event
from schemas.parse import parse


@pytest.fixture
def app() -> typer.Typer:
    program = typer.Typer()
    cli.register(program)
    return program


def test_events_and_truth_in_files(app: typer.Typer, tmp_path: Path) -> None:
    to, truth = tmp_path / "events.jsonl", tmp_path / "truth.jsonl"
    options = ["--days", "1", "--accounts", "100", "--to", str(to), "--truth", str(truth), "--json"]
    result = CliRunner().invoke(app, options)
    assert result.exit_code == 0, result.output
    lines = to.read_bytes().splitlines()
    assert msgspec.json.decode(result.stdout)["events"] == len(lines) > 100
    ids = {event.id for event in map(parse, lines) if isinstance(event, Event)}
    truths = read_truth(truth)
    assert {one.area for one in truths} > {None}
    assert all(set(one.event_ids) <= ids for one in truths)


def test_events_on_standard_output(app: typer.Typer) -> None:
    options = ["--days", "0.1", "--accounts", "60", "--no-attacks", "--no-bursts"]
    result = CliRunner().invoke(app, options)
    assert result.exit_code == 0
    assert isinstance(parse(result.stdout.splitlines()[0].encode()), Event)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--accounts", "3"], "accounts: 50"),
        (["--start", "yesterday"], "--start yesterday"),
        (["--to", "a", "--bootstrap", "b"], "not both"),
        (["--to", "no/such/folder/events.jsonl"], "No such file"),
    ],
)
def test_unusable_options_are_named(app: typer.Typer, options: list[str], said: str) -> None:
    result = CliRunner().invoke(app, options)
    assert result.exit_code == 2
    assert said in result.stderr
