"""One API key used from many networks: it leaked, or it is being resold."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import LATENESS_MAX_S, Finding, Signal, by_event
from detectors.counts import EXAMPLES_KEPT
from detectors.key_news import with_one
from detectors.key_sharing_past import SharingState
from detectors.key_sharing_places import KeySharingPlaces
from detectors.key_sharing_words import YOUNG_USUAL, asked_for, is_as_before, is_first_day, is_much, told
from detectors.key_uses import COUNTRY, PROGRAM, PROVIDER, SLOTS, keep, largest, new_networks, place, shown
from detectors.network import provider_of
from detectors.only import KEYED, only
from detectors.program_named import as_evidence, carried
from detectors.recurrence import DAY_S
from detectors.sampling import exact
from detectors.statuses import FAULT_FROM
from detectors.strange import news
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import NEW_AGENT, NEW_IP, NEW_KEY, NEW_TODAY, SIGNED_UP, Event
from schemas.values import Severity


class KeySharing(KeySharingPlaces):
    """Distinct networks (/24, /48) from which one API key is used, in a sliding window, against the key's own past.

    The surprise is never more than earlier days of the key allow (`recurrence`); in its first day and a period, when
    nobody can tell a small crowd from build runners, it takes some thirty networks, those of one provider counted as
    one, and its making or its account's sign-up told, or its account known since the day before: of others, as of all
    on the day on which a stream begins, nobody knows on how many they always were; later those of a provider whose
    addresses change under the key anyway are (`SharingState.owners`). What the service failed at counts nowhere. Low
    where no more was asked for than before. Fires when a key that kept to few networks turns up on many within hours,
    and on one that is sold the day it is made; quiet on keys spread over dozens from the start, on addresses that
    change inside a network, and on a key that moves as a whole to one provider's many networks, as functions in a cloud
    have them: its old places fall silent within the hour. Fires, too, on a few networks new to the account of a key
    with several homes, where a program new to it came along (`key_news`). Takes an app that ships with its key for
    sold, once, on its first day, and a customer who rolls it out to his own customers' machines. Fails on a thief in
    one provider who has the key to himself (`key_elsewhere` sees how much he uses), and on many in the cloud that the
    owner's build runners are in, and on a key of which nothing was known the day before it leaked. Cost: a window's; 10
    microseconds more an event of a key on so many networks that it would be accused by its level alone.
    """

    name = "key_sharing"
    version = 8
    keyed_by = "account"
    entity = "key"
    kinds = ("account.usage",)
    area = "api_abuse"
    steps = 24
    members_are_accounts = False
    state_type = SharingState

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 21_600.0, least: float = 5,
                 usual: float = 0.25, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(KEYED)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the API key, unless the service failed: what is tried again from elsewhere was used by nobody."""
        return (event.key,) if event.key and (event.status is None or event.status < FAULT_FROM) else ()

    def member(self, event: Event) -> str | None:
        """Count networks, by whose they are."""
        return place(event.ip, event.asn) if event.ip else None

    def note(self, event: Event, tally: Tally) -> None:
        """Count requests, and uses by country, for the explanation, and provider; keep those from new addresses."""
        if (asked := event.requests) is not None:
            tally.total += (exact(asked) if asked % 1.0 else asked) - 1.0
        if event.novel & NEW_IP:
            keep(event, tally)
        if event.country:
            tally.add(f"{COUNTRY}{event.country}")
        if event.asn is not None:
            tally.add(f"{PROVIDER}{event.asn % SLOTS}")

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; note when the key was first used, and what addresses and programs are new to its account."""
        own: SharingState = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        if event.time < own.born and event.ip:
            own.born = event.time
            own.unknown = event.novel & NEW_TODAY != 0 and not event.novel & SIGNED_UP
        if event.novel & NEW_KEY:
            own.made = True
        if event.novel & NEW_IP and event.ip:
            name = provider_of(event.ip) if event.asn is None else f"{event.asn}"  # as `owner` has it
            if name not in own.roamed or event.time // DAY_S not in own.roamed[name]:
                own.roams(name, event.time)
            if (new := news(event)) & NEW_IP:
                own.news = with_one(own.news, event.time)
                if new & NEW_AGENT:
                    own.program = max(own.program, event.time)
        return super().learn(event, state, signal)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the most networks at once on an earlier day, if any; how many are new to the account; 1 if more.

        Then the most until a day before: the first hours of what is told may lie on the day before. Last, where more
        requests than uses are told, the window's, and the most in as long before it.
        """
        age, days, window = self._age(state, end) - LATENESS_MAX_S, self._days(state), self._window(state, end)
        most, before = [
            int(max([most for day, most in days.items() if day < until // DAY_S], default=0))
            for until in (age, age - DAY_S)
        ]
        more = any([len(tally.strangers or ()) >= EXAMPLES_KEPT for tally in window])
        asked, uses = int(sum([tally.total for tally in window])), sum([tally.n for tally in window])
        requests = (asked, int(self._most(state))) if asked > uses else ()
        return most, new_networks(window), int(more), before, *requests

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; what came from addresses new to the account is shown, where any did, not the owner's uses."""
        run.examples = shown(run) or run.examples
        return super().explain(run, state, key)

    def severity(self, run: Tally) -> Severity:
        """As in the base; high, too, where a program that its owner has never used came along, and asked for much.

        Far more than ever in as long, that is: a customer who puts the key into what his own customers run brings a new
        program to many networks, and each asks for little. Low where all asked for no more than before.
        """
        if is_as_before(run):
            return "low"
        return "high" if PROGRAM in (run.extra or {}) and is_much(run) else super().severity(run)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """As in the base; on a key's first day what was usual is told of keys on theirs."""
        found = {name: told for name, told in super().evidence(run).items() if not name.startswith(PROVIDER)}
        if providers := largest(run):
            found["mostly_from"] = providers
        found |= asked_for(run)
        found |= as_evidence(carried(run))
        return {**found, "usual_in_window": YOUNG_USUAL} if is_first_day(run) else found

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say from how many networks the key was used."""
        return told(run, self.usually(run, "for this key", "for keys"), self.window_s)
