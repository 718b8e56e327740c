"""Whatever a line holds, an adapter reads it, skips it or rejects it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.adapters.formats import FORMATS, Settings, adapter_for
from pipeline.ingest.clock import LogClock
from pipeline.ingest.cloud_events import CloudEvents
from pipeline.ingest.draft import RejectedLineError, SkippedLineError
from pipeline.ingest.mapping import FieldMapping
from pipeline.ingest.reader import LogFile
from schemas.event import Event
from schemas.parse import parse
from tests.ingest.service_lines import LINES

MAPPING = FieldMapping({"time": "a", "subject": "b", "outcome": "c"})
SEEDS = [line for line, *_ in LINES] + [
    "Feb  3 10:00:00 web sshd[100]: Failed password for root from 192.0.2.1 port 4022 ssh2",
    "Feb  3 10:00:00 web sshd[100]: message repeated 2 times: [ Invalid user a from 192.0.2.1]",
    "Feb  3 10:00:00 web sshd[100]: PAM 2 more authentication failures; rhost=192.0.2.1  user=root",
    '{"specversion":"1.0","id":"1","source":"s","type":"account.login","subject":"b","time":"2026-02-03T10:00:00Z"}',
    "a,b,c",
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A real line with a piece cut out and others put in."""
    line = draw(st.sampled_from(SEEDS)).encode()
    start, end = sorted(draw(st.tuples(st.integers(0, len(line)), st.integers(0, len(line)))))
    return line[:start] + draw(st.binary(max_size=20)) + line[end:] + draw(st.sampled_from([b"", b"\n" + line]))


@pytest.mark.parametrize("name", FORMATS)
@given(content=st.one_of(st.binary(max_size=200), damaged()))
def test_no_line_raises_anything_else(name: str, tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    adapter = adapter_for(name, Settings(LogClock(year=2026), MAPPING if name == "csv" else None))
    path = tmp_path_factory.getbasetemp() / "any-line.log"
    path.write_bytes(b"a,b,c\n" * (name == "csv") + content)
    for line in LogFile(str(path)).lines():
        try:
            for draft in adapter.read(line.text or ""):
                message = CloudEvents("/t").message(draft, "x", line.number, 0)
                assert isinstance(parse(message.value), Event)
        except (SkippedLineError, RejectedLineError) as said:
            assert said.reason
