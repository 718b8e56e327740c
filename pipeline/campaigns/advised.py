"""What is advised of a whole campaign: what its findings advise, each thing once, and of what where they differ."""

from __future__ import annotations

from collections.abc import Iterable

from detectors.advice import OPENINGS


def advised(actions: Iterable[tuple[str, str]]) -> str:
    r"""Return the advice of findings (of what it is, and what to do), in their order; what several advise is said once.

    What begins as one before it goes on from there. Of what it is stands before what one finding alone advises.

    >>> hold = "Hold the accounts until they verify; "
    >>> advised([("", f"{hold}look at them."), (", of device d7", f"{hold}ask why.")])
    'Hold the accounts until they verify; look at them.\nDevice d7: Ask why.'
    >>> advised([(", of b", "Reset the accounts entered; block it."), ("", "Reset the accounts entered; block it.")])
    'Reset the accounts entered; block it.'
    >>> advised([("", f"{hold}ask."), ("", f"{hold[:-2]}, but for families.")]).partition("\n")[2]
    'Hold the accounts until they verify, but for families.'
    """
    begun, said, whose = set[str](), dict[str, None](), dict[str, list[str]]()
    for what, action in actions:
        whose.setdefault(action, []).append(what)
    for action, of in whose.items():
        opening = next((one for one in OPENINGS if action.startswith(f"{one}; ")), "")
        rest = action.removeprefix(f"{opening}; ") if opening in begun else action
        place = f"{of[0][5:6].upper()}{of[0][6:]}: " if len(of) == 1 < len(whose) and of[0] else ""
        said[f"{place}{rest[:1].upper()}{rest[1:]}"] = None
        begun |= {opening} - {""}
    return "\n".join(said)
