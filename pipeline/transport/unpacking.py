"""Compressed batches that unpack to more than a worker can hold: what is too large in them is left out as it is read.

A batch of 1 MB, Kafka's limit, may unpack to a gigabyte by gzip and to tens of them by zstd, and aiokafka takes what it
unpacks whole. So a batch is unpacked up to `USUAL`; one that holds more is read as a stream in which a record above
`RECORD_MOST`, or above what all together may be (`KEPT_MOST`), keeps its offset and gets `LEFT_OUT` for its value,
which every room refuses as too large. By lz4 (at most 255 times) and snappy (about 21 times) no batch becomes so large.
"""

from __future__ import annotations

import gzip
import io
from importlib import import_module
from importlib.util import find_spec
from typing import Any, BinaryIO

import zstandard
from aiokafka.record.util import decode_varint, encode_varint  # type: ignore[import-untyped]

from schemas.parse import LEFT_OUT, MAX_BYTES

USUAL = 32 << 20
RECORD_MOST = 2 * MAX_BYTES  # what is refused for its own size may as well be told how large it was
KEPT_MOST, BATCH_MOST = 192 << 20, 256 << 20  # with their values; with those whose values are left out
_HEAD_MOST = 1 + 2 * 10  # attributes, and two varints: how far behind the first in time, and in offset
_VARINT_MOST = 10
_CALLERS = [
    f"aiokafka.record.{folder}{kind}_records" for folder in ("", "_crecords.") for kind in ("default", "legacy")
]


class Oversized(ValueError):
    """A batch is beyond reading: even with its records left out it is larger than `BATCH_MOST`."""


def gunzip(payload: Any) -> bytes:
    """Take the place of aiokafka's `gzip_decode`."""
    return _within_bounds(gzip.GzipFile(fileobj=io.BytesIO(payload)))  # type: ignore[arg-type]  # reads bytes


def unzstd(payload: Any) -> bytes:
    """Take the place of aiokafka's `zstd_decode`."""
    reader = zstandard.ZstdDecompressor().stream_reader(bytes(payload), read_across_frames=True)
    return _within_bounds(io.BufferedReader(reader))


def _within_bounds(stream: BinaryIO) -> bytes:
    start = stream.read(USUAL + 1)
    return start if len(start) <= USUAL else b"".join(_Records(start, stream).kept())


class _Records:
    """The records of a batch (format 2), as they are unpacked."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start, self._rest = io.BytesIO(start), rest

    def kept(self) -> list[bytes]:
        """Return the records, each with its length before it."""
        found: list[bytes] = []
        size = 0
        while (length := self._length()) is not None:
            record = self._read(length) if length <= min(RECORD_MOST, KEPT_MOST - size) else self._emptied(length)
            found += (_varint(len(record)), record)
            size += len(record)
            if size > BATCH_MOST:
                msg = f"a compressed batch unpacks to more than {BATCH_MOST} bytes of small records"
                raise Oversized(msg)
        return found

    def _emptied(self, length: int) -> bytes:
        """Skip a record but for what tells its offset."""
        head = self._read(min(length, _HEAD_MOST))
        _, end = decode_varint(head, 1)
        _, end = decode_varint(head, end)
        left = length - len(head)
        while left > 0 and (skipped := len(self._read(min(left, USUAL)))):
            left -= skipped
        return head[:end] + _varint(-1) + _varint(len(LEFT_OUT)) + LEFT_OUT + _varint(0)

    def _length(self) -> int | None:
        """Return how long the next record is; None at the end."""
        found = bytearray()
        while (byte := self._read(1)) and len(found) < _VARINT_MOST:
            found += byte
            if byte[0] < 0x80:
                return int(decode_varint(found, 0)[0])
        return None

    def _read(self, size: int) -> bytes:
        found = self._start.read(size)
        return found if len(found) == size else found + self._rest.read(size - len(found))


def _varint(value: int) -> bytes:
    out = bytearray()
    encode_varint(value, out.append)
    return bytes(out)


def install() -> None:
    """Put both in the place of aiokafka's own, in the modules that call them: compiled ones where it has them."""
    for name in filter(find_spec, _CALLERS):
        module: Any = import_module(name)
        module.gzip_decode = gunzip
        if hasattr(module, "zstd_decode"):
            module.zstd_decode = unzstd
