"""What is advised of a whole campaign: what its findings advise, each thing once."""

from __future__ import annotations

from collections.abc import Iterable

from detectors.advice import OPENINGS


def advised(actions: Iterable[str]) -> str:
    """Return the advice of findings, in their order; what begins as one before it goes on from there.

    >>> advised(["Hold the accounts until they verify; look at them.", "Hold the accounts until they verify; ask why."])
    'Hold the accounts until they verify; look at them. Ask why.'
    >>> advised(["Reset the accounts entered; block it.", "Look.", "Reset the accounts entered; block it."])
    'Reset the accounts entered; block it. Look.'
    >>> advised(["Hold the accounts until they verify; ask.", "Hold the accounts until they verify, but for families."])
    'Hold the accounts until they verify; ask. Hold the accounts until they verify, but for families.'
    """
    begun, said = set[str](), dict[str, None]()
    for action in dict.fromkeys(actions):
        opening = next((one for one in OPENINGS if action.startswith(f"{one}; ")), "")
        rest = action.removeprefix(f"{opening}; ") if opening in begun else action
        said[f"{rest[:1].upper()}{rest[1:]}"] = None
        begun |= {opening} - {""}
    return " ".join(said)
