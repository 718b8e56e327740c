"""Security settings in librdkafka's names, as Faust's aiokafka driver wants them."""

from __future__ import annotations

import ssl
from collections.abc import Mapping

from faust.auth import SASLCredentials, SSLCredentials
from faust.types.auth import CredentialsT

from pipeline.config.secrets import SECURITY


def faust_credentials(security: Mapping[str, str]) -> CredentialsT | None:
    """Translate; None for an unprotected connection. Raises ValueError for a setting that would be lost on Faust."""
    unknown = sorted(security.keys() - SECURITY)
    if unknown:
        msg = f"security settings not supported by the consumer: {', '.join(unknown)}"
        raise ValueError(msg)
    protocol = security.get("security.protocol", "PLAINTEXT").upper()
    if protocol == "PLAINTEXT":
        return None
    context = _context(security) if protocol in {"SSL", "SASL_SSL"} else None
    if protocol == "SSL":
        return SSLCredentials(context)
    return SASLCredentials(
        username=security.get("sasl.username"),
        password=security.get("sasl.password"),
        ssl_context=context,
        mechanism=security.get("sasl.mechanism") or security.get("sasl.mechanisms") or "PLAIN",
    )


def _context(security: Mapping[str, str]) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=security.get("ssl.ca.location"))
    # librdkafka's own default is https: a name is checked unless it is switched off by hand.
    context.check_hostname = security.get("ssl.endpoint.identification.algorithm", "https") != "none"
    certificate = security.get("ssl.certificate.location")
    if certificate is not None:
        context.load_cert_chain(certificate, security.get("ssl.key.location"), security.get("ssl.key.password"))
    return context
