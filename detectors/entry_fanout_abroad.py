"""Many accounts entered on one device that moves about, in a country where none of them has been."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import by_event
from detectors.entry_fanout_system import A_PLACE, ADDRESSES_LEAST, addresses
from detectors.entry_fanout_week import EntryFanoutWeek
from detectors.only import only
from detectors.slots import slot
from detectors.strange import news, strange
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import NEW_ACCOUNT, NEW_COUNTRY, Event

# Of a device: so many it is carried through, or it is a thief's who rents the way out. Two may be one kiosk whose lines
# are registered in two.
COUNTRIES_LEAST = 3


class EntryFanoutAbroad(EntryFanoutWeek):
    """Accounts that one device, new to them, entered from an address and in a country new to them, in a sliding week.

    `entry_fanout_device` looks for what locks owners out. Here nothing need be changed: somebody uses accounts that he
    has bought, or does for a fee what their owners should do, and leaves. Fires on seven whose owners live abroad.
    Quiet on what stands in one place (a kiosk, a hotel's tablet, a class: few addresses, in fewer than three
    countries), on the tablet of a seller, whose customers live in the country, on a traveller's new telephone, on
    newcomers. Fails where the owners live in his country or no country is told, where he stays at one address, takes a
    device for each, or less than seven a week. Takes a guide on whose tablet tourists log in for a thief. Cost: 0.3
    microseconds a login; state: 200 bytes for a device that counts.
    """

    name = "entry_fanout_abroad"

    @by_event
    @only(NEW_COUNTRY, never=NEW_ACCOUNT)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the device on which an account that has been elsewhere gets in, in a country new to it."""
        if not event.novel & NEW_COUNTRY or not event.device or not event.outcome or event.novel & NEW_ACCOUNT:
            return ()
        return (event.device,) if event.ip and strange(event) and news(event) & NEW_COUNTRY else ()

    def note(self, event: Event, tally: Tally) -> None:
        """Note from where."""
        tally.add(slot("address", event.ip or ""))
        tally.carry(event.country or "", event.time)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return nothing where the device has few addresses, as where it stands; what is in three countries moves."""
        window = self._window(state, end)
        moves = countries(window) >= COUNTRIES_LEAST or addresses(window) >= count / A_PLACE
        return gamma_poisson(count - 1, *past) if moves and addresses(window) >= ADDRESSES_LEAST else 0.0

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return from how many addresses, and in how many countries."""
        window = self._window(state, end)
        return addresses(window), countries(window)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run: how many addresses, never which."""
        places, abroad = _places(run)
        return {**self.numbers(run), "addresses": places, "countries": abroad}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts were entered on which device."""
        places, abroad = _places(run)
        more = f", {run.distinct():,} in all" if run.distinct() > run.peak else ""
        reason = (
            f"{counted(run.peak)} were entered on one device ({key}) within {self.window_s / 86_400:.0f} days, from "
            f"{counted(places, 'address')} in {counted(abroad, 'country')}{more}; device, address and country were new "
            f"to each of them "
            f"({self.usually(run, 'on it', 'for a device')})."
        )
        return reason, "Ask the owners whether they let somebody in; else end the sessions and reset the passwords."


def countries(window: Sequence[Tally]) -> int:
    """Return in how many countries accounts were entered."""
    return len(set[str]().union(*[tally.carried or () for tally in window]))


def _places(run: Tally) -> tuple[int, int]:
    """Return from how many addresses, and in how many countries, the accounts of the fullest window were entered."""
    places, abroad = run.detail[:2] if len(run.detail) > 1 else (addresses([run]), countries([run]))
    return places, abroad
