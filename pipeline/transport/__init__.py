"""The batching transport: an agent is handed each partition's fetched records as ONE message.

A subclass of Faust's aiokafka driver under a URL scheme of its own (`abusewatch://host:port`), through the entry point
group `faust.transports`. Batched are the topics in `app.batched_topics` and every changelog; all others stay as Faust
knows them, one message a record.

* `batches`  what a message carries: a batch and the epoch of the seek it follows from
* `rows`     the records of a batch, as they leave aiokafka
* `unpacking` compressed batches, within bounds
* `overtaken` offsets deleted before they were read
* `thread`   beside aiokafka: packs what was fetched, keeps a gate for each partition
* `consumer` beside Faust: what may be committed, where partitions are sought
* `whole`    keeps Faust from decoding a batch
* `driver`   the Transport class that Faust loads
"""

from pipeline.transport.driver import Transport

__all__ = ["Transport"]
