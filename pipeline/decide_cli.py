"""The command `abusewatch decide`: what a reviewer found, sent back to where detectors learn from it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import uuid4

import typer

from pipeline.alert_id import is_sample
from pipeline.alert_source import alerts_in_file, alerts_on_topic
from pipeline.client_config import BOOTSTRAP
from pipeline.client_options import BAD_INPUT, UNREACHABLE, Bootstrap, ClientConfig, Prefix, failed, kafka
from pipeline.file_errors import said, unwritable
from pipeline.ingest.errors import DeliveryError, IngestError
from pipeline.ingest.producer import EventProducer
from pipeline.lines import STDIN, InputError
from pipeline.verdict import VerdictError, alert_of, encode, names_of, subject_of
from schemas.alert import Alert
from schemas.values import DECISION_TYPE, Area, DecisionSource, Verdict
from schemas.wire import Decided
from schemas.wire_data import DecisionData

About = Literal["alert", "content", "event", "account"]
_HELP = """Send a verdict (violation, benign or unsure) on an alert, a piece of content, an event or an account.

The subject is the account decided about. For an alert it is looked up on the queue, or in a replay's
alerts (--alerts-file), unless --subject names it. One on an audit sample goes out as one on its content, and teaches
as such; say --policy with a violation, or nobody can tell what kind was missed. Exit codes: 0 sent or written;
2 options that cannot be used, or no such alert; 3 Kafka did not answer or refused.
"""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("decide", help=_HELP)(decide)


def decide(  # noqa: PLR0913, PLR0917 - one parameter an option
    alert: Annotated[str, typer.Argument(metavar="ALERT", help="the alert's id, or how it begins; or see --about")],
    verdict: Annotated[Verdict, typer.Argument(metavar="VERDICT", help="violation, benign or unsure")],
    about: Annotated[About, typer.Option(help="what ALERT is the id of")] = "alert",
    subject: Annotated[str | None, typer.Option(help="the account decided about")] = None,
    policy: Annotated[Area | None, typer.Option(help="the policy judged [default: all concerned]")] = None,
    reviewer: Annotated[str | None, typer.Option(help="who decided")] = None,
    seconds: Annotated[float | None, typer.Option(min=0, help="how long it took")] = None,
    source: Annotated[DecisionSource | None, typer.Option(help="how the case came to the reviewer [default: queue; of "
                                                               "an audit sample audit]", show_default=False)] = None,
    time: Annotated[datetime | None, typer.Option(help="when, UTC (2026-01-31T12:00:00); say it on replays of the past "
                                                       "[default: now]", show_default=False)] = None,
    to: Annotated[str | None, typer.Option(help="append to this file instead of sending; - is stdout")] = None,
    alerts_file: Annotated[str | None, typer.Option(help="look the alert up here instead of on the queue")] = None,
    bootstrap: Bootstrap = None,
    prefix: Prefix = "",
    client_config: ClientConfig = None,
) -> None:  # fmt: skip
    """Send one verdict; the parameters are the command's options."""
    moment = (time or datetime.now(UTC)).replace(tzinfo=UTC)  # a person decides now: the wall clock is right here
    try:
        who, names = _about(alert, about, subject, lambda: _alert(alert, alerts_file, bootstrap, prefix, client_config))
        source = source or ("audit" if about == "alert" and is_sample(alert) else "queue")
        data = DecisionData(verdict=verdict, policy=policy, reviewer=reviewer, seconds=seconds, source=source, **names)
        value = encode(Decided(id=f"dec-{uuid4()}", source="/abusewatch/decide", subject=who, time=moment, data=data))
        if to:
            _write(to, value)
        else:
            _send(who, value, bootstrap, prefix, client_config)
    except (VerdictError, InputError, IngestError, OSError) as error:
        raise failed(said(error), BAD_INPUT) from None
    except DeliveryError as error:
        raise failed(str(error), UNREACHABLE) from None
    if to != STDIN:
        typer.echo(f"{verdict} on {about} {alert!r}: {'written' if to else 'sent'}")


def _about(name: str, about: About, subject: str | None, look: Callable[[], Alert]) -> tuple[str, dict[str, Any]]:
    """Return whom a verdict is about, and what it names; an alert is looked up unless the subject is given."""
    if about == "account":
        return subject or name, {}
    if subject:
        return subject, {f"{about}_id": name}
    if about != "alert":
        message = f"a verdict on {about}s needs --subject, the account it belongs to"
        raise VerdictError(message)
    found = look()
    return subject_of(found), names_of(found)


def _alert(name: str, file: str | None, bootstrap: str | None, prefix: str, client_config: Path | None) -> Alert:
    if file:
        return alert_of(name, alerts_in_file(file))
    with kafka(bootstrap, client_config) as client:
        return alert_of(name, alerts_on_topic(client, prefix))


def _write(to: str, value: bytes) -> None:
    if to == STDIN:
        sys.stdout.write(value.decode() + "\n")
        return
    try:
        with Path(to).open("ab") as file:
            file.write(value + b"\n")
    except OSError as error:
        message = f"--to {unwritable(to, error)}"
        raise InputError(message) from None


def _send(subject: str, value: bytes, bootstrap: str | None, prefix: str, client_config: Path | None) -> None:
    with kafka(bootstrap, client_config) as client:
        settings = {name: setting for name, setting in client.items() if name != BOOTSTRAP}
        producer = EventProducer(client[BOOTSTRAP], prefix=prefix, settings=settings)
        producer.check()
        with producer:
            producer.send(DECISION_TYPE, subject, value)
