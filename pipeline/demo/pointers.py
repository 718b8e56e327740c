"""Where to look next."""

from __future__ import annotations

from pipeline.demo.installation import Installation
from pipeline.demo.settings import DemoSettings
from schemas.topics import ALERTS


def pointers(settings: DemoSettings, at: Installation) -> list[str]:
    """Return lines of what to open or type: what only runs while the demo does is named only with `keep`."""
    files = [
        f"the same again, no Kafka   abusewatch replay {settings.events} --alerts alerts.jsonl",
        f"alerts, every version      abusewatch alerts --no-follow --file {settings.alerts}",
    ]
    if not settings.input:
        files.append(f"what was planted           {settings.truth}")
    if not settings.keep:
        return [*files, "metrics, topics            run the demo with --keep: it stays up until Ctrl-C"]
    place = f"--bootstrap {at.bootstrap} --prefix {at.prefix}"
    return [
        f"metrics                    {at.worker.metrics}",
        f"alert topic                {at.prefix}{ALERTS.name} on {at.bootstrap}",
        f"the queue                  abusewatch alerts {place}",
        f"the topics                 abusewatch topics describe {place}",
        *files,
    ]
