"""What comes from files that only the worker may read, and the security settings they complete."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.config.errors import ConfigError
from pipeline.config.model import Config
from pipeline.file_errors import unreadable

# What both clients know: librdkafka, and the consumer's (see `pipeline.credentials`).
SECURITY = frozenset({
    "security.protocol", "sasl.mechanism", "sasl.mechanisms", "sasl.username", "sasl.password", "ssl.ca.location",
    "ssl.certificate.location", "ssl.key.location", "ssl.key.password", "ssl.endpoint.identification.algorithm",
})  # fmt: skip
UNSIGNED = "engine.state_secret_file is not set: everybody knows the key that signs stored state"


def state_secret(config: Config) -> bytes | None:
    """Return the secret that signs stored state, None where none is set; raises ConfigError."""
    section = config.engine
    if section.state_secret_file is not None:
        return _read("engine.state_secret_file", section.state_secret_file).encode()
    return section.state_secret.get_secret_value().encode() if section.state_secret else None


def security(config: Config) -> dict[str, str]:
    """Return librdkafka's security settings, user and password put in from files or the environment.

    Raises ConfigError.
    """
    found = dict(config.kafka.security)
    if unknown := sorted(found.keys() - SECURITY):
        raise ConfigError([f"kafka.security.{name}: not supported; known: {', '.join(sorted(SECURITY))}"
                           for name in unknown])  # fmt: skip
    if config.kafka.username_file is not None:
        found["sasl.username"] = _read("kafka.username_file", config.kafka.username_file)
    if config.kafka.password_file is not None:
        found["sasl.password"] = _read("kafka.password_file", config.kafka.password_file)
    elif "ABUSEWATCH_SASL_PASSWORD" in os.environ:
        found["sasl.password"] = os.environ["ABUSEWATCH_SASL_PASSWORD"]
    return found


def _read(key: str, path: Path) -> str:
    try:
        found = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError([f"{key}: {unreadable(path, error)}"]) from None
    except UnicodeDecodeError:
        raise ConfigError([f"{key}: {path} is not UTF-8 text"]) from None
    if not found:
        raise ConfigError([f"{key}: {path} is empty"])
    return found
