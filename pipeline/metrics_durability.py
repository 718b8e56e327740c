"""Catalogue, third part: state, checkpoints, custody of offsets, delivery."""

from __future__ import annotations

from pipeline import metrics_labels as labels
from pipeline.metrics_spec import Metric

_CHECKPOINT = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_RECOVERY = (0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 900.0)

DURABILITY: tuple[Metric, ...] = (
    Metric(
        "abusewatch_state_entries", "gauge", "Keys a stage remembers in a partition.", "entries",
        "At the cap: raise it if memory allows, or shorten the time to live.",
        (labels.STAGE, labels.PARTITION),
    ),
    Metric(
        "abusewatch_state_evicted_total", "counter",
        "Keys forgotten: by age (ttl) or for room (cap).", "entries",
        "cap: more distinct keys than planned; see the runbook.",
        (labels.STAGE, labels.EVICTED),
    ),
    Metric(
        "abusewatch_state_refused_total", "counter", "State blobs refused, never unpickled.", "blobs",
        "altered or unsigned: treat as tampering until the key's history explains it.",
        (labels.STAGE, labels.REFUSED),
    ),
    Metric(
        "abusewatch_checkpoint_seconds", "histogram",
        "Time from the start of a checkpoint to its acknowledgement.",
        "seconds",
        "Long: the broker is slow to acknowledge, or too much is dirty; checkpoint more often.",
        (labels.STAGE,), _CHECKPOINT,
    ),
    Metric(
        "abusewatch_checkpoint_held_seconds_total", "counter",
        "Time in which no batch could be processed because of a checkpoint: state is encoded, or the one before waited "
        "for.",
        "seconds",
        "A rate above 0.05: state is large for each event (see entries), or the broker commits too slowly to keep up.",
    ),
    Metric(
        "abusewatch_checkpoint_entries_total", "counter", "State entries written by checkpoints.", "entries",
        "Entries a second per event a second far above the number of keys an event touches: look for churn.",
        (labels.STAGE,),
    ),
    Metric(
        "abusewatch_last_checkpoint_timestamp_seconds", "gauge",
        "When a stage's last checkpoint pass succeeded; a pass with nothing to write counts.",
        "seconds since 1970",
        "Old: nothing is committed; a restart would redo all since then.",
        (labels.STAGE,),
    ),
    Metric(
        "abusewatch_recovery_seconds", "histogram", "Time a stage took to recover its state.", "seconds",
        "Long: the store's disk was lost, or the changelog is not being compacted.",
        (labels.STAGE,), _RECOVERY,
    ),
    Metric(
        "abusewatch_recovered_entries_total", "counter", "State entries read back at recovery.", "entries",
        "Many on every restart: keep the store's disk between restarts.",
        (labels.STAGE,),
    ),
    Metric(
        "abusewatch_commits_total", "counter", "Offset commits acknowledged by the broker.", "commits",
        "Standing still while records are consumed: see the last checkpoint.",
        (labels.TOPIC,),
    ),
    Metric(
        "abusewatch_custody_refusals_total", "counter",
        "Batches refused because they did not continue the last one.",
        "batches",
        "A few around a rebalance are the guard at work; without a rebalance report them as a fault.",
        (labels.TOPIC,),
    ),
    Metric(
        "abusewatch_offsets_missed_total", "counter",
        "Offsets of event and internal topics that retention deleted before they were read.",
        "offsets",
        "Events are gone unjudged: raise the topic's retention, then deal with the lag; see the runbook.",
        (labels.TOPIC,),
    ),
    Metric(
        "abusewatch_seeks_total", "counter", "Seeks back to where custody ended.", "seeks",
        "See abusewatch_custody_refusals_total.",
        (labels.TOPIC,),
    ),
    Metric(
        "abusewatch_rebalances_total", "counter", "Rebalances of the group that this worker took part in.",
        "rebalances",
        "Many without a roll-out: a worker stalls beyond the session timeout; see "
        "processing time and memory.",
    ),
    Metric(
        "abusewatch_delivery_failures_total", "counter",
        "Messages whose delivery failed for good.", "messages",
        "Look at the broker: size limits, permissions, replicas in sync.",
        (labels.TOPIC,),
    ),
    Metric(
        "abusewatch_producer_queue_records", "gauge", "Messages waiting in the producer.", "messages",
        "Near its limit: the broker does not keep up, and consumption will be held.",
    ),
)  # fmt: skip
