"""What `abusewatch topics` asks of the cluster: how topics are, and to make those that are missing."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._config import ConfigResource
from confluent_kafka.cimpl import NewTopic

from pipeline.topic_check import Found, made_with, partitions_of
from schemas.topics import Topic

TIMEOUT_S = 15.0
CONNECT_S = 8.0  # for the first question: a wrong address should be found out soon


class TopicAdmin:
    """A face of confluent-kafka's admin client. Every call blocks, and raises KafkaException."""

    def __init__(self, client: Mapping[str, str]) -> None:
        self._admin = AdminClient(dict(client))

    def found(self, names: Iterable[str]) -> dict[str, Found]:
        """Return those of `names` that exist, as they are."""
        seen = self._admin.list_topics(timeout=CONNECT_S).topics
        present = [name for name in names if name in seen]
        settings = self._settings(present)
        return {
            name: Found(len(seen[name].partitions), len(seen[name].partitions[0].replicas), settings[name])
            for name in present
        }

    def _settings(self, names: list[str]) -> dict[str, dict[str, str]]:
        asked = [ConfigResource(ConfigResource.Type.TOPIC, name) for name in names]
        answers = self._admin.describe_configs(asked, request_timeout=TIMEOUT_S) if asked else {}
        return {
            resource.name: {entry.name: str(entry.value) for entry in done.result().values()}
            for resource, done in answers.items()
        }

    def create(self, topics: Iterable[Topic], prefix: str = "", partitions: int | None = None,
               replication: int | None = None) -> list[str]:  # fmt: skip
        """Make those of `topics` that are missing, and return their names in order.

        Without `replication` the broker's default.replication.factor holds. A topic that appears meanwhile is
        left as it is.
        """
        wanted = {prefix + topic.name: topic for topic in topics}
        missing = [name for name in wanted if name not in self._admin.list_topics(timeout=CONNECT_S).topics]
        new = [
            NewTopic(name, num_partitions=partitions_of(wanted[name], partitions),
                     replication_factor=replication or -1, config=made_with(wanted[name]))
            for name in missing
        ]  # fmt: skip
        answers = self._admin.create_topics(new, operation_timeout=TIMEOUT_S) if new else {}
        made = [name for name in missing if _made(answers[name])]
        self._await(missing)
        return made

    def _await(self, names: list[str]) -> None:
        """Return when clients can see that every partition has a leader; a broker learns of it a little later."""
        deadline = time.monotonic() + TIMEOUT_S
        while not self._led(names):
            if time.monotonic() > deadline:
                raise KafkaException(KafkaError(KafkaError.LEADER_NOT_AVAILABLE))
            time.sleep(0.05)

    def _led(self, names: list[str]) -> bool:
        seen = self._admin.list_topics(timeout=CONNECT_S).topics if names else {}
        return all(
            name in seen and seen[name].partitions and all(p.leader >= 0 for p in seen[name].partitions.values())
            for name in names
        )


def _made(done: Future[None]) -> bool:
    """Wait for one topic; False when somebody else has just made it."""
    try:
        done.result()
    except KafkaException as failed:
        if failed.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
            raise
        return False
    return True
