"""What a reviewer is told of a takeover: what was new of the place, what came before, what was spent, what to do."""

from __future__ import annotations

from detectors.profile import KEPT
from detectors.takeover_graded import LITTLE, told_of
from detectors.takeover_past import CLIENTS_FREE
from detectors.tally import Tally
from detectors.wording import counted, money, rarely, unsaid
from schemas.values import EventType

OLD_ADDRESS = "undo the changes, let the owner back in through the old address"
REVOKE = "revoke the API key made there"
CURRENCIES = "currencies"  # of a tally's traits: those that it paid in
WEAK = 2.0  # surprise of a place that comes once in a hundred logins
UNITS = 2  # of `TakeoverState.lavishness`


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
