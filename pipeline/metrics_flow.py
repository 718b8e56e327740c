"""Catalogue, first part: the flow of events through the worker, and the worker itself."""

from __future__ import annotations

from pipeline import metrics_labels as labels
from pipeline.metrics_spec import Metric

_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_RECORDS = (1.0, 4.0, 16.0, 64.0, 256.0, 1024.0, 4096.0, 16384.0)
# From "as it happens" to a producer that was offline for a week.
_DELAY = (0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 21600.0, 86400.0, 604800.0)

FLOW: tuple[Metric, ...] = (
    Metric(
        "abusewatch_up", "gauge", "1 from the start of the worker to its shutdown.", "boolean",
        "0 while scraped means it is shutting down; wait, or see why the supervisor stopped it.",
    ),
    Metric(
        "abusewatch_ready", "gauge",
        "1 once state is recovered and event partitions are let through.", "boolean",
        "0 for long: follow recovery in the log and abusewatch_recovered_entries_total.",
    ),
    Metric(
        "abusewatch_build_info", "gauge", "Always 1; the labels say what runs.", "boolean",
        "More than one version for longer than a roll-out: finish or undo it.",
        (labels.VERSION, labels.PYTHON),
    ),
    Metric(
        "abusewatch_events_total", "counter", "Events by type and what became of them; one sent again: both.", "events",
        "A rising share other than processed: look at the producer of that type.",
        (labels.EVENT_TYPE, labels.OUTCOME),
    ),
    Metric(
        "abusewatch_batches_total", "counter", "Batches taken by a stage.", "batches",
        "Standing still while lag grows: the stage hangs; take a stack dump, restart the worker.",
        (labels.STAGE,),
    ),
    Metric(
        "abusewatch_batch_records", "histogram", "Records in one batch.", "records",
        "Near 1 under load: the broker hands out little at a time; raise the fetch minimum.",
        (labels.STAGE,), _RECORDS,
    ),
    Metric(
        "abusewatch_records_total", "counter", "Records consumed.", "records",
        "Zero while producers send: check assignment and the topic's name and prefix.",
        (labels.TOPIC,),
    ),
    Metric(
        "abusewatch_lag_records", "gauge",
        "Records between the last one processed and the end of the partition.",
        "records",
        "Growing: add workers up to the number of partitions. One partition only: a hot key.",
        (labels.TOPIC, labels.PARTITION),
    ),
    Metric(
        "abusewatch_event_delay_seconds", "histogram",
        "Age of the newest event of a batch when processed; once a batch.", "seconds",
        "High without lag: the producer is late or its clock is wrong. High with lag: see the lag.",
        (labels.TOPIC,), _DELAY,
    ),
    Metric(
        "abusewatch_processing_seconds", "histogram", "Time a stage took for one batch.", "seconds",
        "Compare with abusewatch_detector_seconds_total to see which detector takes it.",
        (labels.STAGE,), _SECONDS,
    ),
    Metric(
        "abusewatch_dead_letters_total", "counter",
        "Messages set aside as unreadable, by reason.", "messages",
        "See `abusewatch deadletters list`, mend the producer, then `reinject`.",
        (labels.DEAD_LETTER,),
    ),
    Metric(
        "abusewatch_observations_sent_total", "counter", "Rows sent on to an internal topic.", "rows",
        "Compare with rows received; a lasting gap means the internal topic is not read.",
        (labels.TOPIC,),
    ),
    Metric(
        "abusewatch_observations_received_total", "counter", "Rows received from an internal topic.", "rows",
        "See abusewatch_observations_sent_total.",
        (labels.TOPIC,),
    ),
    Metric(
        "abusewatch_observations_duplicate_total", "counter",
        "Rows skipped because their origin had been taken before.", "rows",
        "Normal for a moment after a restart; steady growth means some worker restarts again and again.",
        (labels.TOPIC,),
    ),
)  # fmt: skip
