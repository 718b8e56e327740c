"""The command `abusewatch alerts`: the review queue, as it stands or as it comes, and single alerts in full."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

import typer

from pipeline.alert_follow import followed
from pipeline.alert_source import AlertFilter, alerts_in_file, alerts_on_topic, queue_on_topics
from pipeline.client_options import BAD_INPUT, Bootstrap, ClientConfig, Json, Prefix, failed, kafka
from pipeline.lines import InputError
from pipeline.quality.decisions import decisions_in_file, decisions_on_topic
from pipeline.queue_view import show_following, show_queue
from schemas.event import Decision
from schemas.values import Area, Mode, Severity

_HELP = """Follow the review queue, list it as it stands (--no-follow) or a replay's (--file), or show alerts in full.

A list has the newest version of each alert, the most urgent first, without those that were joined to another's
campaign (--members shows them below it; --json has them all); following shows each version as it comes, and verdicts
on what was shown (--json: the alert again, with its verdict), until Ctrl-C. Beside each in a list stands reviewers'
verdict, off `abuse.decisions` or out of a file (--decisions); one may have come while the alert is still open: where
it has changed since, the version judged is named (`earlier` where the decision tells none). With
ALERT_IDS (or as much of each as tells it from others) these are shown in full, as
they stand: reason, what to do, accounts, events and figures. Filters are applied to the version shown. Exit codes: 0
done; 2 options or a file that cannot be used, or no such alert; 3 Kafka did not answer or refused.
"""
File = Annotated[
    str | None, typer.Option(help="read what `replay --alerts` wrote (also .gz, .zst; - is stdin); no Kafka")
]
Said = Annotated[str | None, typer.Option(help="verdicts out of JSON lines, such as the events that were replayed")]


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("alerts", help=_HELP)(alerts)


def alerts(  # noqa: PLR0913, PLR0917 - one parameter an option
    alert_ids: Annotated[list[str] | None, typer.Argument(help="alerts to show in full")] = None,
    follow: Annotated[bool, typer.Option(help="wait for more")] = True,
    from_: Annotated[Literal["beginning", "latest"], typer.Option("--from", help="where to start")] = "beginning",
    mode: Annotated[Mode | None, typer.Option(help="only alerts of this mode")] = None,
    policy: Annotated[Area | None, typer.Option(help="only alerts of this policy")] = None,
    min_severity: Annotated[Severity, typer.Option(help="only alerts at least so severe")] = "low",
    members: Annotated[bool, typer.Option("--members", help="list also what was joined to each campaign")] = False,
    file: File = None,
    decisions: Said = None,
    bootstrap: Bootstrap = None,
    prefix: Prefix = "",
    client_config: ClientConfig = None,
    as_json: Json = False,
) -> None:
    """Show alerts; the parameters are the command's options."""
    wanted = AlertFilter(mode, policy, min_severity)
    ids = tuple(alert_ids or ())
    try:
        if file:
            show_queue(alerts_in_file(file), _said(decisions), wanted, ids, as_json=as_json, members=members)
            return
        with kafka(bootstrap, client_config) as client:
            if follow and not ids:
                show_following(
                    followed(queue_on_topics(client, prefix, latest=from_ == "latest"), wanted), as_json=as_json
                )
            else:
                said = _said(decisions) if decisions else decisions_on_topic(client, prefix)
                show_queue(alerts_on_topic(client, prefix), said, wanted, ids, as_json=as_json, members=members)
    except InputError as error:
        raise failed(str(error), BAD_INPUT) from None
    except KeyboardInterrupt:
        return


def _said(file: str | None) -> Iterable[Decision]:
    return decisions_in_file(file) if file else ()
