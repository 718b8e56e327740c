"""Catalogue, second part: what was detected, what reviewers were sent, and what they said."""

from __future__ import annotations

from pipeline import metrics_labels as labels
from pipeline.metrics_spec import Metric

DETECTION: tuple[Metric, ...] = (
    Metric(
        "abusewatch_signals_total", "counter",
        "Events that made a detector accuse, or left it something to settle.", "events",
        "A jump without an incident: the traffic or the detector changed; see precision, then its threshold.",
        (labels.DETECTOR,),
    ),
    Metric(
        "abusewatch_detector_seconds_total", "counter",
        "Time spent in a detector; its rate is cores used.", "seconds",
        "The largest is the first to profile with `abusewatch bench`.",
        (labels.DETECTOR,),
    ),
    Metric(
        "abusewatch_detector_errors_total", "counter",
        "Exceptions raised by a detector; the event went on.", "errors",
        "The log names the lines; put the detector in mode shadow until it is mended.",
        (labels.DETECTOR,),
    ),
    Metric(
        "abusewatch_detector_quarantined", "gauge",
        "1 while a detector is switched off for repeated failures.",
        "boolean",
        "That kind of abuse is not watched: mend and restart, or roll back its version.",
        (labels.DETECTOR,),
    ),
    Metric(
        "abusewatch_alerts_total", "counter", "Versions of alerts sent to the review queue.", "alerts",
        "Compare with reviewer seconds; a flood from one detector: raise its threshold or shadow it.",
        (labels.DETECTOR, labels.MODE, labels.SEVERITY),
    ),
    Metric(
        "abusewatch_alerts_joined_total", "counter",
        "Alerts closed into another's campaign, by their own detector.", "alerts",
        "Much joined and little upheld: attacks are mixed up; raise engine.campaign_level.",
        (labels.DETECTOR, labels.MODE),
    ),
    Metric(
        "abusewatch_alerts_suppressed_total", "counter",
        "Versions of alerts not sent, by reason.",
        "alerts",
        "unchanged is usual: nothing new to say. snooze or allow_list growing: check for stale or broad entries. "
        "called_benign: the same entity again within days of that verdict; much of it from one detector: shadow it.",
        (labels.SUPPRESSED,),
    ),
    Metric(
        "abusewatch_control_ignored_total", "counter",
        "Entries of abuse.control that cannot be read or change nothing; each once a worker.", "entries",
        "Somebody believes something silenced that is not: `abusewatch control list` tells which and why.",
        (labels.CONTROL_IGNORED,),
    ),
    Metric(
        "abusewatch_alerts_open", "gauge", "Alerts that are open in a partition.", "alerts",
        "Growing without end: event time stands still in that partition; see delay and lag.",
        (labels.STAGE, labels.PARTITION),
    ),
    Metric(
        "abusewatch_alerts_deferred_total", "counter",
        "Alerts for which reviewers had no minutes left when they came; each leaves later.", "alerts",
        "Every day: the budget is too small for what is found, or precision too low; see `abusewatch quality`.",
        (labels.POLICY,),
    ),
    Metric(
        "abusewatch_alerts_waiting", "gauge", "Alerts that wait for reviewers' minutes now.", "alerts",
        "Growing from day to day: raise engine.reviewer_minutes_a_day, or shadow the detector that takes the most.",
        (labels.POLICY,),
    ),
    Metric(
        "abusewatch_alerts_waiting_oldest_seconds", "gauge",
        "Event time that the alert deferred first has waited.", "seconds",
        "Days: the least urgent alerts are never reviewed; say so to whoever set the budget.",
        (labels.POLICY,),
    ),
    Metric(
        "abusewatch_reviewer_minutes_planned_total", "counter",
        "Minutes that the alerts let through are reckoned to take; counted where a budget is set.", "minutes",
        "Far from abusewatch_reviewer_seconds_total / 60: decisions come without `seconds`, or reviewers fall behind.",
        (labels.POLICY,),
    ),
    Metric(
        "abusewatch_decisions_total", "counter", "Reviewers' decisions taken, each once.", "decisions",
        "Zero while alerts are sent: the review tool does not return verdicts, and nothing learns.",
        (labels.VERDICT, labels.SOURCE),
    ),
    Metric(
        "abusewatch_verdicts_learned_total", "counter",
        "Verdicts that a detector of texts or of reports has learned, by what they were about.", "verdicts",
        "Zero while decisions come: they name no content that was seen, or the site's room has no event time.",
        (labels.DETECTOR, labels.LEARNED),
    ),
    Metric(
        "abusewatch_verdicts_unmatched_total", "counter",
        "Verdicts about texts that were never seen, or more than 7 days before; they teach nothing.", "verdicts",
        "A few are usual. Many: the review tool names other ids than the events do, or reviews too late.",
        (labels.DETECTOR,),
    ),
    Metric(
        "abusewatch_verdicts_unnamed_total", "counter",
        "Violations that a detector of texts has learned though they name no policy and are about no alert.",
        "verdicts",
        "Many, where reviewers judge violations of several kinds: have the review tool send the policy, or texts of "
        "another kind are taken for this one.",
        (labels.DETECTOR,),
    ),
    Metric(
        "abusewatch_decisions_late_total", "counter",
        "Decisions whose time is more than 7 days behind the newest of their partition; they do not move precision.",
        "decisions",
        "The review tool sends old verdicts late, or its clock is wrong; how old the alerts were is not told here.",
    ),
    Metric(
        "abusewatch_appeals_overturned_total", "counter", "Appeals after which an alert was found benign.", "appeals",
        "Look at that detector's alerts of the week together with a reviewer.",
        (labels.DETECTOR,),
    ),
    Metric(
        "abusewatch_precision_lower_bound_ratio", "gauge",
        "Lower end of the 95 % interval of the share of a detector's alerts upheld, of what this worker has seen: "
        "the decisions in the partitions it owns; shown from 20 judged alerts on, golden cases left out.",
        "ratio",
        "Below the floor: raise the threshold or put the detector in mode shadow.",
        (labels.DETECTOR,),
    ),
    Metric(
        "abusewatch_reviewer_seconds_total", "counter",
        "Reviewers' time spent, as reported in decisions; a day at most for each.", "seconds",
        "Compare with what the team has; abusewatch_alerts_total says which detector takes it.",
    ),
)  # fmt: skip
