"""The names of all metrics, one Literal a kind: the type checker refuses a name that does not exist."""

from __future__ import annotations

from typing import Literal

CounterName = Literal[
    "abusewatch_events_total",
    "abusewatch_batches_total",
    "abusewatch_records_total",
    "abusewatch_dead_letters_total",
    "abusewatch_observations_sent_total",
    "abusewatch_observations_received_total",
    "abusewatch_observations_duplicate_total",
    "abusewatch_signals_total",
    "abusewatch_detector_seconds_total",
    "abusewatch_detector_errors_total",
    "abusewatch_alerts_total",
    "abusewatch_alerts_joined_total",
    "abusewatch_alerts_suppressed_total",
    "abusewatch_control_ignored_total",
    "abusewatch_alerts_deferred_total",
    "abusewatch_reviewer_minutes_planned_total",
    "abusewatch_decisions_total",
    "abusewatch_verdicts_learned_total",
    "abusewatch_verdicts_unmatched_total",
    "abusewatch_verdicts_unnamed_total",
    "abusewatch_decisions_late_total",
    "abusewatch_appeals_overturned_total",
    "abusewatch_reviewer_seconds_total",
    "abusewatch_state_evicted_total",
    "abusewatch_state_refused_total",
    "abusewatch_checkpoint_entries_total",
    "abusewatch_checkpoint_held_seconds_total",
    "abusewatch_recovered_entries_total",
    "abusewatch_commits_total",
    "abusewatch_custody_refusals_total",
    "abusewatch_offsets_missed_total",
    "abusewatch_seeks_total",
    "abusewatch_rebalances_total",
    "abusewatch_delivery_failures_total",
]
GaugeName = Literal[
    "abusewatch_up",
    "abusewatch_ready",
    "abusewatch_build_info",
    "abusewatch_lag_records",
    "abusewatch_detector_quarantined",
    "abusewatch_alerts_open",
    "abusewatch_alerts_waiting",
    "abusewatch_alerts_waiting_oldest_seconds",
    "abusewatch_precision_lower_bound_ratio",
    "abusewatch_state_entries",
    "abusewatch_last_checkpoint_timestamp_seconds",
    "abusewatch_producer_queue_records",
]
HistogramName = Literal[
    "abusewatch_batch_records",
    "abusewatch_event_delay_seconds",
    "abusewatch_processing_seconds",
    "abusewatch_checkpoint_seconds",
    "abusewatch_recovery_seconds",
]
MetricName = CounterName | GaugeName | HistogramName
