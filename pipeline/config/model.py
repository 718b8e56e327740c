"""Every setting, with its unit, range and default. Secrets come from files or the environment only."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from schemas.values import Area
from schemas.wire_data import Kind


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Kafka(_Section):
    """Where Kafka is. `security` has librdkafka's names (security.protocol, sasl.username, ssl.ca.location, ...)."""

    bootstrap: str | None = Field(
        None, min_length=1, description="HOST:PORT,...; KAFKA_BOOTSTRAP and the local broker come after it"
    )
    topic_prefix: str = Field("", description="before every topic name")
    security: dict[str, str] = Field({}, description="librdkafka settings for TLS and SASL, without the password")
    username_file: Path | None = Field(None, description="file with sasl.username")
    password_file: Path | None = Field(None, description="file with sasl.password")
    replication: int = Field(-1, ge=-1, description="of topics the worker makes; -1 is the broker's default")


class Worker(_Section):
    """One worker process. Durations in seconds."""

    app_id: str = Field("abusewatch", min_length=1, description="consumer group and prefix of state topics")
    instance: str | None = Field(None, description="unique in the group, the same after a restart; default: host name")
    allow_create: bool = Field(True, description="make missing topics")
    store: Literal["memory", "rocksdb"] = Field("rocksdb", description="where state lives beside its changelog topic")
    folder: Path = Field(Path(".abusewatch/state"), description="of the rocksdb store; of this worker alone")
    standbys: int = Field(0, ge=0, description="warm replicas of state on other workers")
    checkpoint_interval_s: float = Field(0.5, gt=0, le=60)
    checkpoint_entries: int = Field(20_000, ge=1)
    idle_after_s: float = Field(2.0, gt=0)
    quiet_is_end: bool = Field(False, description="for recorded events: judge at the first silence what waits for time")
    session_timeout_s: float = Field(10.0, ge=1, description="not below the broker's group.min.session.timeout.ms")
    transaction_timeout_s: float = Field(30.0, gt=1)
    max_batch_records: int = Field(10_000, ge=1)
    web_host: str = Field("127.0.0.1", description="address of /healthz, /readyz and /metrics")
    web_port: int | None = Field(9464, ge=0, le=65535, description="0: any free port")


class EngineSection(_Section):
    """The engine. Durations in seconds of event time."""

    lateness_s: float = Field(300.0, ge=0, le=3600, description="how late an event may come and count as in order")
    idle_s: float = Field(3600.0, ge=60, description="an alert closes after so long without news, or its window")
    update_s: float = Field(60.0, ge=0, description="between two versions of an open alert, at least")
    accounts_listed: int = Field(50, ge=1)
    accounts_active: float = Field(10_000.0, gt=0, description="on the site; measures what alerts share by chance")
    campaign_level: float = Field(2.5, gt=0, description="-log10 of the chance below which two alerts are one campaign")
    campaign_memory_s: float = Field(259_200.0, ge=0, description="a closed campaign is remembered for so long")
    keys_kept: int = Field(1_000_000, ge=1000, description="entities remembered by one partition of a stage")
    keys_hot: int = Field(50_000, ge=1000, description="of all partitions, kept decoded (5 KB each); the rest as bytes")
    state_secret: SecretStr | None = Field(None, description="signs stored state; environment only")
    state_secret_file: Path | None = Field(None, description="file with the secret that signs stored state")
    runbook_base: str = "deploy/runbooks/detectors.md"
    quarantine_after: int = Field(5, ge=1, description="failures in a row that set a detector aside")
    reviewer_minutes_per_alert: float = Field(2.0, gt=0, description="until reviews are timed (`seconds` of decisions)")
    reviewer_minutes_a_day: float | None = Field(
        None, gt=0, description="for live alerts; what is over it waits, the most harm per minute first; none: no limit"
    )
    reviewer_minutes_by_policy: dict[Area, Annotated[float, Field(gt=0)]] = Field(
        {}, description="of policies that have minutes of their own, instead of a share in those of the whole"
    )
    false_alerts_a_day: float | None = Field(
        None,
        gt=0,
        description="accepted over all detectors; sets their alert_at, with questions_a_day; none: as shipped",
    )
    questions_a_day: dict[str, Annotated[float, Field(ge=0)]] = Field(
        {}, description="by detector: active entities times periods a day; `abusewatch level FILE` counts them"
    )
    own_domains: tuple[Annotated[str, Field(pattern=r"^[\w-]+(\.[\w-]+)+$")], ...] = Field(
        (), description="the product's own, linked in what people send: links there are not looked at"
    )
    own_phrases: tuple[Annotated[str, Field(min_length=8, max_length=1000)], ...] = Field(
        (), description="sentences that the product itself puts into what people send: left out of texts"
    )
    staff_sources: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = Field(
        (), description="of events that the product's staff causes: their address, device and program are not looked at"
    )
    own_cards: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = Field(
        (), description="fingerprints of cards that the product's people and monitors test payments with: not looked at"
    )
    used_up_statuses: tuple[Annotated[int, Field(ge=400, le=599)], ...] = Field(
        (), description="by which the product says that an allowance is used up, besides 402, 456, 507 and 509"
    )
    own_payees: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = Field(
        (),
        description="`merchant` of payments for what the product itself sells: read without a payee",
    )
    dead_letter_share: float = Field(0.5, gt=0, le=1, description="of the window; above it the worker stops")
    dead_letter_window: int = Field(1000, ge=10, description="records")

    @property
    def signs_state(self) -> bool:
        """Tell whether stored state is signed with a secret of the installation's own."""
        return self.state_secret is not None or self.state_secret_file is not None


class AuditSection(_Section):
    """Posts drawn at random for reviewers: what they find among them is what is missed (`abusewatch quality`)."""

    share: float = Field(0.0, ge=0, lt=1, description="of posts that are drawn; 0: none")
    kinds: tuple[Kind, ...] = Field((), description="of content that may be drawn; none: all, private messages too")
    salt: str = Field("", max_length=200, description="another one draws others; a replay needs that of the worker")


class Config(BaseSettings):
    """The whole. Environment: ABUSEWATCH_WORKER__APP_ID=..., and so on; it wins over the file."""

    model_config = SettingsConfigDict(
        env_prefix="ABUSEWATCH_", env_nested_delimiter="__", extra="forbid", frozen=True,
        nested_model_default_partial_update=True,
    )  # fmt: skip
    kafka: Kafka = Kafka()
    worker: Worker = Worker()
    engine: EngineSection = EngineSection()
    detectors: dict[str, dict[str, Any]] = {}
    audit: AuditSection = AuditSection()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment first, then the file that `load` names."""
        return (env_settings, init_settings)


__all__ = ["AuditSection", "Config", "EngineSection", "Kafka", "Worker"]
