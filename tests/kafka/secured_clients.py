"""The broker that trusts nobody, and clients of it: what each user's are told, and a worker."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

from confluent_kafka.admin import AdminClient

from pipeline.broker import LocalBroker
from tests.kafka.loaded import Loaded
from tests.kafka.secured import MECHANISM, Certificate, Permission, grant, options, permissions

PASSWORD = secrets.token_hex(8)


class Secured:
    """The broker, its certificate, and what each user's clients are told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.certificate = Certificate(folder, "broker")
        self.broker = LocalBroker(folder / "kafka", options=options(self.certificate, PASSWORD))
        self.broker.start()
        self.admin = AdminClient({"bootstrap.servers": self.broker.internal_bootstrap})

    def settings(self, user: str) -> dict[str, str]:
        """Return librdkafka's settings without the password."""
        return {"security.protocol": "SASL_SSL", "sasl.mechanism": MECHANISM, "sasl.username": user,
                "ssl.ca.location": str(self.certificate.pem)}  # fmt: skip

    def file(self, user: str, **changes: str) -> str:
        """Write a client's settings, password and all, and return the file's name."""
        found = self.settings(user) | {"sasl.password": PASSWORD} | {k.replace("_", "."): v for k, v in changes.items()}
        path = self.folder / f"{user}.properties"
        path.write_text("".join(f"{name}={value}\n" for name, value in found.items()))
        return str(path)

    def client(self, user: str, **changes: str) -> list[str]:
        """Return a command's options."""
        return ["--bootstrap", self.broker.bootstrap, "--client-config", self.file(user, **changes)]

    def grant(self, who: str, rows: list[Permission] | None = None) -> None:
        """Allow what the notes say, or `rows` instead."""
        grant(self.admin, who, permissions(who) if rows is None else rows)


class Worker:
    """`abusewatch worker` as a user with a password from `source` (environment or file).

    `loaded`: in a process that is copied, not started anew.
    """

    process: subprocess.Popen[bytes] | Loaded

    def __init__(
        self, secured: Secured, folder: Path, source: str = "file", app_id: str = "abusewatch", *, loaded: bool = False
    ) -> None:
        self.log = folder / "worker.log"
        env = os.environ | {
            "ABUSEWATCH_WORKER__APP_ID": app_id,
            "ABUSEWATCH_KAFKA__SECURITY": json.dumps(secured.settings("worker")),
            "ABUSEWATCH_WORKER__STORE": "memory", "ABUSEWATCH_WORKER__WEB_PORT": "0",
            "ABUSEWATCH_WORKER__IDLE_AFTER_S": "1", "ABUSEWATCH_ENGINE__STATE_SECRET": PASSWORD + "-state",
            "ABUSEWATCH_WORKER__TRANSACTION_TIMEOUT_S": "3", "ABUSEWATCH_WORKER__INSTANCE": "w1",
        }  # fmt: skip
        if source == "file":
            (folder / "password").write_text(PASSWORD + "\n")
            env["ABUSEWATCH_KAFKA__PASSWORD_FILE"] = str(folder / "password")
        else:
            env["ABUSEWATCH_SASL_PASSWORD"] = PASSWORD
        arguments = ["worker", "--log-level", "DEBUG", "--bootstrap", secured.broker.bootstrap]
        if loaded:
            self.process = Loaded(arguments, env, self.log, folder)
            return
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pipeline.cli", *arguments], env=env, stdout=log, stderr=log, cwd=folder
            )
