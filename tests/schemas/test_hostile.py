"""What an attacker or a broken producer may send: each answered as stated, and nothing of it quoted."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from schemas.event import Decision, Event
from schemas.parse import MAX_BYTES, Refused, Unknown, parse

SECRET = "hunter2"
LOGIN: dict[str, Any] = {
    "id": "e-1", "source": "/web", "subject": "u-1", "type": "account.login", "time": "2026-01-31T12:00:00Z",
    "data": {"outcome": "failure", "device": SECRET},
}  # fmt: skip
PLAIN = json.dumps(LOGIN).encode()


def login(**changed: Any) -> bytes:
    return json.dumps({**LOGIN, **changed}).encode()


def data(**changed: Any) -> bytes:
    return login(data={**LOGIN["data"], **changed})


def usage(number: bytes) -> bytes:
    return login(type="account.usage", data={"units": 0}).replace(b'"units": 0', b'"units": ' + number)


def unknown_field(value: bytes, **changed: Any) -> bytes:
    return login(**changed)[:-1] + b', "x": ' + value + b"}"


def nested(depth: int, opening: bytes = b"[", closing: bytes = b"]") -> bytes:
    return opening * depth + b"1" + closing * depth


REFUSED: dict[str, tuple[bytes | None, str, str]] = {
    "tombstone": (None, "empty", "no value"),
    "no bytes": (b"", "empty", "no value"),
    "only blanks": (b"  \n", "not_json", "truncated"),
    "truncated": (PLAIN[:-20], "not_json", "truncated"),
    "trailing bytes": (PLAIN + b" x", "not_json", "trailing"),
    "two records in one": (PLAIN + PLAIN, "not_json", "trailing"),
    "byte order mark": (b"\xef\xbb\xbf" + PLAIN, "not_json", "byte 0"),
    "utf-16": (PLAIN.decode().encode("utf-16"), "not_json", "byte 0"),
    "gzip": (b"\x1f\x8b\x08" + PLAIN, "not_json", "byte 0"),
    "invalid utf-8": (PLAIN.replace(b"u-1", b"u-\xff" + SECRET.encode()), "not_json", "not UTF-8"),
    "overlong utf-8": (PLAIN.replace(b"u-1", b"\xc0\x80"), "not_json", "not UTF-8"),
    "surrogate as utf-8": (PLAIN.replace(b"u-1", b"\xed\xa0\x80"), "not_json", "not UTF-8"),
    "lone surrogate in an id": (login(id="\ud800"), "not_json", ""),
    "lone surrogate in data": (data(user_agent="\udc00x"), "not_json", "surrogate"),
    "raw NUL": (PLAIN.replace(b"u-1", b"u\x00"), "not_json", "invalid character"),
    "number NaN": (usage(b"NaN"), "not_json", ""),
    "number Infinity": (usage(b"-Infinity"), "not_json", ""),
    "number 1e999": (usage(b"1e999"), "schema", "`$.data.units`"),
    "number of 5000 digits": (usage(b"9" * 5000), "schema", "`$.data.units`"),
    "number below zero": (usage(b"-1e-300"), "schema", "`$.data.units`"),
    "asn of 400 digits": (data(asn=10**400), "schema", "`$.data.asn`"),
    "asn as flag": (data(asn=True), "schema", "`$.data.asn`"),
    "1 MB id": (login(id=SECRET * 140_000), "schema", "`$.id`"),
    "1 MB subject": (login(subject=SECRET * 140_000), "schema", "`$.subject`"),
    "text over its limit": (
        login(type="content.posted", data={"content_id": "c", "text": SECRET * 40_000}), "schema", "`$.data.text`",
    ),
    "a thousand and one links": (
        login(type="content.posted", data={"content_id": "c", "urls": [SECRET] * 1001}), "schema", "`$.data.urls`",
    ),
    "over the record limit": (login(x=SECRET * 200_000), "too_large", str(MAX_BYTES)),
    "unknown field 100,000 deep": (unknown_field(nested(100_000)), "nesting", ""),
    "unknown field 100,000 objects deep": (unknown_field(nested(100_000, b'{"a":', b"}")), "nesting", ""),
    "unknown type, 100,000 deep": (unknown_field(nested(100_000), type="a.b"), "nesting", ""),
    "data 100,000 objects deep": (
        PLAIN.replace(b'"failure"', nested(100_000, b'{"a":', b"}")), "schema", "`$.data.outcome`",
    ),
    "brackets never closed": (b"[" * 1_000_000, "schema", "got `array`"),
    "braces never closed": (b'{"a":' * 200_000, "nesting", ""),
    "null": (b"null", "schema", "got `null`"),
    "a list of events": (b"[" + PLAIN + b"]", "schema", "got `array`"),
    "a text": (json.dumps(SECRET).encode(), "schema", "got `str`"),
    "type as number": (login(type=5), "schema", "`$.type`"),
    "no type": (json.dumps({k: v for k, v in LOGIN.items() if k != "type"}).encode(), "schema", "`type`"),
    "id as number": (login(id=5), "schema", "`$.id`"),
    "subject as object": (login(subject={"id": SECRET}), "schema", "`$.subject`"),
    "outcome with quotes": (data(outcome=f"it's {SECRET} don't \"{SECRET}\""), "schema", "`$.data.outcome`"),
    "outcome with lines": (data(outcome=f"a\n'{SECRET}\n'{SECRET}"), "schema", "`$.data.outcome`"),
    "outcome 1 MB": (data(outcome=SECRET * 140_000), "schema", "`$.data.outcome`"),
    "time without zone": (login(time="2026-01-31T12:00:00"), "schema", "`$.time`"),
    "time as text": (login(time=SECRET), "schema", "`$.time`"),
    "time on 30 February": (login(time="2026-02-30T12:00:00Z"), "schema", "`$.time`"),
    "time in year 1": (login(time="0001-01-01T00:00:00+23:59"), "time_out_of_range", "time"),
    "time in year 9999": (login(time="9999-12-31T23:59:59-23:59"), "time_out_of_range", "time"),
    "time in seconds since 1970": (login(time="1970-01-01T00:00:00Z"), "time_out_of_range", "time"),
    "same field twice, last one bad": (PLAIN[:-1] + b', "subject": 5}', "schema", "`$.subject`"),
    "type twice, last one not UTF-8": (login(type="a.b")[:-1] + b', "type": "\xff"}', "not_json", "not UTF-8"),
    "a word that is none of the field's": (data(outcome=SECRET), "schema", "one of success, failure - at `$.data"),
    "such a word in broken JSON": (data(outcome="ok")[:-1] + b', "x": tru', "schema", "value '...' - at `$.data"),
    "unknown type in broken JSON": (login(type="a.b")[:-1] + b', "x": tru', "not_json", ""),
}  # fmt: skip

UNKNOWN: dict[str, tuple[bytes, str]] = {
    "later type": (login(type="account.teleported"), "account.teleported"),
    "empty type": (login(type=""), ""),
    "1 MB type": (login(type="t" * 1_000_000), "t" * 64),
    "type with quotes": (login(type="it's"), "it's"),
    "type and nothing else": (b'{"type": "x.y"}', "x.y"),
    "type twice, last one unknown": (PLAIN[:-1] + b', "type": "x.y"}', "x.y"),
    "known type in capitals": (login(type="Account.Login"), "Account.Login"),
}

TAKEN: dict[str, tuple[bytes, dict[str, Any]]] = {
    "NUL as escape": (login(id="a\x00b"), {"id": "a\x00b"}),
    "same field twice": (PLAIN[:-1] + b', "id": "e-2"}', {"id": "e-2"}),
    "right-to-left and zero-width marks": (login(subject="u\u202e\u200b1"), {"subject": "u\u202e\u200b1"}),
    "surrogate pair": (PLAIN.replace(b"u-1", rb"\ud83d\ude00"), {"subject": "\N{GRINNING FACE}"}),
    "512 characters of four bytes": (login(id="\U0001f600" * 512), {"id": "\U0001f600" * 512}),
    "unknown field of 1 MB": (unknown_field(b'"' + b"x" * 1_000_000 + b'"'), {"id": "e-1"}),
    "unknown field 200 deep": (unknown_field(nested(200)), {"id": "e-1"}),
    "unknown field with a huge number": (unknown_field(b"1e999"), {"id": "e-1"}),
    "unknown field that is not UTF-8": (unknown_field(b'"\xff\xfe"'), {"id": "e-1"}),
    "prototype and dunder names": (unknown_field(b'{"__class__": 1, "__proto__": 2}'), {"id": "e-1"}),
    "minus zero": (usage(b"-0.0"), {"units": 0.0}),
    "largest float": (usage(b"1.7976931348623157e308"), {"units": 1.7976931348623157e308}),
    "too small for a float": (usage(b"1e-999"), {"units": 0.0}),
    "nanoseconds": (login(time="2026-01-31T12:00:00.123456789Z"), {"time": 1769860800.123457}),
    "zone of 23:59": (login(time="2026-01-31T12:00:00+23:59"), {"time": 1769860800 - 86_340}),
    "every field null": (login(data={"outcome": "success", "ip": None, "asn": None}), {"ip": None, "asn": None}),
    "links that are none": (
        login(type="content.posted", data={"content_id": "c", "urls": ["", "::", "http://", "//[", "\x00"]}),
        {"domains": ()},
    ),
    "links that hide their host": (
        login(type="content.posted", data={"content_id": "c", "urls": ["http://a.org@b.org@EVIL.example./a.org"]}),
        {"domains": ("evil.example",)},
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_the_stated_reason_and_nothing_quoted(case: str) -> None:
    value, reason, says = REFUSED[case]
    found = parse(value)
    assert isinstance(found, Refused), found
    assert (found.reason, says in found.detail) == (reason, True), found
    assert SECRET not in found.detail
    assert len(found.detail) <= 200


@pytest.mark.parametrize("case", UNKNOWN)
def test_unknown_type_is_named_in_at_most_64_characters(case: str) -> None:
    value, kind = UNKNOWN[case]
    assert parse(value) == Unknown(kind)


@pytest.mark.parametrize("case", TAKEN)
def test_odd_but_valid_is_taken_as_it_is(case: str) -> None:
    value, expected = TAKEN[case]
    found = parse(value)
    assert isinstance(found, Event | Decision), found
    assert {name: getattr(found, name) for name in expected} == expected


def test_deep_nesting_does_not_end_the_process() -> None:
    """In a process of its own, with a small stack, where an overflow would kill it rather than raise."""
    code = (
        "import threading; from schemas.parse import parse; threading.stack_size(512 * 1024); found = []\n"
        "def run():\n"
        "    for opening in (b'[', b'{\"a\":'):\n"
        '        found.append(parse(b\'{"type": "a.b", "x": \' + opening * 150_000).reason)\n'
        "thread = threading.Thread(target=run); thread.start(); thread.join(); print(found)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "['nesting', 'nesting']"), done.stderr


def test_a_post_with_a_thousand_links_names_few_domains() -> None:
    """Every domain named is sent the whole event: a thousand long ones would be a flood of our own making."""
    urls = [f"https://h{number}h.example/x" for number in range(1, 1000)] + ["https://" + "a" * 300 + ".example/"]
    value = json.dumps({**LOGIN, "type": "content.posted", "data": {"content_id": "c", "urls": urls[::-1]}}).encode()
    found = parse(value)
    assert isinstance(found, Event)
    assert found.domains == tuple(sorted(f"h{number}h.example" for number in range(999, 967, -1)))
