"""Everything the demo starts: broker, topics, worker. All of it is gone again at the end, whatever happens."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from confluent_kafka.admin import AdminClient

from pipeline.broker import LocalBroker
from pipeline.broker.bootstrap import DEFAULT_DATA_DIR, named_bootstrap
from pipeline.client_config import client_settings
from pipeline.demo.settings import DemoSettings
from pipeline.demo.worker_process import WorkerProcess
from pipeline.topic_admin import TopicAdmin
from schemas.topics import TOPICS

_DELETE_S = 10.0


class Installation(NamedTuple):
    """A running Abusewatch: where Kafka is, under which prefix, and its worker."""

    bootstrap: str
    prefix: str
    worker: WorkerProcess


@contextmanager
def installation(settings: DemoSettings) -> Iterator[Installation]:
    """Start everything; BrokerError, KafkaException or DemoError when something does not come up."""
    prefix = f"demo-{uuid.uuid4().hex[:8]}-"
    with _kafka(settings) as bootstrap, _topics(bootstrap, prefix):
        worker = WorkerProcess(bootstrap, prefix, settings.log)
        try:
            worker.start()
            yield Installation(bootstrap, prefix, worker)
        finally:
            worker.stop()


@contextmanager
def _kafka(settings: DemoSettings) -> Iterator[str]:
    """Give an address; a broker that ran before is left running."""
    if named := settings.bootstrap or named_bootstrap():
        yield named
        return
    with LocalBroker(DEFAULT_DATA_DIR) as broker:
        yield broker.bootstrap


@contextmanager
def _topics(bootstrap: str, prefix: str) -> Iterator[None]:
    """Make the topics under a prefix of their own; delete whatever begins with it afterwards."""
    client = client_settings(bootstrap)
    TopicAdmin(client).create(TOPICS, prefix)
    try:
        yield
    finally:
        admin = AdminClient(dict(client))
        ours = [name for name in admin.list_topics(timeout=_DELETE_S).topics if name.startswith(prefix)]
        for done in admin.delete_topics(ours, operation_timeout=_DELETE_S).values() if ours else ():
            done.exception()  # waits; a topic that stays is in nobody's way
