"""Running one command of `abusewatch` in this process."""

from __future__ import annotations

import importlib
import json
from typing import Any

import typer
from typer.testing import CliRunner, Result


class Command:
    """The command that a module of `pipeline` registers, as a function of its arguments."""

    def __init__(self, module: str) -> None:
        self._app = typer.Typer(pretty_exceptions_enable=False)
        importlib.import_module(module).register(self._app)

    def __call__(self, *arguments: str, exits: int = 0) -> Result:
        """Run it; fail unless it exits with `exits`, and without a traceback."""
        done = self.run(*arguments)
        assert done.exit_code == exits, done.output
        return done

    def run(self, *arguments: str) -> Result:
        """Run it, whatever its exit code; fail only at a traceback."""
        done = CliRunner().invoke(self._app, arguments)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    def json(self, *arguments: str, exits: int = 0) -> Any:
        """Run it with --json and return what it printed."""
        return json.loads(self(*arguments, "--json", exits=exits).stdout)
