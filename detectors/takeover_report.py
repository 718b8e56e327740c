"""What a takeover looks like to a reviewer, and what is noted for that."""

from __future__ import annotations

from detectors.base import Detector, Finding
from detectors.network import provider_of
from detectors.profile import KEPT
from detectors.takeover_changes import SOON_S
from detectors.takeover_entries import CHANGES, Entry
from detectors.takeover_graded import LITTLE, severity, told_of
from detectors.takeover_past import CLIENTS_FREE
from detectors.takeover_state import TakeoverState
from detectors.tally import Tally
from detectors.wording import counted, money, rarely, unsaid
from schemas.event import NEW_AGENT, NEW_ASN, NEW_COUNTRY, NEW_DEVICE, NEW_IP
from schemas.values import EventType

OLD_ADDRESS = "undo the changes, let the owner back in through the old address"
REVOKE = "revoke the API key made there"
# Posts come on a topic of their own, hours before or after what an account does on this one: they make nothing known.
ASK = (
    "First see whether the account posted from there on earlier days, as its owner would: posts are not looked at here."
)
NEWS = {"new_country": NEW_COUNTRY, "new_provider": NEW_ASN, "new_address": NEW_IP, "new_device": NEW_DEVICE,
        "new_program": NEW_AGENT}  # fmt: skip


CURRENCIES = "currencies"
WEAK = 2.0  # surprise of a place that comes once in a hundred logins
UNITS = 2  # of `TakeoverState.lavishness`


class TakeoverReport(Detector[TakeoverState]):
    """Turns runs of hot tallies into findings."""

    def explain(self, run: Tally, state: TakeoverState, key: str) -> Finding:
        """Say what was new, what came before, and what was changed and spent after."""
        extra = run.extra or {}
        changed = [said(kind) for kind in CHANGES if extra.get(kind.partition(".")[2])]
        _, which, amount, most, days, clients, _, logins = told_of(run)
        evidence: dict[str, float | int | str] = {
            "failures_before": int(run.peak), "novelty_log10": round(run.usual, 3),
            "surprise_log10": round(run.surprise, 3), "logins_before": logins,
            **{name: int(bool(value)) for name, value in sorted(extra.items())},
        }  # fmt: skip
        if clients > CLIENTS_FREE:
            evidence["clients_failed_in_two_weeks"] = clients
        if which:
            evidence |= {"spent_after": amount, "most_in_a_day_before": most, "days_with_spending": days}
        reason = (
            f"The account was {'entered' if extra.get('login') else 'changed, without a login,'} {place(extra)}"
            f"{rarity(logins, run.usual)}{weak(run)}{before(run, extra)}; changed since: "
            f"{', '.join(changed) or 'nothing yet'}{spending(run)}."
        )
        grave = severity(run, extra)
        action = undo(extra)
        return Finding(grave, evidence, reason, action if grave == "critical" else f"{ASK} {action}", [key], 1)


def undo(extra: dict[str, float]) -> str:
    """Say what to do about what was changed: the owner's old address helps only where that was.

    >>> undo({"api_key_created": 1.0})
    'End its sessions, revoke the API key made there, let the owner in with a new password.'
    """
    key = [REVOKE] if extra.get("api_key_created") else []
    if extra.get("email_changed"):
        return f"End its sessions, {', '.join([*key, OLD_ADDRESS])}."
    factor = ["take back the second factor set there"] if extra.get("mfa_changed") else []
    return f"End its sessions, {', '.join([*key, *factor, 'let the owner in with a new password'])}."


def said(kind: EventType) -> str:
    """Say what was changed.

    >>> said("account.mfa_changed"), said("account.payment")
    ('mfa changed', 'paid with a card new to it')
    """
    return "paid with a card new to it" if kind == "account.payment" else kind.partition(".")[2].replace("_", " ")


def place(extra: dict[str, float]) -> str:
    """Say what of the place was new to the account, and what was not."""
    device = "with a new device" if extra.get("new_device") else ""
    client = device or ("with a program new to it" if extra.get("new_program") else "")
    if extra.get("new_country"):
        network = "from a strange place in a new country"
    elif extra.get("new_provider"):
        network = "at a provider new to it"
    elif extra.get("known_address"):
        network = "from an address it knows"
    elif extra.get("first_address"):
        network = "from the first address that is told of it"
    elif extra.get("known_provider"):
        network = f"at a provider it knows, from an address not among its last {KEPT}"
    elif extra.get("new_address"):
        network = f"from an address not among its last {KEPT}"
    else:
        network = "from where no address is told"
    return f"{network} {client}".rstrip()


