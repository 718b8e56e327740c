"""Addresses and e-mail addresses leave as keyed hashes, so that only who has the key can tell whose they are."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Collection
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.file_errors import unreadable
from pipeline.ingest.address import normal
from pipeline.ingest.errors import IngestError

KINDS = frozenset({"ip", "email"})
_DIGITS = 32  # 128 bits: no two of any number of addresses meet
_LEAST_KEY = 16
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_UNKNOWN = "unknown:"


class Pseudonyms:
    """HMAC-SHA256, cut to 32 hexadecimal digits, over the normal form of what is hidden.

    `ip`: every string in the event that is an address as a whole, and the address in the subject of a nameless
    attempt. `email`: every e-mail address anywhere in a string (in lower case). An address inside free text stays;
    `source` and `id` are not touched.
    The same address gets the same pseudonym under the same key, so detectors that count still count; networks,
    countries and mail domains can no longer be read from it.
    """

    def __init__(self, key: bytes, kinds: Collection[str]) -> None:
        self.key = key
        self._ip, self._email = "ip" in kinds, "email" in kinds
        self._hashed: Callable[[str, str], str] = lru_cache(maxsize=65_536)(self._hash)

    def applied(self, event: dict[str, Any]) -> dict[str, Any]:
        """Return the event with subject and data hidden; the given one stays as it is."""
        fixed = {"specversion", "id", "source", "type", "time"}
        return {name: value if name in fixed else self._hidden(value) for name, value in event.items()}

    def _hidden(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            return {name: self._hidden(inner) for name, inner in value.items()}
        return [self._hidden(inner) for inner in value] if isinstance(value, list) else value

    def _text(self, text: str) -> str:
        unknown = _UNKNOWN if text.startswith(_UNKNOWN) else ""
        ip = normal(text.removeprefix(unknown)) if self._ip else None
        if ip:
            return unknown + self._hashed("ip", ip)
        if self._email and "@" in text:
            return _EMAIL.sub(lambda match: self._hashed("email", match[0].lower()), text)
        return text

    def _hash(self, kind: str, value: str) -> str:
        return hmac.new(self.key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()[:_DIGITS]


def pseudonyms_from(key_file: Path | None, hidden: str) -> Pseudonyms:
    """Read the key (the file's bytes without white space around them). IngestError when it is missing or short."""
    kinds = {kind.strip() for kind in hidden.split(",")}
    if key_file is None or kinds - KINDS:
        message = "--hash takes ip, email or ip,email, and needs --hash-key-file"
        raise IngestError(message)
    try:
        key = key_file.read_bytes().strip()
    except OSError as error:
        message = f"--hash-key-file {unreadable(key_file, error)}"
        raise IngestError(message) from None
    if len(key) < _LEAST_KEY:
        message = f"--hash-key-file {key_file}: {len(key)} bytes, at least {_LEAST_KEY} are needed"
        raise IngestError(message)
    return Pseudonyms(key, kinds)
