"""The command `abusewatch worker`."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated, Literal

import typer

from pipeline.client_config import ClientConfigError, client_settings
from pipeline.config import Config, ConfigError, load
from pipeline.config.build import engine, instance
from pipeline.config.origin import placed
from pipeline.config.secrets import UNSIGNED, security
from pipeline.control_feed import ControlError, ControlFeed
from pipeline.file_errors import unwritable
from pipeline.metrics import METRICS
from pipeline.names import Names
from pipeline.stages import stages
from pipeline.worker import run_worker
from pipeline.worker_log import configure
from pipeline.worker_settings import WorkerSettings
from schemas.topics import CONTROL, TOPICS

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
UNUSABLE = 2
_QUIET = {"log_level": "2"}  # where no broker answers, librdkafka would say so twenty times a second
_HELP = """Run detectors over the event topics until told to stop (SIGTERM, Ctrl-C).

Serves /healthz, /readyz and /metrics. Exit codes: 0 stopped as told, everything committed; 1 something failed that
must not be passed over (in the log; a restart resumes at the last checkpoint); 2 configuration that cannot be used.
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("worker", help=_HELP)(worker)


def worker(
    config: Annotated[Path | None, typer.Option(help="settings [default: abusewatch.toml if there]")] = None,
    bootstrap: Annotated[str | None, typer.Option(help="HOST:PORT [default: configuration, KAFKA_BOOTSTRAP]")] = None,
    log_level: Annotated[Level, typer.Option(case_sensitive=False, help="DEBUG also tells of Faust's parts")] = "INFO",
) -> None:
    """Run one worker; the parameters are the command's options."""
    configure(log_level)
    try:
        found = load(config)
        settings = worker_settings(found, bootstrap)
        built = engine(found, METRICS)
        _make_folder(found)
    except (ConfigError, ClientConfigError) as error:
        for problem in placed(str(error).splitlines(), config, os.environ):
            typer.echo(f"abusewatch worker: {problem}", err=True)
        raise typer.Exit(UNUSABLE) from None
    if not found.engine.signs_state:
        logging.getLogger(__name__).warning(UNSIGNED)
    names = Names(found.kafka.topic_prefix)
    client = {name: str(value) for name, value in settings.client().items()} | {"group.id": settings.app_id}
    try:
        ControlFeed({**client, **_QUIET}, names.of(CONTROL), built).start()
    except ControlError as error:
        logging.getLogger("pipeline.worker").error("the worker failed: %s", error)  # the trace says no more
        raise typer.Exit(1) from None
    raise typer.Exit(run_worker(stages(built, names), settings))


def _make_folder(config: Config) -> None:
    """Make the folder of state, if state is kept on disk; raises ConfigError where none can be written."""
    if config.worker.store != "rocksdb":
        return
    try:
        config.worker.folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=config.worker.folder):
            pass
    except OSError as error:
        raise ConfigError([f"worker.folder: {unwritable(config.worker.folder, error)}"]) from None


def worker_settings(config: Config, bootstrap: str | None = None) -> WorkerSettings:
    """Map the configuration onto what a worker needs; raises ClientConfigError where no Kafka is named."""
    address = client_settings(bootstrap or config.kafka.bootstrap)["bootstrap.servers"]
    options = config.worker.model_dump(exclude={"instance"})
    return WorkerSettings(
        bootstrap=address, outputs=tuple(config.kafka.topic_prefix + t.name for t in TOPICS if t.direction != "in"),
        topics={config.kafka.topic_prefix + t.name: t.partitions for t in TOPICS},
        instance=instance(config), replication=config.kafka.replication, security=security(config), **options,
    )  # fmt: skip