def rarity(logins: int, surprise: float) -> str:
    """Say how rarely the account, or any where too little is known of its own, is entered from so new a place.

    >>> rarity(2, 2.8).partition(", ")[2]
    'too few to go by: among the logins of all accounts so new a place comes once in 631'
    """
    if surprise <= 0.0:
        return ""
    rare = rarely(surprise)
    if logins < LITTLE:
        known = f"only {logins} {'is' if logins == 1 else 'are'}" if logins else "none is"
        few = f"of its own logins {known} older than two days{', too few to go by' if logins else ''}"
        return f"; {few}: among the logins of all accounts so new a place comes {rare}"
    earlier = f"{counted(logins, 'login')} until the day before last"
    others = ", and by other accounts' where these are too few to tell" if 10**surprise > logins + 1 else ""
    return f": going by its {earlier}{others}, its owner comes from so new a place {rare} logins"


def weak(run: Tally) -> str:
    """Say, where the place is not rare enough to tell anything by itself, how rare all that is told together is."""
    if not 0.0 < run.usual < WEAK:
        return ""
    return f" (little by itself; with what follows {rarely(run.surprise)})"


def before(run: Tally, extra: dict[str, float]) -> str:
    """Say what came before the entry, if anything did."""
    failed = f"; {counted(run.peak, 'failed login')} from addresses new to it in the day before" if run.peak else ""
    clients = told_of(run).clients
    patient = (
        f"; in the two weeks before, {counted(clients, 'device')} or programs or more failed, all new to it"
        if clients > CLIENTS_FREE
        else ""
    )
    reset = "; the password was reset from there just before" if extra.get("reset_before") else ""
    return f"{failed}{patient}{reset}{'; the second factor was passed' if extra.get('passed_second_factor') else ''}"


def spending(run: Tally) -> str:
    """Say what was spent from there, where that is more than the account ever spent in a day."""
    told = told_of(run)
    which, amount, most, days = told.which, told.amount, told.most, told.days
    if not which or amount <= most:
        return ""
    units, currencies = which == UNITS, sorted((run.traits or {}).get(CURRENCIES, ()))
    spent, record = [f"{number:,}" if units else money(number, currencies) for number in (amount, most)]
    what = f"{spent} {'units used' if units else 'paid'}"
    usual = f"{'before these two days' if told.lately else 'until an hour before'} the account never had"
    if days:
        usual = f"the most in a day before: {record}, of {counted(days, 'day')} with any"
    unit = "" if units or not (why := unsaid(currencies)) else f", {why}"
    return f"; {what} from there within the hour ({usual}){unit}"


def write(state: TakeoverState, entry: Entry, tally: Tally, *, lavish: bool) -> None:
    """Note the entry, its changes and, where it was `lavish`, what was spent, each event once.

    It began with the first of several entries close together.
    """
    near = [e for e in state.entries if e.home == entry.home and 0 <= entry.time - e.time <= SOON_S]
    tally.stretch(min(e.time for e in near))
    spent = [(name, time) for time, name in entry.spent] if lavish else []
    for name, time in [(entry.id, entry.time), *((c.id, c.time) for c in state.after(entry)), *spent]:
        if name not in tally.members:
            tally.member(name, time)
            tally.seen(time, name)
    for kind, of in zip(("ip", "device"), entry.place(), strict=True):
        if of:
            tally.tie(f"{kind}:{of}", entry.time)
    if entry.ip and not (entry.near or entry.home):
        tally.tie(f"range:{provider_of(entry.ip)}", entry.time)
    said = {kind.partition(".")[2]: 1.0 for kind in (change.kind for change in state.after(entry))}
    said["reset_before"] = float(bool(said and state.before(entry)))
    said["login"] = float(any(e.login for e in near))
    said["passed_second_factor"] = float(entry.passed)
    said |= {name: float(bool(entry.novel & bit)) for name, bit in NEWS.items()}
    said |= {"known_provider": float(entry.near), "known_address": float(entry.home)}
    said["first_address"] = float(entry.ip is not None and not (entry.home or entry.owned or entry.novel & NEW_IP))
    if lavish and state.paid is not None and state.paid.currencies:
        tally.traits = {CURRENCIES: dict.fromkeys(state.paid.currencies, 1.0)}
    before = tally.extra or {}
    tally.extra = {name: max(said.get(name, 0.0), before.get(name, 0.0)) for name in {**before, **said}}
