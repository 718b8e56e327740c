"""The command `abusewatch alerts`: the review queue, as it stands or as it comes, and single alerts in full."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

import msgspec
import typer

from pipeline import alert_view
from pipeline.alert_card import card
from pipeline.alert_follow import Judged, followed
from pipeline.alert_source import AlertFilter, alerts_in_file, alerts_on_topic, newest, queue_on_topics, the_one
from pipeline.client_options import BAD_INPUT, Bootstrap, ClientConfig, Json, Prefix, failed, kafka
from pipeline.lines import InputError
from pipeline.plural import many
from pipeline.quality.decided import Standing, decided
from pipeline.quality.decisions import decisions_in_file, decisions_on_topic
from pipeline.terminal import terminal
from schemas.alert import Alert
from schemas.event import Decision
from schemas.values import Area, Mode, Severity

WIDE = 240  # columns when nobody looks: a file or a pipe must not be folded
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
            _list(alerts_in_file(file), _said(decisions), wanted, ids, as_json=as_json, members=members)
            return
        with kafka(bootstrap, client_config) as client:
            if follow and not ids:
                _follow(followed(queue_on_topics(client, prefix, latest=from_ == "latest"), wanted), as_json=as_json)
            else:
                said = _said(decisions) if decisions else decisions_on_topic(client, prefix)
                _list(alerts_on_topic(client, prefix), said, wanted, ids, as_json=as_json, members=members)
    except InputError as error:
        raise failed(str(error), BAD_INPUT) from None
    except KeyboardInterrupt:
        return


def _follow(found: Iterable[Alert | Judged], *, as_json: bool) -> None:
    console = terminal(WIDE)
    for one in found:
        if not as_json:
            said = alert_view.judged(one.alert, one.said[-1]) if isinstance(one, Judged) else alert_view.lines(one)
            console.print(said, highlight=False, soft_wrap=True)
        elif isinstance(one, Judged):
            _json(one.alert, decided({one.alert.alert_id: one.alert}, one.said).get(one.alert.alert_id))
        else:
            _json(one)


def _said(file: str | None) -> Iterable[Decision]:
    return decisions_in_file(file) if file else ()


def _list(found: Iterable[Alert], said: Iterable[Decision], wanted: AlertFilter, ids: Sequence[str], *,
          as_json: bool, members: bool) -> None:  # fmt: skip
    known = newest(found)
    verdicts = decided(known, list(said))
    chosen = [alert for alert in known.values() if wanted.wants(alert)]
    shown = [the_one(chosen, name) for name in dict.fromkeys(ids)] or chosen
    if as_json:
        for alert in shown:
            _json(alert, verdicts.get(alert.alert_id))
        return
    if ids:
        _in_full(shown, chosen, verdicts)
        return
    if chosen:
        brief = {name: one.brief for name, one in verdicts.items()}
        terminal(WIDE).print(alert_view.table(chosen, brief, members=members), highlight=False)
    heads, joined = alert_view.gathered(chosen)
    still = sum(alert.status == "open" for alert in heads)
    judged = [verdicts[alert.alert_id] for alert in heads if alert.alert_id in verdicts]
    newer = sum(one.outgrown is not None for one in judged)
    among = "" if len(heads) == 1 else " of them"
    typer.echo(
        f"{many(len(heads), 'alert')}, {still:,}{among} open{_with(len(judged), newer)}{_inside(joined, len(heads))}"
    )


def _inside(joined: Mapping[str, Sequence[Alert]], heads: int) -> str:
    more = sum(map(len, joined.values()))
    to = "it" if heads == 1 else f"{len(joined):,} of them"
    return f"; {more:,} more {'was' if more == 1 else 'were'} joined to {to}" if more else ""


def _with(judged: int, newer: int) -> str:
    since = f" ({newer:,} changed since)" if newer else ""
    return f", {judged:,} with a verdict{since}" if judged else ""


def _in_full(shown: Iterable[Alert], known: Sequence[Alert], verdicts: Mapping[str, Standing]) -> None:
    console, (_, joined) = terminal(WIDE), alert_view.gathered(known)
    for number, alert in enumerate(shown):
        if number:
            console.print()
        said = verdicts.get(alert.alert_id)
        found = card(alert, joined.get(alert.alert_id, ()), said.full if said else None, known)
        console.print(found, highlight=False)


def _json(alert: Alert, said: Standing | None = None) -> None:
    """Print the record as it stands on the queue, and beside its fields the verdict and whether it changed since."""
    facts: Any = alert
    if said is not None:
        since = said.outgrown is not None
        facts = {**msgspec.to_builtins(alert), "verdict": said.verdict, "changed_since_verdict": since}
    sys.stdout.write(msgspec.json.encode(facts).decode() + "\n")
    sys.stdout.flush()  # whoever reads the pipe sees the alert when it is raised
