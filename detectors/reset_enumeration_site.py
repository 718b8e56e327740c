"""Names tried out by password resets from shared addresses: at each of several, far more that no account has."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from detectors.base import Finding
from detectors.first_times import in_order
from detectors.network import line_of
from detectors.nobody import is_nobody, stand_in
from detectors.recurrence import FOLD
from detectors.shared_site import Shared, SharedSite, most_surprising
from detectors.shared_site_state import Names, SharedState, again_of
from detectors.strange import strange
from detectors.tally import Tally
from detectors.wording import little
from schemas.event import Event

ACCOUNTS = 2  # of an address, never seen there: who tries a wrong name again and again asks for his own account at most
FEW = 8  # requests for names of nobody: what an address has that mistypes, by which the usual is told
# Of such requests, those that follow another at the address, at least: who mistyped tries again, with the same name.
AGAIN = 0.5
EARLIER_DAYS, FEW_DAYS = 7, 2  # of so few the fullest counts
NOBODY = "nobody"  # what the state holds beside accounts, by address


class ResetEnumerationSite(SharedSite):
    """Addresses at each of which resets were asked for many names that no account has, beside accounts new to it.

    Fires on three addresses or more, wherever they are, with a dozen such requests each within two days, on five with
    eight or nine; on twice as many, where people often ask for such a name. Quiet on who repeats a mistyped name, on a
    form or program that asks for nobody by itself (no accounts are asked for there), on support desks, whose callers
    exist, on carriers where a fifth as much was asked for on other days, and on a notice to all. Judged once a day is
    over, from a site's third day on. Fails where names that no account has are not told (`unknown:` and the address),
    on one or two addresses (`reset_enumeration`), and on an address for each handful of names. Cost: 5 microseconds a
    reset; state: 100 bytes for each of four weeks.
    """

    name = "reset_enumeration_site"
    kinds = ("account.password_reset",)
    area = "account_security"
    last_days: ClassVar[int] = 2  # an evening's goes on after midnight

    def remembers(self, event: Event) -> bool:
        """Note what is asked for at an address where the account has never been, as far as is known."""
        return event.ip is not None and (is_nobody(event) or strange(event))

    def _thing(self, event: Event) -> tuple[str, str]:
        return "", line_of(event.ip or "")

    def _note(self, event: Event, state: SharedState) -> None:
        """Note an account, or the request itself where there is none: a list's names are each another."""
        _, line = self._thing(event)
        if is_nobody(event):
            state.add(replace(event, subject=stand_in(event.id)), NOBODY, line)
        else:
            state.add(event, "", line)

    def _may_count(self, names: Names) -> bool:
        return len(names) >= ACCOUNTS

    def _found(self, state: SharedState, day: int, kind: str) -> Shared:
        """Return the addresses and their accounts, from the number of names of nobody that is the most surprising."""
        nobody = state.every(day, NOBODY, self.last_days)
        if kind == NOBODY or not nobody or not 0 <= state.oldest <= day - self.last_days:
            return Shared({})
        again = max(AGAIN, again_of([len(names) for names in nobody.values()], FEW))
        many, enough = _listing(state, day, self.last_days), 2 * self.hot_from
        found = most_surprising(many, len(nobody), again, 0.0, enough)
        past = self._past(state, day, found.least) if found.things else 0.0
        return most_surprising(many, len(nobody), again, past, enough) if past else found

    def _past(self, state: SharedState, day: int, least: int) -> float:
        """Return how many addresses asked for a fold less on the second fullest of earlier days, which no list had."""
        end = day - self.last_days + 1
        earlier = range(max(state.oldest, end - EARLIER_DAYS), end)
        numbers = sorted([_as_many(_listing(state, at, 1), least / FOLD) for at in earlier])
        return numbers[-2 if len(numbers) > FEW_DAYS else -1]

    def explain(self, run: Tally, state: SharedState, key: str) -> Finding:
        """Say at how many addresses, how often at each, and for how many accounts."""
        addresses, least, every = (*run.detail, 0, 0, 0)[:3]
        evidence: dict[str, float | int | str] = {
            "addresses": addresses, "names_of_nobody_each_at_least": least, "addresses_with_such_names": every,
            "usual": run.usual, "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"At each of {addresses} addresses password resets were asked for {least} or more times for names that no "
            f"account has, within {self.last_days} days, and for {run.peak:,.0f} accounts never seen there; "
            f"{every:,} addresses asked for such a name at all (usual: {little(run.usual)} with so many)."
        )
        action = "Limit resets from these addresses; answer alike whether or not an account exists."
        return Finding("medium", evidence, reason, action, in_order(run.members), run.distinct())


def _listing(state: SharedState, day: int, days: int) -> dict[str, tuple[int, Names]]:
    """Return the addresses that asked for several accounts and for names of nobody: how many, and the accounts."""
    nobody = state.every(day, NOBODY, days)
    return {line: (len(nobody[line]), names) for line, names in state.every(day, "", days).items()
            if line in nobody and len(names) >= ACCOUNTS}  # fmt: skip


def _as_many(listing: dict[str, tuple[int, Names]], least: float) -> int:
    return sum([number >= least for number, _ in listing.values()])
