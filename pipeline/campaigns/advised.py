"""What is advised of a whole campaign: what its findings advise, each thing once, and of what where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
        place = _places(of) if len(whose) > 1 or len(set(of)) > 1 else ""
        said[f"{place}{rest[:1].upper()}{rest[1:]}"] = None
        begun |= {opening} - {""}
    return "\n".join(said)


def _places(of: Sequence[str]) -> str:
    """Return of what it is, as an advice begins: of each where there are several, "" where one is told already.

    >>> _places([", of device d7"]), _places([", of device d7", ", of device d8"]), _places(["", ", of device d8"])
    ('Device d7: ', 'Device d7, device d8: ', '')
    """
    names = [name.removeprefix(", of ") for name in dict.fromkeys(of)]
    return f"{names[0][:1].upper()}{', '.join(names)[1:]}: " if all(names) else ""
