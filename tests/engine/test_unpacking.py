"""Batches that unpack to more than a worker can hold, as Kafka itself stored them, through aiokafka's own reader."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable

import pytest
import zstandard
from aiokafka.record import default_records  # type: ignore[import-untyped]
from aiokafka.record._crecords import default_records as compiled  # type: ignore[import-untyped]

from pipeline.transport import unpacking
from schemas.parse import LEFT_OUT, Refused, parse

GZIP, ZSTD = 1, 4
VALUES = [b"small", b"x" * 3_000_000, None, b"y" * 6_000_000, b"", b"last"]


@pytest.fixture(params=[default_records._DefaultRecordBatchPy, compiled.DefaultRecordBatch], ids=["python", "compiled"])
def reader(request: pytest.FixtureRequest) -> type:
    unpacking.install()
    return request.param  # type: ignore[no-any-return]


def batch(codec: int, values: list[bytes | None]) -> bytes:
    """Return a batch of these values, key k0, k1, ..., a second apart."""
    builder = default_records.DefaultRecordBatchBuilder(2, codec, False, -1, -1, -1, 1 << 31)
    for number, value in enumerate(values):
        builder.append(number, 1000 * number, b"k%d" % number, value, [("h", b"v")])
    return bytes(builder.build())


def read(reader: type, data: bytes) -> list[tuple[int, int, bytes | None, bytes | None]]:
    return [(one.offset, one.timestamp, one.key, one.value) for one in reader(data)]


@pytest.mark.parametrize("codec", [GZIP, ZSTD])
def test_a_usual_batch_is_as_it_was(reader: type, codec: int) -> None:
    values: list[bytes | None] = [b"a", None, b"c" * 1_000_000]
    assert read(reader, batch(codec, values)) == [(n, 1000 * n, b"k%d" % n, value) for n, value in enumerate(values)]


@pytest.mark.parametrize("codec", [GZIP, ZSTD])
def test_what_is_too_large_is_left_out_and_the_others_stay(
    reader: type, codec: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "USUAL", 1 << 20)
    found = read(reader, batch(codec, VALUES))
    left = {n for n, value in enumerate(VALUES) if len(value or b"") > unpacking.RECORD_MOST}
    assert left == {1, 3}
    assert found == [
        (n, 1000 * n, None if n in left else b"k%d" % n, LEFT_OUT if n in left else value)
        for n, value in enumerate(VALUES)
    ]


def test_many_that_are_too_much_together(reader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "USUAL", 10_000)
    monkeypatch.setattr(unpacking, "KEPT_MOST", 50_000)
    values: list[bytes | None] = [b"z" * 9_000] * 12
    found = [value for *_, value in read(reader, batch(ZSTD, values))]
    assert found == [b"z" * 9_000] * 5 + [LEFT_OUT] * 7


def test_what_is_beyond_reading_says_so(reader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USUAL", "KEPT_MOST", "BATCH_MOST"):
        monkeypatch.setattr(unpacking, name, 1000)
    with pytest.raises(unpacking.Oversized):
        read(reader, batch(GZIP, [b"1"] * 1000))


@pytest.mark.parametrize(
    ("pack", "unpack"), [(gzip.compress, unpacking.gunzip), (zstandard.compress, unpacking.unzstd)]
)
def test_one_record_larger_than_a_batch_may_be(
    pack: Callable[[bytes], bytes], unpack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "USUAL", 1 << 20)
    size = 20_000_000
    body = io.BytesIO()
    record = bytes([0, 0, 0, 1]) + unpacking._varint(size)
    body.write(unpacking._varint(len(record) + size + 1) + record + b"0" * size + b"\x00")
    packed = pack(body.getvalue())
    body.close()
    assert len(unpack(packed)) < 30


def test_a_value_left_out_is_refused_with_the_reason() -> None:
    found = parse(LEFT_OUT)
    assert isinstance(found, Refused)
    assert found.reason == "too_large"
