"""What a reviewer is told of a takeover: what was new of the place, what came before, what was spent, what to do."""

from __future__ import annotations

from detectors.profile import KEPT
from detectors.program_named import named
from detectors.takeover_entries import Entry
from detectors.takeover_graded import is_guessed, told_of
from detectors.takeover_past import CLIENTS_FREE
from detectors.tally import Tally
from detectors.wording import counted, listed, money, unsaid
from schemas.values import EventType

# Posts come on a topic of their own, hours before or after what an account does on this one: they make nothing known.
ASK = "look whether the account posted or wrote messages from that {} earlier: then it may be its owner"
ASK_PAYEE = "ask the owner, by another way than the mail address set there, whether change and payee are his"
HOLD = "hold what was paid from there"
OLD_ADDRESS = "undo the changes, let the owner back in through the old mail address"
REVOKE = "revoke the API key made there"
# Of a tally's traits: the currencies that were paid in after the entry, and that the account ever paid in; the provider
# and program that it was entered with.
CURRENCIES, EARLIER, PROVIDER, PROGRAM = "currencies", "earlier_currencies", "provider", "program"
PRODUCTS = "products"  # on which units were used after the entry
PAYEES, PAYEES_KEPT = "payees", 3  # whom it first paid, without a card, minutes after the entry
PAID, UNITS, POINTS = 1, 2, 3  # of `TakeoverState.lavishness`


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


def advice(run: Tally, extra: dict[str, float], *, sure: bool) -> str:
    """Say what to do, the money first where any left; who may be the owner (not `sure`) is looked at before his ends.

    Nobody need look for an owner where so many attempts failed before as no owner's do.

    >>> advice(Tally(detail=(9, 1, 500, 0)), {"email_changed": 1.0}, sure=True).partition(", undo")[0]
    'First hold what was paid from there. End its sessions'
    >>> advice(Tally(), {}, sure=False).partition(": ")[0]
    'First look whether the account posted or wrote messages from that device or address earlier'
    >>> advice(Tally(peak=210.0), {}, sure=False)
    'End its sessions, let the owner in with a new password.'
    """
    told = told_of(run)
    paid = bool(extra.get("payment")) or (told.which in {PAID, POINTS} and told.amount > told.most)
    doubts = [] if sure or is_guessed(run) else [_ask(run)]
    first = ", then ".join([*([HOLD] if paid or _payees(run) else []), *doubts])
    return f"First {first}. {undo(extra)}" if first else undo(extra)


def _ask(run: Tally) -> str:
    """Say how to find out whether it was the owner: by whom he pays, or by where he posted before."""
    if _payees(run):
        return ASK_PAYEE
    device = not run.ties or any([tie.startswith("device:") for tie in run.ties])
    return ASK.format("device or address" if device else "address")


def _payees(run: Tally) -> list[str]:
    return sorted((run.traits or {}).get(PAYEES, ()))


def sent(run: Tally) -> str:
    """Say to whom money went minutes after the entry, if to anybody whom the account was not seen to pay before.

    >>> sent(Tally(traits={PAYEES: {"iban-7": 1.0}})), sent(Tally())
    (', then money sent to iban-7, whom it was never seen to pay before', '')
    """
    to = _payees(run)
    return f", then money sent to {listed(to)}, whom it was never seen to pay before" if to else ""


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


def came_with(entry: Entry) -> dict[str, dict[str, float]]:
    """Return the provider, where it is new to the account, and the program of an entry, as traits of a tally."""
    provider = f"AS{entry.asn}" if entry.asn and not (entry.near or entry.home) else ""
    program = named(entry.agent) if entry.agent else ""
    return {kind: {name: 1.0} for kind, name in ((PROVIDER, provider), (PROGRAM, program)) if name}


def by_name(run: Tally) -> dict[str, str]:
    """Return what a run was entered with where it is one, and what was paid where it is more than ever, as evidence."""
    traits, told = run.traits or {}, told_of(run)
    found = {kind: next(iter(traits[kind])) for kind in (PROVIDER, PROGRAM) if len(traits.get(kind, ())) == 1}
    currencies = sorted(traits.get(CURRENCIES, ()))
    if told.which == PAID and told.amount > told.most and not unsaid(currencies):
        found["paid"] = money(told.amount, currencies)
    if to := _payees(run):
        found["new_payees"] = ", ".join(to)
    return found
