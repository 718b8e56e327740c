"""The worker's stages, in the order in which an event passes through them."""

from __future__ import annotations

from pipeline.campaigns.stage import CampaignStage
from pipeline.decision_stage import DecisionStage
from pipeline.engine import Engine
from pipeline.entity_stage import EntityStage
from pipeline.names import Names
from pipeline.stage import Stage
from pipeline.subject_stage import SubjectStage
from schemas import topics


def stages(engine: Engine, names: Names) -> tuple[Stage, ...]:
    """Return every stage: events by subject, observations by entity, the site, campaigns, decisions."""
    return (
        SubjectStage(engine, names, topics.ACCOUNT_EVENTS),
        SubjectStage(engine, names, topics.CONTENT_EVENTS),
        EntityStage(engine, names, topics.OBSERVATIONS),
        EntityStage(engine, names, topics.RATES),
        CampaignStage(engine, names),
        DecisionStage(engine, names),
    )
