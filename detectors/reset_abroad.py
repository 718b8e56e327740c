"""Password resets asked for one by one, each from a country and with a client new to its account."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from detectors.base import Finding, Signal
from detectors.first_times import in_order
from detectors.judged_steps import JudgedDays, accuse_of
from detectors.login_site_abroad_kin import Crowd
from detectors.login_site_abroad_state import FEW, AbroadState
from detectors.recurrence import DAY_S
from detectors.strange import all_new, news
from detectors.surprise import to_score
from detectors.tally import Tally
from detectors.wording import about, counted
from schemas.event import NEW_COUNTRY, NEW_IP, Event

# 2026-11, on seventeen made-up products: of 5,400 honest resets eighty were asked for so, on none more than one in 18
# but where a mailing abroad was under way. Believed of a site not known yet as firmly as forty resets say, and twice as
# much as a site's own weeks say allowed.
ABROAD, FIRMLY, FOLD, MOST = 0.04, 40.0, 2.0, 0.5


class ResetAbroad(JudgedDays[AbroadState]):
    """Accounts for which a reset was asked from a country and with a client both new to them, over the whole site.

    Who fishes for accounts by their resets (a code read out on the telephone, a mailbox already taken) asks for one
    here and one there, each through a proxy of its own. Owners forget their passwords at home: who does so on a journey
    has his telephone with him. So the share tells, of all resets: a binomial's tail of so many in a day, three or a
    week, by the site's own weeks (one in 25 until these are known). Counted are addresses that asked for three accounts
    or fewer, since others tell themselves (`reset_enumeration`). Fires on ten a day for a week where fifteen ask at
    home. Quiet on travellers, on a leak after which all ask at home, on new telephones. Judged once a day is over.
    Fails on who asks from the account's own country, where no country is told, or neither device nor program, and on a
    few among hundreds. The accounts are victims. Cost: 2 microseconds for a reset; state: 100 bytes for each of a week.
    """

    name = "reset_abroad"
    version = 2
    kinds = ("account.password_reset",)
    area = "account_security"
    state_type = AbroadState
    idle_s = 3 * DAY_S  # who pauses over a weekend goes on
    settings = ("least",)

    def __init__(self, alert_at: float = 0.5, *, least: int = 10) -> None:
        """`least`: accounts for which it was asked so."""
        super().__init__(alert_at)
        self.least = least

    def remembers(self, event: Event) -> bool:
        """Note every reset, wherever it is asked for."""
        return event.ip is not None

    def score(self, event: Event, state: AbroadState, key: str) -> Signal | None:
        """Return the surprise of the days up to the event's; None for who asks where he is known."""
        if not far(event):
            return None
        surprise = self._surprise(state, int(event.time // DAY_S))[0]
        return Signal(self.name, self.version, key, to_score(surprise), state.known[0] > 0, surprise)

    def _note(self, event: Event, state: AbroadState) -> None:
        state.add(replace(event, outcome=not far(event)))  # as of logins: who asks at home is who gets in

    def _surprise(self, state: AbroadState, day: int) -> tuple[float, int, Crowd]:
        """Return the surprise of the span of days that tells most, how long it is, and who asked in it."""
        return state.most_telling(day, lambda crowd: len(crowd.failed) >= self.least, partial(_share, state))

    def _judge(self, state: AbroadState, step: int) -> None:
        (surprise, span, crowd), today = self._surprise(state, step), state.crowd(step, 1)
        if surprise < self.hot_from or not today.failed:
            return
        tally, at_home = state.tallies[step], len(crowd.entered)
        accuse_of(tally, sorted([one[:2] for one in today.failed.values()]), latest=True)
        for name, one in sorted(crowd.failed.items()):
            tally.member(name, one.time)
        usual = _share(state, step - span) / FOLD * crowd.of()
        tally.crest(len(crowd.failed), usual, surprise, (at_home, span))

    def explain(self, run: Tally, state: AbroadState, key: str) -> Finding:
        """Say for how many accounts it was asked so, beside how many at home."""
        at_home, span = (*run.detail, 0, 0)[:2]
        evidence: dict[str, float | int | str] = {
            "accounts_in_span": int(run.peak), "days": span, "asked_at_home": at_home, "usual": round(run.usual, 2),
            "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        all_ = f" ({run.distinct():,} in all)" if run.distinct() > run.peak else ""
        reason = (
            f"For {counted(run.peak)}{all_} a password reset was asked within {counted(span, 'day')}, each from a "
            f"country and with a client new to it, at addresses that asked for {FEW} accounts at most (usual of so "
            f"many: {about(run.usual)}); {counted(at_home, 'other')} asked where they are known."
        )
        action = (
            "Hold these resets until the owners confirm them by a second way; look which of the accounts were entered "
            "or changed since. The accounts named are the victims."
        )
        return Finding("medium", evidence, reason, action, in_order(run.members), run.distinct())


def far(event: Event) -> bool:
    """Tell whether it was asked from a country and with a client that are new to an account of which both are known."""
    return bool(event.novel & NEW_IP and news(event) & NEW_COUNTRY) and all_new(event)


def _share(state: AbroadState, last: int) -> float:
    """Return what share of resets may be asked for so, by what is known of the site until a day."""
    _, abroad, at_home = state.before(last)
    return min(MOST, FOLD * (abroad + ABROAD * FIRMLY) / (abroad + at_home + FIRMLY))
