"""The class that the entry point `abusewatch` of the group `faust.transports` names."""

from __future__ import annotations

from faust.transport.drivers import aiokafka

from pipeline.transport.consumer import BatchingConsumer


class Transport(aiokafka.Transport):
    """Faust's aiokafka transport with a consumer that batches (see the package)."""

    Consumer = BatchingConsumer
