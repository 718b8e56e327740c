"""What is said of a tree of invitations: who began it, and what its accounts have in common."""

from __future__ import annotations

from zlib import crc32

from detectors.signup_tree import Tree
from detectors.wording import counted

KINDS = ("on a device another used", "with a throw-away mail domain", "with a handle of random letters and digits")
NAMES = ("on_shared_devices", "disposable_mail", "drawn_handles")


def code(name: str) -> int:
    """Return how a tally tells which inviter its most surprising tree has, among those that it names."""
    return crc32(name.encode())


def shares(tree: Tree) -> tuple[int, ...]:
    """Return how many of a tree's accounts are of each of `KINDS`."""
    made = tree.accounts.values()
    devices = [one.device for one in made if one.device]
    mail, drawn = (sum([one.traits[kind] for one in made]) for kind in (0, 1))
    return len(devices) - len(set(devices)), mail, drawn


def inviter(roots: list[str], told: int) -> str:
    """Return which of the inviters is meant; "" where none of those named is."""
    return next((name for name in roots if code(name) == told), "")


def alike(numbers: tuple[int, ...]) -> str:
    """Say what the accounts share. Where that is nothing, it may not have been told, and clears nobody."""
    return "".join([f", {number} {kind}" for number, kind in zip(numbers, KINDS, strict=False) if number])


def by_whom(name: str, peak: float, span: str) -> str:
    """Say of how many accounts who is behind them."""
    return f"{peak:,.0f} accounts go back to one inviter{f', {name},' if name else ''} within {span}"


def further(roots: list[str]) -> str:
    """Say how many others there are."""
    return f"; {counted(len(roots) - 1, 'other such inviter')} at that time" if len(roots) > 1 else ""


def action(name: str) -> str:
    """Say what to do, and with whom to begin."""
    first = f"{name}, who invited them" if name else "the inviter named first"
    return f"Hold the accounts and their invitations until they verify; look at {first}."
