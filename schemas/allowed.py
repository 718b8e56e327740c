"""Which words a field of the wire takes: for whoever sent another one."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Literal, get_args, get_origin

import msgspec

from schemas import wire

_PLACE = re.compile(r"Invalid enum value .* - at `\$\.((?:data\.)?\w+)`", re.DOTALL)


def allowed(kind: str, said: str) -> tuple[str, ...]:
    """Return the words that the field takes of which msgspec `said` that its value is none; () for any other error.

    >>> allowed("account.login", "Invalid enum value 'ok' - at `$.data.outcome`")
    ('success', 'failure')
    """
    place = _PLACE.fullmatch(said)
    return _fields().get((kind, place[1]), ()) if place else ()


@cache
def _fields() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the words by event type and place."""
    found = {}
    for one in get_args(wire.Wire):
        for field in msgspec.structs.fields(one):
            inner = msgspec.structs.fields(field.type) if field.name == "data" else ()
            for place, told in [(field.encode_name, field.type), *((f"data.{x.encode_name}", x.type) for x in inner)]:
                found[str(one.__struct_config__.tag), place] = _words(told)
    return found


def _words(told: Any) -> tuple[str, ...]:
    if get_origin(told) is Literal:
        return get_args(told)
    return tuple(word for part in get_args(told) for word in _words(part))
