"""The commands `abusewatch config check|show`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.config import Config, ConfigError, load
from pipeline.config.build import detectors, engine_settings, unasked
from pipeline.config.build import in_force as stanzas
from pipeline.config.environment import of_settings
from pipeline.config.load import DEFAULT_FILE
from pipeline.config.origin import placed
from pipeline.config.secrets import UNSIGNED, security
from pipeline.plural import many
from pipeline.sampler import one_of

app = typer.Typer(no_args_is_help=True, help="The configuration: check it, show what is in force.")
File = Annotated[Path | None, typer.Option("--config", help="settings [default: abusewatch.toml if there]")]
WRONG = 1
_SECRETS = ("password", "secret", "pem")


@app.command()
def check(config: File = None) -> None:
    """Explain by key what cannot be used; exit code 1 if anything cannot."""
    try:
        found = load(config)
        built, modes = detectors(found)
        engine_settings(found)
        security(found)
    except ConfigError as error:
        raise _wrong(error, config) from None
    live = sum(mode == "live" for mode in modes.values())
    typer.echo(f"ok: {_sources(config)}: {len(built)} detectors, {live} of them live")
    if found.audit.share:
        typer.echo(f"audit: {one_of(found.audit.share)} is drawn for reviewers")
    if found.engine.false_alerts_a_day is not None and (names := unasked(found)):
        typer.echo(f"note: engine.questions_a_day has nothing for {', '.join(names)}: they keep the level shipped")
    if unknown := of_settings(os.environ)[1]:
        typer.echo(f"note: no setting is called {', '.join(unknown)}; settings are ABUSEWATCH_SECTION__KEY")
    if not found.engine.signs_state:
        typer.echo(f"note: {UNSIGNED}")


@app.command()
def show(config: File = None) -> None:
    """Print every setting in force as JSON; secrets are never shown."""
    try:
        found = load(config)
    except ConfigError as error:
        raise _wrong(error, config) from None
    typer.echo(json.dumps(in_force(found), indent=2))


def _sources(file: Path | None) -> str:
    """Say what was read: the file, and how many variables stand above it."""
    path = file or DEFAULT_FILE
    said = str(path) if path.exists() else f"no {path} here"
    number = len(of_settings(os.environ)[0])
    return f"{said}, {many(number, 'variable')} of the environment" if number else said


def _wrong(error: ConfigError, file: Path | None) -> typer.Exit:
    for problem in placed(error.problems, file, os.environ):
        typer.echo(problem, err=True)
    return typer.Exit(WRONG)


def in_force(config: Config) -> dict[str, Any]:
    """Return the settings as plain data, secrets replaced."""
    facts: dict[str, Any] = config.model_dump(mode="json")
    facts["engine"]["state_secret"] = "set" if config.engine.state_secret else None
    facts["kafka"]["security"] = {k: _hidden(k, v) for k, v in config.kafka.security.items()}
    facts["detectors"] = stanzas(config)
    return facts


def _hidden(key: str, value: str) -> str:
    return "(hidden)" if any(word in key for word in _SECRETS) else value
