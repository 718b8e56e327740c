"""Which episodes are planted, and when."""

from __future__ import annotations

from pipeline.simulate.access import Access
from pipeline.simulate.bursts.angry_user import AngryUser
from pipeline.simulate.bursts.big_issue import BigIssue
from pipeline.simulate.bursts.class_signup import ClassSignup
from pipeline.simulate.bursts.launch import Launch
from pipeline.simulate.bursts.office_move import OfficeMove
from pipeline.simulate.bursts.renewal_wave import RenewalWave
from pipeline.simulate.bursts.sale import Sale
from pipeline.simulate.bursts.tenant_launch import TenantLaunch
from pipeline.simulate.bursts.viral_post import ViralPost
from pipeline.simulate.campaigns.brigading import Brigading
from pipeline.simulate.campaigns.card_testing import CardTesting
from pipeline.simulate.campaigns.duplicate_wave import DuplicateWave
from pipeline.simulate.campaigns.key_resale import KeyResale
from pipeline.simulate.campaigns.signup_farm import SignupFarm
from pipeline.simulate.campaigns.stuffing_few import StuffingFew
from pipeline.simulate.campaigns.stuffing_many import StuffingMany
from pipeline.simulate.chance import single
from pipeline.simulate.episode import Episode
from pipeline.simulate.settings import DAY_S, SimulationSettings
from pipeline.simulate.world import World

BURSTS: tuple[type[Episode], ...] = (
    AngryUser, BigIssue, ClassSignup, Launch, OfficeMove, RenewalWave, Sale, TenantLaunch, ViralPost,
)  # fmt: skip
CAMPAIGNS: tuple[type[Episode], ...] = (
    StuffingFew, StuffingMany, SignupFarm, KeyResale, DuplicateWave, CardTesting, Brigading,
)  # fmt: skip
_QUIET_SHARE = 0.3  # of the time, at most a day, before the first campaign: baselines begin from nothing


def programme(world: World, access: Access) -> list[Episode]:
    """Return all episodes of a simulation by time; each kind comes at least once if it fits."""
    settings = world.settings
    kinds = (*(BURSTS if settings.bursts else ()), *(CAMPAIGNS if settings.attacks else ()))
    planned = [episode for kind in kinds for episode in _planned(kind, settings, world, access)]
    return sorted(planned, key=lambda episode: (episode.at, episode.name))


def _planned(kind: type[Episode], settings: SimulationSettings, world: World, access: Access) -> list[Episode]:
    """Spread a kind's episodes: one at a chance time in each of as many even parts."""
    quiet = min(DAY_S, _QUIET_SHARE * settings.days * DAY_S) if kind.area else 0.0
    first, last = settings.start_s + quiet, settings.end_s - kind.lasts_s
    if last <= first:
        return []
    count = max(1, round(settings.days / kind.every_days))
    chance, part = single(settings.seed, kind.kind), (last - first) / count
    times = [kind.when(first + part * n, first + part * (n + 1), chance) for n in range(count)]
    return [kind(f"{kind.kind}-{n + 1}", at, world, access) for n, at in enumerate(times)]
