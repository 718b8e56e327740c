"""What is said of mules: how many accounts paid by turns, on how few devices or with how few cards."""

from __future__ import annotations

import msgspec

from detectors.base import Finding
from detectors.habits import DAY_S
from detectors.mules import Mules, by_cards, mules
from detectors.settled_window import OverWindow
from detectors.signup_traits import ON_SHARED_DEVICE
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted


class PayeeMulesWords(OverWindow):
    """Base of `payee_mules`: turns its runs into findings."""

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; name only who paid on those devices."""
        found, names = super().explain(run, state, key), _of(run).names
        told = [name for name in found.accounts if name in names] or found.accounts
        return msgspec.structs.replace(found, accounts=told, accounts_total=max([len(told), *run.detail[:1]]))

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Add the accounts by turns on one device, these devices, and all new accounts that paid; the days, if more."""
        names = ("by_turns", "cards" if any(run.detail[3:4]) else "devices", "new_payers", "by_card", "days")
        return {**self.numbers(run), **dict(zip(names, run.detail, strict=False))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts paid on how few devices."""
        number, devices, paid, cards, *long = run.detail or (len(run.members), 0, len(run.members), 0)
        days = long[0] if long else round(self.window_s / DAY_S)
        how, on = (f"with {devices} cards", "with") if cards else (f"on {counted(devices, 'device')} that moved", "on")
        reason = (
            f"{number} of {paid} accounts less than a week old that paid one payee ({key}) within {days} days did so "
            f"by turns {how}, three accounts or more {on} each (usual at the most: {ON_SHARED_DEVICE:.0%} {on} one "
            "that another uses)."
        )
        return reason, "Hold the accounts and what they paid; ask whose money came in, and who the payee is."


def _of(run: Tally) -> Mules:
    """Return the mules of a whole run, in which who came back is no more known: all on devices that several used."""
    return by_cards([run]) if any(run.detail[3:4]) else mules([run], returned=0.0)
