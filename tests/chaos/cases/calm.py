"""Nothing breaks: what the other cases are to be compared with."""

from __future__ import annotations

from tests.chaos.scene import Scene


def calm(scene: Scene) -> str:
    """Feed and work."""
    scene.worker().start()
    scene.feed(3000)
    return "nothing"
