"""Every metric of Abusewatch, by name. New ones go here and in `metrics_names`; a test compares."""

from __future__ import annotations

from typing import Final

from pipeline.metrics_detection import DETECTION
from pipeline.metrics_durability import DURABILITY
from pipeline.metrics_flow import FLOW
from pipeline.metrics_names import MetricName
from pipeline.metrics_spec import Metric

CATALOGUE: Final[tuple[Metric, ...]] = (*FLOW, *DETECTION, *DURABILITY)
BY_NAME: Final[dict[MetricName, Metric]] = {metric.name: metric for metric in CATALOGUE}
