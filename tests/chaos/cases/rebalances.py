"""A second worker joins and leaves under load; now the one leaves, now the other."""

from __future__ import annotations

import time

from tests.chaos.scene import Scene

ROUNDS = 6
STAY_S = 1.5


def rebalances(scene: Scene) -> str:
    """Each round is two rebalances at least: one joins, one leaves (in order, or killed every third time)."""
    scene.feed(len(scene.traffic.messages) / (ROUNDS * 7.0))
    stays, joins = scene.worker("w1"), scene.worker("w2")
    stays.start()
    stays.wait_ready()
    killed, taken_part = 0, 0.0
    for number in range(ROUNDS):
        joins.start()
        joins.wait_ready()
        time.sleep(scene.dice.uniform(0.2, STAY_S))
        taken_part += joins.metric("abusewatch_rebalances_total") + stays.metric("abusewatch_rebalances_total")
        if number % 3 == 2:
            stays.kill()
            killed += 1
        else:
            stays.stop()
        stays, joins = joins, stays
        scene.queue.read(0)
    return f"{ROUNDS} joins, {ROUNDS} leaves ({killed} by kill), {ROUNDS * 2} rebalances"
