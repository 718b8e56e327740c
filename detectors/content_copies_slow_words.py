"""What is said of one long text from newcomers at a pace of a few a day."""

from __future__ import annotations

from detectors import shared_words
from detectors.base import Finding
from detectors.novelty import LATELY_S
from detectors.settled_window import OverWindow
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import READ_ONE, counted, within


class CopiesSlowWords(OverWindow):
    """Base of `content_copies_slow`: turns its runs into findings."""

    def breached(self, run: Tally) -> bool:
        """Tell of no account for sure that it was entered by somebody else."""
        return False

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; those who have but a clause of the text are not concerned."""
        apart, found = run.strangers or {}, super().explain(run, state, key)
        found.accounts_total -= len(apart)
        found.accounts = [name for name in found.accounts if name not in apart]
        return found

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run."""
        text = shared_words.shared_by(run.members, [run])
        found = dict(zip(("others", "networks", "from_new_places"), run.detail, strict=False))
        return {**self.numbers(run), **found, "same_longer_words": text.words, "of_longer_words": text.of}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts posted the text, and how many others did."""
        more, networks, taken = (*run.detail, 0, 0, 0)[:3]
        told = shared_words.shared_by(run.members, [run]).told()
        moved = f" or from a device or provider new to it within {LATELY_S / 3600:.0f} h ({taken} of them)"
        reason = (
            f"{counted(run.peak)} posted {told} within {within(self.window_s)}, each on its first day of posting"
            f"{moved if taken else ''}, from at least {counted(networks, 'network')} "
            f"({self.usually(run, 'for this text', 'for texts')}); "
            f"{_longer(more)}, and usually half of those who repeat a text had."
        )
        return reason, READ_ONE.format("hold")


def _longer(more: int) -> str:
    """Say how many had posted for longer.

    >>> _longer(0), _longer(1), _longer(4)
    ('nobody who posted it had posted for longer', '1 other had posted for longer', '4 others had posted for longer')
    """
    return f"{counted(more, 'other')} had posted for longer" if more else "nobody who posted it had posted for longer"
