"""From bytes to an `Event`, a `Decision` or the reason why not. Never raises for what it is given."""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from schemas import wire
from schemas.allowed import allowed
from schemas.event import Decision, Event
from schemas.filling import FILL
from schemas.staff import by_staff
from schemas.untold import told
from schemas.values import DECISION_TYPE
from schemas.wire_data import Network

REASONS = ("not_json", "schema", "too_large", "time_out_of_range", "empty", "nesting")
MAX_BYTES = 1_048_576  # Kafka's own default limit for a record; anything larger in a file is refused alike
LEFT_OUT = b"\x00left out"  # in place of a value that was too large to be unpacked (`pipeline.transport.unpacking`)
EARLIEST_S, LATEST_S = 631_152_000.0, 4_102_444_800.0  # 1990-01-01, 2100-01-01: outside, a clock is broken

_decode = msgspec.json.Decoder(wire.Wire).decode
_decode_type = msgspec.json.Decoder(wire.Typed).decode
UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)  # all that msgspec may raise for bytes
_QUOTED = re.compile(r"""(['"]).*\1""", re.DOTALL)  # greedy: what is quoted may itself hold quotes


class Refused(Struct, frozen=True):
    """Input that cannot go forward: `reason` one of `REASONS`; `detail` names the field, never its value."""

    reason: str
    detail: str = ""


class Unknown(Struct, frozen=True):
    """A well-formed event of a type this version does not know: counted and skipped."""

    type: str


def parse(value: bytes | None) -> Event | Decision | Refused | Unknown:
    """Decode one record of any input topic. Cost: about 2 microseconds for a login.

    >>> parse(b'{"type": "x.y"}')
    Unknown(type='x.y')
    >>> parse(b'{"type": "account.login"}').reason
    'schema'
    """
    if not value:
        return Refused("empty", "no value: a tombstone or an empty line")
    if len(value) > MAX_BYTES:
        return Refused("too_large", f"{len(value)} bytes, at most {MAX_BYTES}")
    if value == LEFT_OUT:
        return Refused("too_large", "unpacks to more than a batch may be")
    try:
        found = _decode(value)
    except UNDECODABLE as error:
        return _why(value, error)
    time = found.time.timestamp()
    if not EARLIEST_S <= time <= LATEST_S:
        return Refused("time_out_of_range", "time: outside 1990..2100")
    return _decision(found, time) if isinstance(found, wire.Decided) else _event(found, time)


def type_of(found: Event | Decision | Unknown) -> str:
    """Return the type that a record says it has."""
    return DECISION_TYPE if isinstance(found, Decision) else found.type


def _why(value: bytes, error: Exception) -> Refused | Unknown:
    """Tell an unknown type from a malformed event of a known one."""
    if not isinstance(error, msgspec.ValidationError):
        return _unreadable(error)
    if str(error).endswith("- at `$.type`"):
        try:
            return Unknown(_decode_type(value).type[:64])
        except msgspec.ValidationError:
            pass  # a type that is no text: the first error says so
        except UNDECODABLE as second:  # what the first reading never came to
            return _unreadable(second)
    detail, words = _without_values(error), _allowed(value, error)
    return Refused("schema", detail.replace(" - at ", f", one of {', '.join(words)} - at ") if words else detail)


def _allowed(value: bytes, error: msgspec.ValidationError) -> tuple[str, ...]:
    """Return the words that the field takes which the error is about, where it takes only some."""
    try:
        return allowed(_decode_type(value).type, str(error))
    except UNDECODABLE:  # past the place of the error nobody has read
        return ()


def unquoted(error: Exception) -> str:
    """Return what one of `UNDECODABLE` says, with the field's place and without its value: fit for a log.

    >>> unquoted(msgspec.ValidationError("Invalid enum value 'a@b.example' - at `$.kind`"))
    "Invalid enum value '...' - at `$.kind`"
    """
    return _without_values(error) if isinstance(error, msgspec.ValidationError) else _unreadable(error).detail


def _without_values(error: Exception) -> str:
    return _QUOTED.sub("'...'", str(error))[:200]


def _unreadable(error: Exception) -> Refused:
    """Say why bytes are not JSON. Python's own message on encoding quotes the input, so it is not used."""
    if isinstance(error, RecursionError):
        return Refused("nesting", "nested too deeply")
    if isinstance(error, UnicodeDecodeError):
        return Refused("not_json", "text that is not UTF-8")
    return Refused("not_json", str(error)[:200])


def _event(found: wire.AccountWire | wire.ContentWire, time: float) -> Event:
    kind = found.__struct_config__.tag
    event = Event(str(kind), found.id, found.subject, time, found.source)
    data = found.data
    if isinstance(data, Network) and not by_staff(found.source):
        event.ip, event.device, event.user_agent = data.ip, told(data.device), data.user_agent
        event.country, event.asn = data.country, data.asn
    FILL[type(data)](event, data)
    return event


def _decision(found: wire.Decided, time: float) -> Decision:
    d = found.data
    return Decision(found.id, found.subject, time, d.verdict, d.alert_id, d.content_id, d.event_id, d.policy,
                    d.reviewer, d.seconds, d.source, d.alert_version)  # fmt: skip
