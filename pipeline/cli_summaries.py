"""A line on each command for the program's help page, which need not load them: that takes seconds."""

from __future__ import annotations

# In the order of the page; a test keeps each as its command has it.
SUMMARIES = {
    "worker": "Run detectors over the event topics until told to stop (SIGTERM, Ctrl-C).",
    "demo": "Everything at once on this machine: Kafka, worker, traffic with planted abuse, alerts, a scorecard.",
    "simulate": "Make labelled traffic: ordinary days, ordinary bursts, and campaigns of abuse with their "
    "ground truth.",
    "scorecard": "Compare alerts with the truth of a simulation.",
    "ingest": "Turn logs, tables and JSON lines into events, in a file or on Kafka.",
    "coverage": "Say what a stream tells: each event type's fields, what nobody reads, and which detectors see "
    "nothing.",
    "replay": "Run events from files through the same engine as live; no broker.",
    "why": "Say why an event, an account or another entity raised no alert, or the one it raised.",
    "backtest": "Run detectors over a file of the past and count what they would have said.",
    "detectors": "List the detectors with the settings in force, or tell all about one.",
    "new-detector": "Start a new detector in a checkout: file, CATALOGUE line, stanza in mode shadow, scenarios, "
    "runbook, docs.",
    "alerts": "Follow the review queue, list it as it stands (--no-follow) or a replay's (--file), or show alerts "
    "in full.",
    "decide": "Send a verdict (violation, benign or unsure) on an alert, a piece of content, an event or an account.",
    "quality": "Say how good the alerts are, as far as reviewers have said: by detector and by policy.",
    "level": "Count the questions each detector asks a day, and set the level for the false alerts you accept.",
    "bench": "Measure speed, side by side, on this machine: the worker, ordinary Faust, Quix Streams, a bare loop.",
    "control": "What is set while workers run, each until a time of its own: silence, levels, modes.",
    "topics": "The topics: what each is for, make them, compare them.",
    "deadletters": "Records that could not go forward: see them, send them back.",
    "config": "The configuration: check it, show what is in force.",
    "broker": "The local Apache Kafka broker (needs no Java of the machine's own).",
}
