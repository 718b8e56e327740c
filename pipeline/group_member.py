"""Who commits: a consumer's place in its group, as librdkafka takes it."""

from __future__ import annotations

import struct
from typing import NamedTuple


class Member(NamedTuple):
    """Who commits: the consumer's place in its group."""

    group: str
    generation: int
    member_id: str

    def metadata(self) -> bytes:
        """Return what librdkafka takes as a consumer group's metadata.

        The consumer is aiokafka's, so there is no confluent consumer to ask; this is the form in which librdkafka
        (2.x, `rd_kafka_consumer_group_metadata_write`) writes and reads it: a magic word, the generation, the names,
        and a flag that there is no static instance id. `tests/kafka` holds it against the library.
        """
        names = b"".join(name.encode() + b"\0" for name in (self.group, self.member_id))
        return b"CGMDv2:" + struct.pack("=i", self.generation) + names + b"\1"
