"""Hypothesis strategies derived from the structs themselves: whatever a struct allows can be drawn."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from schemas import fields

MINUTES = st.integers(-23 * 60, 23 * 60)
ZONES = MINUTES.map(lambda minutes: timezone(timedelta(minutes=minutes)))
# A day inside the believable years, so that no zone carries a time over their edge.
TIMES = st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30), timezones=ZONES)  # noqa: DTZ001
STAMPS = st.datetimes(timezones=st.just(UTC)).map(lambda time: time.isoformat().replace("+00:00", "Z"))
BASE64 = st.binary(max_size=30).map(lambda value: base64.b64encode(value).decode())


def record(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Draw what a producer may send for `kind`: demanded fields always, the others now and then."""
    shape = inspect.type_info(kind)
    assert isinstance(shape, inspect.StructType)
    return _struct(shape)


def _struct(shape: inspect.StructType) -> st.SearchStrategy[dict[str, Any]]:
    drawn = {field.encode_name: values(field.type) for field in shape.fields}
    optional = {name: drawn.pop(name) for name in [f.encode_name for f in shape.fields if not f.required]}
    if shape.tag is not None:
        drawn[str(shape.tag_field)] = st.just(shape.tag)
    return st.fixed_dictionaries(drawn, optional=optional)


def values(shape: inspect.Type) -> st.SearchStrategy[Any]:
    """Draw a JSON value of any type that the structs use."""
    if isinstance(shape, inspect.Metadata):
        return values(shape.type)
    if isinstance(shape, inspect.UnionType):
        return st.one_of([values(one) for one in shape.types])
    if isinstance(shape, inspect.StructType):
        return _struct(shape)
    if isinstance(shape, inspect.ListType):
        return st.lists(values(shape.item_type), max_size=3)
    if isinstance(shape, inspect.DictType):
        return st.dictionaries(st.text(max_size=8), values(shape.value_type), max_size=3)
    return _scalar(shape)


def _scalar(shape: inspect.Type) -> st.SearchStrategy[Any]:
    if isinstance(shape, inspect.StrType):
        return _text(shape)
    if isinstance(shape, inspect.FloatType):
        return st.floats(shape.ge, shape.le, exclude_min=False, allow_nan=False, allow_infinity=False).filter(
            lambda number: shape.gt is None or number > shape.gt
        )
    if isinstance(shape, inspect.IntType):
        return st.integers(shape.ge if shape.ge is not None else -(2**63), min(shape.le or 2**53, 2**53))
    fixed = {
        inspect.DateTimeType: TIMES.map(datetime.isoformat), inspect.BoolType: st.booleans(),
        inspect.NoneType: st.none(),
    }  # fmt: skip
    return st.sampled_from(shape.values) if isinstance(shape, inspect.LiteralType) else fixed[type(shape)]


def _text(shape: inspect.StrType) -> st.SearchStrategy[str]:
    if shape.pattern == fields.RFC3339:
        return STAMPS
    if shape.pattern is not None:
        return BASE64
    return st.text(min_size=shape.min_length or 0, max_size=min(shape.max_length or 40, 40))
