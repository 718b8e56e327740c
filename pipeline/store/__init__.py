"""Where a worker keeps the state of its stage partitions: in memory, or in RocksDB on disk.

What every backend holds is a prefix of the table's changelog: all entries up to `position`, written together with it,
so that whatever was killed, state and position agree. `entries` names the keys, `reader` shows a partition to the
engine; only `table` and `faust_store` know Faust.
"""
