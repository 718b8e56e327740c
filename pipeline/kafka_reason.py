"""Why no broker answers, for the one line that a command says: librdkafka's own lines are many and name no setting."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from confluent_kafka import Consumer, KafkaError, KafkaException, Message

_NOBODY = KafkaError._ALL_BROKERS_DOWN  # noqa: SLF001  (librdkafka's public name, as those below)
SILENT = frozenset({KafkaError._TRANSPORT, KafkaError._TIMED_OUT, KafkaError._RESOLVE, _NOBODY})  # noqa: SLF001
MISSING = frozenset({KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError._UNKNOWN_TOPIC})  # noqa: SLF001
# The broker answers, and lets nobody in with these credentials or this certificate.
REFUSED = frozenset({KafkaError._AUTHENTICATION, KafkaError._SSL})  # noqa: SLF001


@contextmanager
def consumer(settings: Mapping[str, str]) -> Iterator[Consumer]:
    """Give a consumer. A KafkaException of a silent broker says what became of the last attempt to reach it."""
    heard: deque[KafkaError] = deque(maxlen=8)
    found = Consumer({**settings, "error_cb": heard.append})
    try:
        yield found
    except KafkaException as error:
        found.close()  # it hands over what was heard, too
        raise KafkaException(_reason(error.args[0], heard)) from error
    finally:
        found.close()


def partitions(reader: Consumer, topic: str, timeout_s: float) -> list[int]:
    """Return the numbers of a topic's partitions. Raises KafkaException, also when the topic does not exist."""
    found = reader.list_topics(topic, timeout=timeout_s).topics[topic]
    if found.error is not None:
        raise KafkaException(KafkaError(found.error.code(), f"topic {topic}: {found.error.str()}"))
    return sorted(found.partitions)


def at_end(message: Message) -> bool:
    """Say whether this is no record but the end of the partition. Raises KafkaException for any other error."""
    error = message.error()
    if error is not None and error.code() != KafkaError._PARTITION_EOF:  # noqa: SLF001
        raise KafkaException(error)
    return error is not None


def _reason(error: KafkaError, heard: deque[KafkaError]) -> KafkaError:
    reasons = [one for one in heard if one.code() != _NOBODY]
    if error.code() not in SILENT or not reasons:
        return error
    last = reasons[-1]
    return KafkaError(last.code() if last.code() in REFUSED else error.code(), last.str())
