"""Mailing lists and bots: accounts that always repeat themselves."""

from __future__ import annotations

from pipeline.simulate.agents import CLIENTS
from pipeline.simulate.behaviour import Behaviour
from pipeline.simulate.chance import mixed
from pipeline.simulate.places import HOSTING, net, v4
from pipeline.simulate.row import Net, Row, post
from pipeline.simulate.settings import HOUR_S


class MailingLists(Behaviour):
    """A third send a digest to many rooms once a day, the others a line with a number every so many minutes."""

    name = "mailing_lists"

    def hour(self, start: float) -> list[Row]:
        """See Behaviour."""
        rows: list[Row] = []
        for index in self.world.lists:
            rows.extend(self._digest(index, start) if index % 3 == 0 else self._status(index, start))
        return rows

    def _digest(self, index: int, start: float) -> list[Row]:
        habit = mixed(self.world.seed, 59, index)
        if int(start // HOUR_S) % 24 != habit % 24:
            return []
        text = (
            f"Digest of list {index}. " + self.world.prose.words(60) + f" Unsubscribe: https://list-{index}.example/off"
        )
        urls = [f"https://list-{index}.example/off"]
        first = start + self.chance.uniform(0, 900)
        return [
            post(first + 1.5 * room, self.world.account(index), server_of(self.world.seed, index), self.world.content(),
                 text, kind="message", urls=urls, target=f"room-{room}")
            for room in range(20 + habit % 100)
        ]  # fmt: skip

    def _status(self, index: int, start: float) -> list[Row]:
        habit = mixed(self.world.seed, 61, index)
        step = (300, 600, 1800, 3600)[habit % 4]
        where, subject = server_of(self.world.seed, index), self.world.account(index)
        return [
            post(start + at + self.chance.uniform(0, 3), subject, where, self.world.content(),
                 f"Build {int(start + at) // step % 10_000} of project {habit % 1000} passed in {20 + at % 40} s",
                 kind="message", target=f"room-{habit % 300}")
            for at in range(habit % step, int(HOUR_S), step)
        ]  # fmt: skip


def server_of(seed: int, index: int) -> Net:
    """Return where a list's or bot's program runs."""
    habit = mixed(seed, 67, index)
    network = HOSTING[habit % len(HOSTING)]
    return net(network, v4(network, habit >> 8), f"d{habit:016x}", CLIENTS[habit % len(CLIENTS)])
