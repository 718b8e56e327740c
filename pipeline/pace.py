"""When the next checkpoint is due: soon after each batch while the worker keeps up, seldom behind a backlog.

What was sent is read by others once a checkpoint has committed it, and what passes through an internal topic waits for
two. A commit takes four round trips (25 to 40 milliseconds on one local broker) beside the engine, which goes on; but
encoding what has changed holds it up. With time to spare that may be paid often; flat out everything that waits would
pay for it.
"""

from __future__ import annotations

from pipeline.worker_settings import WorkerSettings

_SHARE = 0.04  # of the time, that checkpoints may take behind a backlog: the interval grows with what one costs
_APART_S = 0.02  # from a commit's end to the next one: a broker still writing a transaction's ends lets the next wait
_REST = 2.0  # after a checkpoint while keeping up, as a multiple of what it took: a third of the time may go there
_BEHIND_S = 0.25  # a batch that has waited for its turn, or has taken, so long is part of a backlog: an alert's time
_CAUGHT_UP_S = 0.1  # without a batch: whatever the last one was part of is over


class Pace:
    """Tells when to checkpoint. Times are monotonic seconds, handed in."""

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings
        self._ended = 0.0  # of the last checkpoint
        self._took_s = 0.0
        self._behind = False
        self._worked = 0.0  # when the last batch was done

    def batch(self, waited_s: float, records: int, left: int) -> None:
        """Note a batch: how long it waited for its turn, its records, and how many of its partition are to be fetched.

        Behind is who has let it wait, or to whom the broker could have given more than as much again.
        """
        self._behind = waited_s > _BEHIND_S or left > records

    def worked(self, took_s: float, ended: float) -> None:
        """Note how long that batch took.

        A broker gives all it has of a partition at once: nothing is left of it then, but much to be done.
        """
        self._behind = self._behind or took_s > _BEHIND_S
        self._worked = ended

    def is_behind(self, now: float) -> bool:
        """Say whether what comes is part of a backlog."""
        return self._behind and now - self._worked < _CAUGHT_UP_S

    def checkpointed(self, began: float, ended: float) -> None:
        """Note a checkpoint."""
        self._took_s, self._ended = ended - began, ended

    def interval_s(self) -> float:
        """Return how far apart checkpoints are behind a backlog; at least what is set."""
        grown = min(self._took_s / _SHARE, self._settings.checkpoint_longest_s)
        return max(self._settings.checkpoint_interval_s, grown)

    def is_over(self, now: float) -> bool:
        """Say whether it is time, whatever the load."""
        return now - self._ended >= self.interval_s()

    def is_due(self, now: float, landed: float, *, lull: bool) -> bool:
        """Say whether it is time for what the last batch has brought; in a `lull`, when no other waits, sooner.

        `landed`: when the last commit ended; infinite while one is under way.
        """
        if now - landed < _APART_S:
            return self.is_over(now)
        if self.is_behind(now) or not self._settings.checkpoint_in_lulls:
            return self.is_over(now)
        rested = now - self._ended - _REST * self._took_s
        return rested >= 0.0 and (lull or rested >= self._took_s)
