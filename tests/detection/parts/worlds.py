"""Several simulated products of other sizes and seeds: is every attack one alert, whatever the numbers drawn?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.demo.scorecard import Found, Scorecard
from pipeline.simulate.settings import SimulationSettings
from tests.detection.month import measure as play
from tests.detection.row import Row, Task

WORLDS = (
    SimulationSettings(days=8, accounts=3000, seed=2, activity=0.15),
    SimulationSettings(days=8, accounts=3000, seed=3, activity=0.15),
    SimulationSettings(days=8, accounts=3000, seed=4, activity=0.15),
    SimulationSettings(days=3, accounts=20_000, seed=5, activity=0.1),
    SimulationSettings(days=3, accounts=20_000, seed=6, activity=0.1),
    SimulationSettings(days=8, accounts=800, seed=7, activity=0.3),
    SimulationSettings(days=8, accounts=800, seed=8, activity=0.3),
)


def measure(task: Task) -> Iterator[Row]:
    """Play every world; give the sums, and those that fell short by name."""
    cards: list[Scorecard] = []
    for world in WORLDS:
        cards.append(play(world))
        task.say(f"worlds: {_name(world)}: {cards[-1].found} found, {cards[-1].as_one} as one alert")
    yield from rows(WORLDS, cards)


def rows(worlds: Sequence[SimulationSettings], cards: Sequence[Scorecard]) -> Iterator[Row]:
    """Sum up the scorecards of as many worlds."""
    days, stream = sum(world.days for world in worlds), f"{len(worlds)} simulated products"
    found = [(f"{one.campaign} of seed {world.seed}", one)
             for world, card in zip(worlds, cards, strict=True) for one in card.campaigns]  # fmt: skip
    missed = ", ".join(name for name, one in found if one.seconds is None)
    split = ", ".join(f"{name} {one.alerts}" for name, one in found if one.alerts > 1)
    false = sum((Counter(card.false_by_detector) for card in cards), Counter[str]())
    yield Row(stream=stream, figure="campaigns found", value=sum(one.seconds is not None for _, one in found),
              unit=f"of {len(found)}", least=len(found), note=missed and f"missed: {missed}")  # fmt: skip
    yield Row(stream=stream, figure="campaigns that are one alert", value=sum(_is_one(one) for _, one in found),
              unit=f"of {len(found)}", least=len(found), note=split and f"alerts: {split}")  # fmt: skip
    yield Row(stream=stream, figure="false alerts a day", value=sum(card.false_alerts for card in cards) / days,
              most=1.0, note=", ".join(f"{name} {count}" for name, count in false.most_common()))  # fmt: skip


def _is_one(found: Found) -> bool:
    return found.alerts == 1 and found.seconds is not None


def _name(world: SimulationSettings) -> str:
    return f"{world.days:g} days of {world.accounts:,} accounts, seed {world.seed}"
