"""Packets: one a target partition and batch, cut only between origins, silent about a time not yet known."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline import packing
from pipeline.metrics_recording import RecordingMetrics
from pipeline.packing import Packer
from pipeline.routes import partition_of
from schemas.event import Event
from schemas.observation import Packet, decode_packet

EVENT = Event("account.login", "e", "u", 1.0)
NEVER = float("-inf")


def packets(packer: Packer, upto: int, watermark: float = 100.0) -> dict[int, list[Packet]]:
    found: dict[int, list[Packet]] = {}
    for send in packer.flush(("events", 3), upto, watermark, 7.0):
        assert send.topic == "rows"
        assert send.partition is not None
        found.setdefault(send.partition, []).append(decode_packet(send.value))
    return found


@given(st.lists(st.integers(1, 30), max_size=20), st.integers(1, 12))
def test_no_packet_parts_an_origin_and_none_loses_a_row(rows_of: list[int], most: int) -> None:
    before, packing.ROWS_MOST = packing.ROWS_MOST, most
    try:
        packer = Packer("rows", 2, "events", RecordingMetrics())
        for offset, count in enumerate(rows_of):
            for number in range(count):
                packer.add(f"ip:{number}", offset, EVENT)
        found = packets(packer, len(rows_of))
    finally:
        packing.ROWS_MOST = before
    assert sorted(found) == [0, 1]
    keys = [(row.offset, row.key) for group in found.values() for packet in group for row in packet.rows]
    assert sorted(keys) == sorted((o, f"ip:{n}") for o, count in enumerate(rows_of) for n in range(count))
    for target, group in found.items():
        assert all(partition_of(row.key, 2) == target for packet in group for row in packet.rows)
        assert [packet.last for packet in group] == [False] * (len(group) - 1) + [True]
        assert group[-1].upto == len(rows_of)
        for packet, after in pairwise(group):
            # what a receiver may forget: every origin before `upto` is whole
            assert all(row.offset < packet.upto for row in packet.rows)
            assert all(row.offset >= packet.upto for row in after.rows)


def test_a_source_that_knows_no_time_yet_does_not_speak_for_itself() -> None:
    packer = Packer("rows", 1, "events", RecordingMetrics())
    packer.add("ip:1", 0, EVENT)
    (packet,) = packets(packer, 1, NEVER)[0]
    assert (packet.watermark, packet.last) == (None, False)
    (packet,) = packets(packer, 1, 50.0)[0]
    assert (packet.watermark, packet.slack_s, packet.last) == (50.0, 7.0, True)


def test_a_quiet_source_says_so_to_every_partition() -> None:
    found = [decode_packet(send.value) for send in Packer("rows", 3, "events", RecordingMetrics()).quiet(4)]
    assert [(p.topic, p.partition, p.watermark, p.last, p.rows) for p in found] == [("events", 4, None, True, [])] * 3


def test_rows_are_counted_as_sent() -> None:
    metrics = RecordingMetrics()
    packer = Packer("rows", 2, "events", metrics)
    for number in range(5):
        packer.add(f"ip:{number}", 0, EVENT)
    packets(packer, 1)
    packets(packer, 2)
    assert metrics.total("abusewatch_observations_sent_total", topic="rows") == 5


def test_long_rows_go_in_packets_that_a_broker_takes() -> None:
    packer = Packer("rows", 1, "events", RecordingMetrics())
    text = Event("content.posted", "e", "u", 1.0, features=bytes(range(256)) * 6)
    for offset in range(packing.ROWS_MOST):
        packer.add("site:*", offset, text)
    sends = list(packer.flush(("events", 0), packing.ROWS_MOST, 100.0, 0.0))
    assert max(len(send.value) for send in sends) < packing.BYTES_MOST * 1.1
    assert len(sends) < 2 * len(text.features) * packing.ROWS_MOST / packing.BYTES_MOST + 2
    found = [row.offset for send in sends for row in decode_packet(send.value).rows]
    assert found == list(range(packing.ROWS_MOST))


def test_the_last_packet_of_a_batch_says_when_its_source_began() -> None:
    packer = Packer("rows", 1, "events", RecordingMetrics())
    (send,) = packer.flush(("events", 0), 1, 100.0, 0.0, 40.0)
    assert decode_packet(send.value).began == 40.0
    (send,) = packer.quiet(0)
    assert decode_packet(send.value).began == float("inf")
