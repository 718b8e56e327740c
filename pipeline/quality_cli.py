"""The command `abusewatch quality`."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.alert_id import is_sample
from pipeline.alert_source import alerts_in_file, alerts_on_topic, newest
from pipeline.client_options import BAD_INPUT, Bootstrap, ClientConfig, Json, Prefix, failed, kafka
from pipeline.engine_settings import EngineSettings
from pipeline.lines import InputError
from pipeline.overturned_view import show_overturned
from pipeline.quality.budget import budget
from pipeline.quality.decisions import decisions_in_file, decisions_on_topic
from pipeline.quality.matching import judgements
from pipeline.quality.promotion import promotion
from pipeline.quality.recall import Shown
from pipeline.quality.samples import Samples
from pipeline.quality_view import show_quality
from schemas.values import Mode

_HELP = """Say how good the alerts are, as far as reviewers have said: by detector and by policy.

Also which detector in shadow has earned its place before reviewers, which live one has lost it, and what minutes of
theirs each has cost, costs in vain, and will cost. The precision in an alert is reckoned alike, from the last 90 days.
Where posts are drawn at random (`audit` in the configuration) also what share of violating posts live alerts show, and
how many a day they miss. A post is shown where it is among an alert's evidence, or its author among the accounts
listed, from an hour before the alert's first evidence to an hour after its last.

--overturned lists in place of this each alert that an appeal judged otherwise: of which detectors, what it said, what
was decided, by whom and when, and what on appeal (the account that appealed only where the alert names it). Also what
an appeal found benign where no earlier verdict is at hand.

Reads the queue and the decisions off Kafka, or from --alerts and --decisions (which may be the event file that was
replayed). Exit codes: 0 done; 2 options or files that cannot be used; 3 Kafka did not answer or refused.
"""

_ADVICE = "Shadow or live, on evidence (more: further verdicts, if all upheld, that would promote)"
_BUDGET = "By day, with the minutes that reviewers have: what is left over waits for the next day"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("quality", help=_HELP)(quality)


def quality(  # noqa: PLR0913, PLR0917  # one parameter an option
    alerts: Annotated[str | None, typer.Option(help="what `replay --alerts` wrote")] = None,
    decisions: Annotated[str | None, typer.Option(help="JSON lines with decisions")] = None,
    mode: Annotated[Mode | None, typer.Option(help="only alerts of this mode")] = None,
    least: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="precision asked of a detector that reviewers see")
    ] = 0.7,
    minutes: Annotated[
        float | None, typer.Option("--minutes-a-day", min=0.1, help="reviewers have: what would wait, by calendar day")
    ] = None,
    overturned: Annotated[
        bool, typer.Option("--overturned", help="list the alerts that an appeal judged otherwise, and who had decided")
    ] = False,
    bootstrap: Bootstrap = None,
    prefix: Prefix = "",
    client_config: ClientConfig = None,
    as_json: Json = False,
) -> None:
    """Report the quality of alerts; the parameters are the command's options."""
    if (alerts is None) != (decisions is None):
        message = "give both --alerts and --decisions, or neither to read Kafka"
        raise failed(message, BAD_INPUT)
    try:
        if alerts is not None and decisions is not None:
            found, said = newest(alerts_in_file(alerts)), list(decisions_in_file(decisions))
        else:
            with kafka(bootstrap, client_config) as client:
                found, said = newest(alerts_on_topic(client, prefix)), list(decisions_on_topic(client, prefix))
    except InputError as error:
        raise failed(str(error), BAD_INPUT) from None
    samples, shown = Samples(found, said), Shown(found.values())
    found = {name: one for name, one in found.items() if not is_sample(name)}
    alerts_of_mode = {name: one for name, one in found.items() if mode in (None, one.mode)}
    if overturned:
        show_overturned(alerts_of_mode, samples.rest(said), as_json=as_json)
        return
    judged = judgements(found, samples.rest(said))[0]
    further = {"advice": (promotion(found, judged, least), _ADVICE)}
    if minutes is not None:
        further["budget"] = (budget(found, judged, minutes, EngineSettings().reviewer_minutes_per_alert), _BUDGET)
    show_quality(alerts_of_mode, said, (samples, shown), further, as_json=as_json)
