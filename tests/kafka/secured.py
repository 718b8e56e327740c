"""A broker that trusts nobody: TLS with a certificate made here, SCRAM passwords, permissions by an authorizer."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, cast

from confluent_kafka.admin import AdminClient
from confluent_kafka.admin._acl import AclBinding, AclBindingFilter, AclOperation, AclPermissionType
from confluent_kafka.admin._resource import ResourcePatternType, ResourceType

from pipeline.broker import Options
from pipeline.broker.java import java_binary
from tests.support import brokers

NOTES = Path(__file__).parents[2] / "deploy" / "README.md"
USERS = ("worker", "ingest", "reader", "operator", "reviewer", "admin")
MECHANISM = "SCRAM-SHA-512"
_STORE_PASSWORD = "for-tests-only"
_ROW = re.compile(
    r"^\| (?P<who>[a-z]+) \| (?P<what>[A-Z][A-Za-z]+) \| (?P<kind>[a-z ]+) `(?P<name>[^`]+)` \|", re.MULTILINE
)


class Permission(NamedTuple):
    """One row of the table of permissions in the deploy notes; a name that ends with * is a prefix."""

    who: str
    what: str
    kind: str
    name: str

    def binding(self) -> AclBinding:
        """Return it as the authorizer keeps it."""
        prefixed = self.name.endswith("*")
        pattern = ResourcePatternType.PREFIXED if prefixed else ResourcePatternType.LITERAL
        operation = AclOperation[re.sub(r"(?<=[a-z])(?=[A-Z])", "_", self.what).upper()]
        kind = ResourceType["TRANSACTIONAL_ID" if self.kind == "transactional id" else self.kind.upper()]
        return AclBinding(kind, self.name.rstrip("*"), pattern, f"User:{self.who}", "*", operation,
                          AclPermissionType.ALLOW)  # fmt: skip


def permissions(who: str) -> list[Permission]:
    """Return what the deploy notes grant to a component."""
    return [Permission(**found.groupdict()) for found in _ROW.finditer(NOTES.read_text()) if found["who"] == who]


def grant(admin: AdminClient, who: str, rows: Iterable[Permission]) -> None:
    """Allow the user `who` exactly `rows`."""
    anything = cast("str", None)
    everything = AclBindingFilter(ResourceType.ANY, anything, ResourcePatternType.ANY, f"User:{who}", anything,
                                  AclOperation.ANY, AclPermissionType.ANY)  # fmt: skip
    for done in admin.delete_acls([everything]).values():
        done.result(10)
    for done in admin.create_acls([row.binding() for row in rows]).values():
        done.result(10)


class Certificate:
    """A key and a certificate that vouches for itself, for 127.0.0.1, made with the Java runtime's keytool."""

    def __init__(self, folder: Path, name: str) -> None:
        self.store, self.pem = folder / f"{name}.p12", folder / f"{name}.pem"
        self._keytool("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", f"CN={name}",
                      "-ext", "bc:c=ca:true", "-ext", "ku:c=digitalSignature,keyCertSign", "-ext", "san=ip:127.0.0.1",
                      "-validity", "2")  # fmt: skip
        self._keytool("-exportcert", "-rfc", "-file", str(self.pem))

    def _keytool(self, *arguments: str) -> None:
        common = ["-alias", "broker", "-keystore", str(self.store), "-storetype", "PKCS12",
                  "-storepass", _STORE_PASSWORD]  # fmt: skip
        tool = Path(java_binary()).with_name("keytool")
        subprocess.run([str(tool), *arguments, *common], check=True, capture_output=True)


def options(certificate: Certificate, password: str) -> Options:
    """Return a broker's options: every user of `USERS` has `password`, and may do what is granted."""
    users = [word for user in USERS for word in ("--add-scram", f"{MECHANISM}=[name={user},password={password}]")]
    return brokers.options(
        protocol="SASL_SSL", format_arguments=users,
        properties={
            "listener.name.client.ssl.keystore.location": str(certificate.store),
            "listener.name.client.ssl.keystore.type": "PKCS12",
            "listener.name.client.ssl.keystore.password": _STORE_PASSWORD,
            "listener.name.client.sasl.enabled.mechanisms": MECHANISM,
            f"listener.name.client.{MECHANISM.lower()}.sasl.jaas.config":
                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
            "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users": "User:ANONYMOUS;User:admin",
        },
    )  # fmt: skip
