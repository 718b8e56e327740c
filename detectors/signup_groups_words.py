"""What a reviewer is told of a group of sign-ups: a reason and an action each."""

from __future__ import annotations

from detectors.advice import HOLD_NEW
from detectors.signup_groups_judged import AGAIN
from detectors.signup_groups_state import DAY_STEPS, STEPS
from detectors.tally import Tally
from detectors.wording import counted, none_or


def of_devices_told(run: Tally, devices: int, networks: int, moved: int) -> tuple[str, str]:
    """Say how many devices."""
    alike = f"{AGAIN} or more accounts" + (f" from {AGAIN} or more networks" if moved else "")
    reason = (
        f"{counted(devices, 'device')} had {alike} each made on them within {STEPS / DAY_STEPS:.0f} days, "
        f"{run.peak:,.0f} accounts from {counted(networks, 'network')} in all; at most {run.usual:,.0f} such devices "
        f"in any three days of the weeks before."
    )
    return reason, "Hold the accounts until they verify, families apart; ask whether shared terminals were put up."


def of_domain_told(run: Tally, networks: int, known: int, country: int) -> tuple[str, str]:
    """Say how many with one mail domain."""
    where = f" and {country:,.0f} of one country" if country else ""
    usual = f"in more than {run.usual:,.0f} networks in a day" if run.usual > 1 else "at all"
    reason = (
        f"{run.peak:,.0f} accounts were made within a day, from {counted(networks, 'network')}{where}, with one mail "
        f"domain that {none_or(known, 'sign-up')} of the weeks before had; no domain new to the site stood out {usual} "
        f"then."
    )
    return (
        reason,
        f"{HOLD_NEW}; ask who owns the domain: a firm that joins from homes is alike.",
    )


def of_agent_told(run: Tally, networks: int, known: int, domains: int) -> tuple[str, str]:
    """Say how many came with one program, and how many mail domains are theirs alone."""
    reason = (
        f"{run.peak:,.0f} accounts were made within {STEPS / DAY_STEPS:.0f} days, from {counted(networks, 'network')}, "
        f"with one program (user agent) that {none_or(known, 'sign-up')} of the weeks before had named; most have one "
        f"of {domains} mail domains that hardly anybody with another program has."
    )
    return (
        reason,
        f"{HOLD_NEW}; ask who owns the domains, and whether they were given a program.",
    )
