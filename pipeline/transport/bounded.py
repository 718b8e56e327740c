"""What aiokafka has fetched, taken out in pieces that are bounded in bytes as well as in records."""

from __future__ import annotations

from typing import Any

from aiokafka.consumer.fetcher import FetchResult  # type: ignore[import-untyped]

_MOST_BYTES = 8 * 1024 * 1024  # of the values in one batch, as long as it is more than one record


def _bounded(fetched: Any, max_records: int | None = None) -> list[Any]:
    """Take what aiokafka's `FetchResult.getall` takes, but stop at `_MOST_BYTES` too.

    aiokafka counts records only, and unpacks as it goes: 4 MB of a compressed fetch may be ten thousand records of
    1 MB each.
    """
    if not fetched.check_assignment(fetched._topic_partition) or not fetched.has_more():  # noqa: SLF001
        return []
    rows: list[Any] = []
    size = 0
    for row in fetched._partition_records:  # noqa: SLF001
        rows.append(row)
        size += len(row.value or b"")
        if size >= _MOST_BYTES or (max_records is not None and len(rows) >= max_records):
            fetched._update_position()  # noqa: SLF001
            return rows
    fetched._update_position()  # noqa: SLF001
    fetched._partition_records = None  # noqa: SLF001
    return rows


def install() -> None:
    """Let aiokafka use it."""
    FetchResult.getall = _bounded
