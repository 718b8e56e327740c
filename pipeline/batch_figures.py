"""What operators see of the batches a worker takes: counts, sizes, times, and what went out of retention unread."""

from __future__ import annotations

import logging

from pipeline.metrics_spec import Metrics
from pipeline.stage import Batch

logger = logging.getLogger(__name__)


def count_batch(metrics: Metrics, stage: str, batch: Batch, seconds: float) -> None:
    """Count a batch that took so long; one of nothing but markers is none."""
    if batch.records:
        metrics.count("abusewatch_batches_total", stage=stage)
        metrics.count("abusewatch_records_total", len(batch.records), topic=batch.topic)
        metrics.observe("abusewatch_batch_records", len(batch.records), stage=stage)
        metrics.observe("abusewatch_processing_seconds", seconds, stage=stage)


def tell_missed(metrics: Metrics, batch: Batch, count: int) -> None:
    """Retention has deleted what was not read yet: that cannot be mended here, but must not go unsaid."""
    logger.error("%s/%d: %d offsets from %d on went out of retention unread",
                 batch.topic, batch.partition, count, batch.start)  # fmt: skip
    metrics.count("abusewatch_offsets_missed_total", count, topic=batch.topic)
