"""What is said of a key with which somebody looks for what it opens."""

from __future__ import annotations

from detectors.refusals import Refusals
from detectors.tally import Tally
from detectors.wording import about


class RefusedKeyWords(Refusals):
    """Base of `usage_refused_key`: turns its runs into findings."""

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Leave out which slots were taken."""
        return {name: told for name, told in super().evidence(run).items() if not name.startswith(("slot_", "own_"))}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many requests were refused, how variously, and how many were not."""
        extra = run.extra or {}
        told = ", ".join(
            f"{extra[name]:,.0f} with {name[9:]}" for name in sorted(extra) if name.startswith("answered_")
        )
        varied, new = run.detail if len(run.detail) == 2 else (int(run.peak), 0)
        asked = f"; at least {new} products were forbidden to it that it had not been given before" if new else ""
        reason = (
            f"{run.n:,} requests with one API key were refused, now for one reason and now for another ({told}): "
            f"{varied} within {self.window_s / 60:.0f} min otherwise than with the commonest of these answers (usual "
            f"for this key: {about(run.usual)}); {extra.get('taken', 0.0):,.0f} were answered meanwhile{asked}."
        )
        return reason, "Ask the owner whether they look for endpoints; rotate the key if they do not."
