"""`abusewatch bench` and what the report says, without measuring anything."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from pipeline.cli import build
from tests.bench.contest import Contest, Spread, Standing
from tests.bench.report import Report


def standing(letter: str, rate: float, share: float | None = None) -> Standing:
    spread = Spread(rate, rate, rate)
    return Standing(letter, "default", 1000, spread, spread, 1.0, share, 1)  # type: ignore[arg-type]


def test_targets_are_judged_by_the_medians() -> None:
    contest = Contest([standing("a", 21_000, 0.06), standing("b", 2_000), standing("d", 30_000)], {"c": "no network"})
    found = {target.what: target.met for target in Report(contest=contest).targets()}
    assert found == {
        "(a) against (b), default catalogue": True,
        "(a) against (d), default catalogue": False,
        "events a second of one core, default catalogue": True,
        "share of the time at checkpoints, flat out": False,
    }


def test_the_command_runs_the_bench_with_its_options(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", run)
    done = CliRunner().invoke(build("bench"), ["bench", "--json", "--quick"])
    assert (done.exit_code, ran) == (3, [[sys.executable, "-m", "tests.bench", "--json", "--quick"]])


def test_the_bench_explains_itself() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.bench", "--help"], capture_output=True, text=True, check=True)
    assert "--quick" in done.stdout
