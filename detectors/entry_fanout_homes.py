"""Many accounts entered on one device, each from a line where it enters no other: a stranger who lets himself in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from detectors.base import by_event
from detectors.entry_fanout_week import EntryFanoutWeek
from detectors.network import network_of, provider_named
from detectors.only import only
from detectors.slots import slot
from detectors.strange import foreign, news, strange
from detectors.surprise import gamma_poisson
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import NEW_ACCOUNT, NEW_DEVICE, Event
from schemas.values import Severity

PROVIDERS_LEAST = 3
OF_ONE_MOST = 2 / 3  # of the lines, of one provider: nearly all of a seller's or an agent's are his own carrier's
FOREIGN_LEAST = 1 / 3  # of the accounts, where the provider is new to them: who helps people at home is on their lines


class Apart(NamedTuple):
    """Accounts entered from a network where the device entered no other; of these lines the providers.

    `most`: the lines of the provider that has most; `foreign`: the accounts to which the provider was new.
    """

    accounts: int
    providers: int
    most: int
    foreign: int


class EntryFanoutHomes(EntryFanoutWeek):
    """Accounts that one device, new to them, entered from addresses new to them, each in a network of its own, a week.

    `entry_fanout_device` looks for what locks owners out, `entry_fanout_abroad` for countries. Here nothing is changed,
    nothing has failed, all is in the owners' country: somebody has their passwords, and looks. People who share a
    device do so in a few places (a home's tablet, an agency, a class), a seller by his carrier's lines, an installer or
    a carer on the owners' own lines. Fires on seven accounts, each entered from a line of its own, of three providers
    or more, none of which has two thirds; to a third of the accounts the provider must be new. Quiet on newcomers, on
    devices that their accounts know, on accounts of which no device was ever told. Fails where the device is another
    for each account, where its lines are one carrier's, or two (`entry_fanout_device` asks whether mail is changed
    then), on less than seven a week. Takes for a thief an agent who travels through hotels and opens another client's
    account in each. Cost: 0.3 microseconds a login on a new device; state: 300 bytes for a device that counts.
    """

    name = "entry_fanout_homes"

    @by_event
    @only(NEW_DEVICE, never=NEW_ACCOUNT)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the device on which an account that has others gets in where both are new to it."""
        if event.novel & (NEW_DEVICE | NEW_ACCOUNT) != NEW_DEVICE or not event.device or not event.outcome:
            return ()
        return (event.device,) if event.ip and strange(event) and news(event) & NEW_DEVICE else ()

    def note(self, event: Event, tally: Tally) -> None:
        """Note in which network, of which provider, and whether that is new to the account, too."""
        ip = event.ip or ""
        line, provider = slot("line", network_of(ip)), slot("provider", provider_named(event.asn, ip))
        tally.carry(f"{line} {provider} {int(foreign(event))} {event.subject}", event.time)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        """Return the surprise of those on lines of their own; nothing where honest people share or help so."""
        found = apart(self._window(state, end))
        if found.providers < PROVIDERS_LEAST or found.most > OF_ONE_MOST * found.accounts:
            return 0.0
        if found.foreign < FOREIGN_LEAST * found.accounts:
            return 0.0
        return gamma_poisson(found.accounts - 1, *past)

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        return apart(self._window(state, end))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        found = _found(run)
        told = {"entered_apart": found.accounts, "providers": found.providers, "provider_new": found.foreign}
        return {**self.numbers(run), **told}

    def severity(self, run: Tally) -> Severity:
        """Return high: whoever looks in may see what cannot be undone."""
        return "high"

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts were entered on which device, and from where."""
        found = _found(run)
        which = "each" if found.accounts == run.peak else f"{found.accounts} of them each"
        more = f" ({run.distinct():,} in all)" if run.distinct() > run.peak else ""
        reason = (
            f"{counted(run.peak)}{more} were entered on one device ({key}) within {self.window_s / 86_400:.0f} days, "
            f"{which} from a network where it entered no other, of {counted(found.providers, 'provider')}; device and "
            f"address were new to each, and the provider to {found.foreign}. They have devices of their own, and who "
            f"shares one mostly does so in one place ({self.usually(run, 'on it', 'for a device')})."
        )
        return reason, (
            "Look what was done there, however little was changed; ask the owners whether they let somebody in; else "
            "end the sessions made on this device, reset the passwords, refuse logins on it."
        )


def apart(window: Sequence[Tally]) -> Apart:
    """Return who was entered from a network where nobody else was, by the same device."""
    came = [told.split(" ", 3) for told in {told for tally in window for told in tally.carried or ()}]
    at: dict[str, set[str]] = {}
    for line, _, _, name in came:
        at.setdefault(line, set()).add(name)
    own = {name: (provider, new == "1") for line, provider, new, name in sorted(came) if len(at[line]) == 1}
    providers = Counter([provider for provider, _ in own.values()])
    return Apart(len(own), len(providers), max(providers.values(), default=0), sum([new for _, new in own.values()]))


def _found(run: Tally) -> Apart:
    """Return the numbers of the fullest window."""
    return Apart(*run.detail[:4]) if len(run.detail) > 3 else apart([run])
