"""What is kept of what verdicts teach: the models, as one hour ends, and the verdicts that wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct, field

from detectors.text_chunks import CHUNK
from detectors.text_hashes import BUCKETS
from detectors.text_memory import ModelMemory
from detectors.text_model import TextModel
from detectors.text_models import NAMED, TextModels
from detectors.text_verdicts import TextDetector
from pipeline.vault import Vault
from schemas.event import Decision

_MEMORY, _PENDING = b"\x00learning", b"\x00learning/pending"


class LearningMemory(Struct, array_like=True):
    """What changes once an hour: what is small of each model, by detector and version."""

    hour: int = 0
    models: dict[str, ModelMemory] = field(default_factory=dict)


class Learned:
    """Base of `Learning`: loads what is stored, and tells what of it has changed."""

    def __init__(self, learners: Iterable[TextDetector], vault: Vault) -> None:
        self._vault = vault
        self._models = {detector.name: TextModels(detector.seeds()) for detector in learners}
        self._moved = self._told = False  # since the last flush: the models, the verdicts that wait
        self.pending = vault.load(_PENDING, msgspec.msgpack.Decoder(dict[int, list[Decision]]).decode) or {}
        self.memory = vault.load(_MEMORY, msgspec.msgpack.Decoder(LearningMemory).decode) or LearningMemory()
        self._stored = {detector.name: f"{detector.name}/{detector.version}" for detector in learners}
        for name, models in self._models.items():  # a detector of another version starts cold
            stored = self._stored[name]
            if stored + NAMED in self.memory.models:
                models.part()
            for which, model in models.each.items():
                if (saved := self.memory.models.get(stored + which)) is not None:
                    model.restore(saved, dict(self._chunks(stored + which)))

    def _chunks(self, stored: str) -> Iterator[tuple[int, bytes]]:
        for number in range(BUCKETS // CHUNK):
            chunk = self._vault.load(_chunk_name(stored, number), bytes)
            if chunk is not None:
                yield number, chunk

    def _each(self) -> Iterator[tuple[str, TextModel]]:
        """Yield every model with the name under which it is stored."""
        for name, models in self._models.items():
            for which, model in models.each.items():
                yield self._stored[name] + which, model

    def flush(self) -> list[tuple[bytes, bytes | None]]:
        """Return what changed: verdicts that wait, and once an hour the models with the chunks that verdicts moved."""
        entries: list[tuple[bytes, bytes | None]] = []
        if self._told:
            entries.append(self._vault.sign(_PENDING, msgspec.msgpack.encode(self.pending)))
        if self._moved:
            for stored, model in self._each():
                entries.extend(self._vault.sign(_chunk_name(stored, n), model.chunk(n)) for n in sorted(model.touched))
                model.touched.clear()
            entries.append(self._vault.sign(_MEMORY, msgspec.msgpack.encode(self.memory)))
        self._moved = self._told = False
        return entries


def _chunk_name(stored: str, number: int) -> bytes:
    return f"\x00learning/{stored}/{number}".encode()
