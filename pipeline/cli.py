"""The program `abusewatch`: every command, mounted."""

from __future__ import annotations

import importlib
import sys

import typer

from pipeline.cli_summaries import SUMMARIES

# The modules of the commands, in the order of the help page; each offers `register(app)`.
COMMANDS = {
    "worker": "pipeline.worker_cli", "demo": "pipeline.demo.cli", "simulate": "pipeline.simulate.cli",
    "scorecard": "pipeline.demo.scorecard_cli",
    "ingest": "pipeline.ingest.cli", "coverage": "pipeline.coverage.cli",
    "replay": "pipeline.replay_cli", "why": "pipeline.why.cli", "backtest": "pipeline.backtest_cli",
    "detectors": "pipeline.detectors_cli", "new-detector": "pipeline.scaffold_cli", "alerts": "pipeline.alerts_cli",
    "decide": "pipeline.decide_cli", "quality": "pipeline.quality_cli", "level": "pipeline.level_cli",
    "bench": "pipeline.bench_cli",
}  # fmt: skip
# The modules of groups of subcommands; each offers a typer `app`.
GROUPS = {
    "control": "pipeline.control_cli", "topics": "pipeline.topics_cli", "deadletters": "pipeline.deadletters_cli",
    "config": "pipeline.config_cli", "broker": "pipeline.broker.cli",
}  # fmt: skip


def build(only: str | None = None) -> typer.Typer:
    """Return the program; with a command's name only that one is loaded, since pandas and Faust take their time."""
    app = _empty()
    known = only in COMMANDS or only in GROUPS
    for name, module in COMMANDS.items():
        if not known or name == only:
            importlib.import_module(module).register(app)
    for name, module in GROUPS.items():
        if not known or name == only:
            app.add_typer(importlib.import_module(module).app, name=name)
    return app


def page() -> typer.Typer:
    """Return the program for its help page, or a command it has not: no module of a command is loaded."""
    app = _empty()
    for name, summary in SUMMARIES.items():
        app.command(name, help=summary)(lambda: None)
    return app


def _empty() -> typer.Typer:
    app = typer.Typer(
        no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
        help="Streaming abuse-signal detection between a product's event stream and its human review queue.",
    )  # fmt: skip
    app.callback()(lambda: None)  # a program of subcommands, even while only one is loaded
    return app


def main() -> None:
    """Run the program."""
    name = sys.argv[1] if len(sys.argv) > 1 else None
    loads = name in COMMANDS or name in GROUPS or name == "--"  # behind which a command may come
    (build(name) if loads else page())()


if __name__ == "__main__":
    main()
