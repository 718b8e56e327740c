"""What is done with an input, by name. A target raises for what must not be; all else it swallows."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Mapping

import msgspec

from detectors.catalogue import CATALOGUE
from pipeline.control_entries import Entries
from pipeline.controls import Controls
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.ingest.adapters.formats import FORMATS, Settings, adapter_for
from pipeline.ingest.clock import LogClock
from pipeline.ingest.cloud_events import CloudEvents
from pipeline.ingest.draft import RejectedLineError, SkippedLineError
from pipeline.ingest.mapping import FieldMapping
from pipeline.keystate_codec import KeyStateCodec
from pipeline.metrics_recording import RecordingMetrics
from pipeline.names import Names
from pipeline.sealed import Seal, StateRefusedError
from pipeline.stage import Batch, PartitionStage, Record, Stage
from pipeline.stages import stages
from pipeline.vault import Vault
from schemas import topics
from schemas.deadletter import DeadLetter, dead_letter
from schemas.event import Decision, Event
from schemas.observation import Packet, Row, decode_packet, encode
from schemas.parse import EARLIEST_S, LATEST_S, REASONS, Refused, Unknown, parse
from tests.support.carrier import MemoryState
from tests.support.scenario import shipped

FORMAT_NAMES = tuple(FORMATS)
MAPPING = FieldMapping({"time": "a", "subject": "b", "outcome": "c"})
CONTROL = len(topics.TOPICS)  # stands for itself among the stages' inputs
LIFE = 2000  # inputs after which stages begin anew, so that a finding can be repeated from its own input
SECRET = b"only for fuzzing"


def event(data: bytes) -> None:
    """The codec of input topics: an event that goes on unchanged, or a dead letter that holds all of it."""
    found = parse(data)
    if isinstance(found, Event):
        assert EARLIEST_S <= found.time <= LATEST_S
        packet = decode_packet(encode(Packet("t", 0, 1, found.time, 0.0, [Row("ip:x", 0, found)])))
        assert packet.rows[0].event == found
    elif isinstance(found, Refused):
        assert found.reason in REASONS
        assert len(found.detail) <= 200
        letter = msgspec.json.decode(msgspec.json.encode(_letter(found, data)), type=DeadLetter)
        assert base64.b64decode(letter.value or "") == data
    else:
        assert isinstance(found, Decision) or (isinstance(found, Unknown) and len(found.type) <= 64)


def _letter(found: Refused, data: bytes) -> DeadLetter:
    return dead_letter(found.reason, found.detail, ("t", 0, 1), data, data)


def line(data: bytes) -> None:
    """Every ingest adapter, chosen by the first byte: drafts that are good events, or a skip, or a rejection."""
    if not data:
        return
    name = FORMAT_NAMES[data[0] % len(FORMAT_NAMES)]
    adapter = adapter_for(name, Settings(LogClock(year=2026), MAPPING if name == "csv" else None))
    texts = (["a,b,c"] if name == "csv" else []) + data[1:].decode("utf-8", "backslashreplace").splitlines()
    for number, text in enumerate(texts, start=1):
        try:
            for draft in adapter.read(text):
                message = CloudEvents("/t").message(draft, "x", number, 0)
                assert isinstance(parse(message.value), Event)
        except (SkippedLineError, RejectedLineError) as said:
            assert said.reason
    adapter.finish()


class Rooms:
    """Every stage of the worker with every detector shipped, and the control feed; the first byte chooses.

    Nothing may raise, and no detector may fail: one that raises is set aside by the engine, which is looked for.
    """

    def __init__(self) -> None:
        logging.disable(logging.CRITICAL)
        self._taken = LIFE

    def __call__(self, data: bytes) -> None:
        """Take one input."""
        if not data:
            return
        if self._taken >= LIFE:
            self._begin()
        self._taken += 1
        chosen = data[0] % (len(self._stages) + 1)
        if chosen == len(self._stages):
            entry = self._entries.read("it", data[1:])
            if entry is not None:
                self._controls.add(entry)
        else:
            self._process(self._stages[chosen], self._parts[chosen], data[1:])

    def _begin(self) -> None:
        built = tuple(shipped(d.name) for d in CATALOGUE)
        self._metrics = RecordingMetrics()
        settings = EngineSettings(dead_letter_share=1.0)  # the limit is not what is tried here
        engine = Engine(built, {d.name: "live" for d in built}, settings, self._metrics)
        names = Names()
        self._stages = stages(engine, names)
        counts = {names.of(topic): 2 for topic in topics.TOPICS}
        self._parts = [stage.open(0, MemoryState(), counts) for stage in self._stages]
        self._entries, self._controls, self._taken = Entries(built, self._metrics), Controls(), 0

    def _process(self, stage: Stage, part: PartitionStage, value: bytes) -> None:
        record = Record(self._taken, 0, None, value)
        sends = part.process(Batch(stage.topics[0], 0, self._taken, self._taken + 1, [record]))
        assert all(isinstance(send.value, bytes) for send in sends)
        failures = self._metrics.total("abusewatch_detector_errors_total")
        assert not failures, f"{failures:.0f} failures of a detector"


class State:
    """Stored state: raw bytes are never decoded, and signed ones that no codec wrote are refused."""

    def __init__(self) -> None:
        logging.disable(logging.CRITICAL)
        self._codec = KeyStateCodec({d.name: shipped(d.name) for d in CATALOGUE})
        self._seal = Seal(SECRET)

    def __call__(self, data: bytes) -> None:
        """Take one input."""
        store = MemoryState()
        store.write([(b"raw", data), self._seal_of(data)])
        vault = Vault(self._seal, store, RecordingMetrics(), "account")
        for name in (b"raw", b"signed"):
            try:
                vault.load(name, self._codec.decode)
            except StateRefusedError as said:
                assert said.reason != "altered" or name == b"raw"
            else:
                assert name == b"signed"

    def _seal_of(self, data: bytes) -> tuple[bytes, bytes]:
        return b"signed", self._seal.sign(b"signed", data)


TARGETS: Mapping[str, Callable[[], Callable[[bytes], None]]] = {
    "event": lambda: event,
    "line": lambda: line,
    "rooms": Rooms,
    "state": State,
}
