"""The first room: a subject's own events, in their own order. Pure; bytes come and go in `pipeline.subject_stage`."""

from __future__ import annotations

from typing import Protocol

from detectors.base import LATENESS_MAX_S
from detectors.claims import ASKED_BACK
from detectors.entrances import BACK_KEPT, BACK_S, LODGED_S, came_back, entered, joined, lodged
from detectors.handed import PROTECTS, handed
from detectors.just_made import just_made
from detectors.just_paid import pay, refunded
from detectors.just_posted import just_posted, posted
from detectors.just_refused import just_refused
from detectors.leads import led
from detectors.novelty import CHANGED, elsewhere, novelty, roaming
from detectors.profile import WATCHED, Profile, remember, use
from detectors.statuses import DENIED, REFUSED_FROM
from pipeline.clock import LEAP_S
from pipeline.keyed import Keyed
from pipeline.keystate import KeyState
from pipeline.metrics_spec import Metrics
from pipeline.recent import FULL, first_time, id_hash, noted, without_old
from pipeline.routes import Routes
from pipeline.subject_texts import Texts
from schemas.event import FIRST_USE, NEW_ACCOUNT, Event

USES = ("account.usage", "account.payment")
ATTEMPTS = ("account.login", "account.usage")  # of which it is told that their account signed up minutes before


class Clock(Protocol):
    """How far time is: `SourceClock`, or what is told of one elsewhere."""

    @property
    def watermark(self) -> float:
        """Return the time up to which all has surely come."""

    @property
    def slack_s(self) -> float:
        """See `SourceClock`."""

    def see(self, source: str, time: float) -> float:
        """Take one event's time; return the watermark after it."""

    def is_far(self, time: float) -> bool:
        """Tell whether a time is far ahead."""


class Subjects:
    """Takes events of one input partition: duplicates out, features in, account-keyed detectors."""

    def __init__(self, routes: Routes, keyed: Keyed, clock: Clock) -> None:
        self._routes, self.keyed, self.clock = routes, keyed, clock
        self._taken: dict[str, int] = {}  # by type
        self._counts: dict[tuple[str, str], int] = {}  # by type and what else became of them
        self.texts = Texts(routes)
        keyed.cache.at(clock.watermark)

    def take(self, event: Event) -> bool:
        """Take one event; return False for a duplicate, which must not be sent on either."""
        keyed, clock, time = self.keyed, self.clock, event.time
        key = f"account:{event.subject}"
        known = keyed.cache.get(key, time)
        taken = self._taken
        taken[event.type] = taken[event.type] + 1 if event.type in taken else 1
        if self._repeats(event, known):
            self._count(event.type, "duplicate")
            return False
        before = clock.watermark
        watermark = clock.see(event.source, time)
        if time < before:
            self._count(event.type, "late")
        elif time > watermark + LEAP_S and clock.is_far(time):
            self._count(event.type, "far_future")
        if watermark > before:
            keyed.cache.at(watermark)
        keyed.episodes.slack_s = clock.slack_s
        self._enrich(event, known)
        self._own(event, key, known, watermark)
        if keyed.episodes.timers.next <= watermark:
            keyed.due(watermark)
        return True

    def knows(self, event: Event) -> bool:
        """Tell whether `take` would find the event to be a duplicate, taking nothing."""
        known = self.keyed.cache.peek(f"account:{event.subject}", event.time)
        return known is not None and first_time(known.recent, id_hash(event.id)) is not None

    def _own(self, event: Event, key: str, known: KeyState, watermark: float) -> None:
        routes = self._routes
        if event.type in routes.own:
            self.keyed.show(routes.own[event.type], key, known, event, watermark)
        for name, detectors in routes.known(event).items():
            if name == key:
                self.keyed.show(detectors, key, known, event, watermark)
            else:
                self.keyed.take(detectors, name, event, watermark)

    def _enrich(self, event: Event, known: KeyState) -> None:  # noqa: PLR0912, PLR0915  # of each event: no calls
        profile = known.profile
        if profile is None:
            profile = known.profile = Profile()
        event.novel = novelty(profile, event)
        devices = profile.devices
        if devices[2:] and event.device is not None and event.outcome is not False:
            came = devices[1] if devices[0] == event.device else devices[3] if devices[2] == event.device else 0.0
            if came + BACK_S < event.time < came + LODGED_S:
                back = profile.back
                if event.device not in back:
                    profile.back = (event.device, event.time, *back[:BACK_KEPT])
                elif event.time < back[1]:
                    came_back(profile, event)
        if profile.keys or event.type == "account.api_key_created":
            event.novel |= just_made(profile, event)
        if event.domains or event.contacts or event.type == "account.api_key_created":
            event.novel |= elsewhere(profile, event)
            if event.type == "account.api_key_created":
                event.novel |= lodged(profile, event)
        elif event.type == "account.payment":
            event.novel |= entered(profile, event)
            if event.outcome:
                pay(profile, event.time)
            if profile.countries[2:]:
                event.novel |= roaming(profile, event)
        elif event.type in CHANGED:
            event.novel |= lodged(profile, event)
        elif event.type == "account.usage" and profile.countries[2:] and event.key is None:
            event.novel |= roaming(profile, event)
        elif event.novel & NEW_ACCOUNT and event.type in ATTEMPTS:
            event.novel |= joined(profile, event)
        if (profile.denied or event.status in DENIED) and event.key is None and event.product is not None:
            event.novel |= just_refused(profile, event)
        if profile.handed or (event.ip is None and event.type in PROTECTS):
            event.novel |= handed(profile, event)
        if profile.paid and event.type == "account.usage" and ASKED_BACK[event.product]:
            event.novel |= refunded(profile, event)
        if event.novel or event.type == "account.signup":  # nothing else teaches where nothing is new
            remember(profile, event)
        if len(profile.ips) > 2 * WATCHED:
            use(profile, event)
        if profile.signed_up <= event.time < profile.used and event.type in USES:
            if event.outcome is not False and (event.status is None or event.status < REFUSED_FROM):
                profile.used = event.time
                event.novel |= FIRST_USE
        if event.type == "content.posted" and event.content_id is not None:
            event.novel |= posted(profile, event)
        elif event.type == "content.reported" and event.content_id is not None:
            event.novel |= just_posted(profile, event)
            led(profile, event)
        if event.text:
            self.texts.enrich(event)

    def _repeats(self, event: Event, known: KeyState) -> bool:
        """Tell whether the event was seen; remember it if not."""
        recent, name = known.recent, id_hash(event.id)
        if name in recent and first_time(recent, name) is not None:
            return True
        known.recent = recent = noted(recent, name, event.time)
        if len(recent) % FULL == 0:
            known.recent = without_old(recent, self.clock.watermark - LATENESS_MAX_S)
        return False

    def _count(self, kind: str, outcome: str) -> None:
        self._counts[kind, outcome] = self._counts.get((kind, outcome), 0) + 1

    def skipped(self, outcome: str) -> None:
        """Count an input that is no event for us."""
        self._count("other", outcome)

    def report(self, metrics: Metrics, partition: int) -> None:
        """Hand the counters to the metrics."""
        for kind, count in self._taken.items():
            metrics.count("abusewatch_events_total", count, type=kind, outcome="processed")
        for (kind, outcome), count in self._counts.items():
            metrics.count("abusewatch_events_total", count, type=kind, outcome=outcome)
        self._taken.clear()
        self._counts.clear()
        self.keyed.report(metrics, partition)
