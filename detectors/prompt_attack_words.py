"""What is told of attacks on a model's rules beyond their probability: posts and uploads with orders, tries, links."""

from __future__ import annotations

from detectors import text_told
from detectors.base import Finding
from detectors.prompt_concealed import CONCEALED
from detectors.prompt_directed import FAVOUR
from detectors.prompt_posted import POSTED
from detectors.prompt_preying import PREY
from detectors.tally import Tally
from detectors.ties import sites_of

POSTS = frozenset((text_told.CLUE + POSTED, text_told.CLUE + CONCEALED))  # among a tally's sums
POSTS_ACTION = (
    "Read the posts, and what models made of them (summaries, answers); remove them and stop the accounts that mean it."
)
PREY_ACTION = (
    "Take the posts down while you read them: whoever is answered by a model that was given them may be preyed on. "
    "Stop the accounts that mean it, and warn who was answered."
)
UPLOADS = "uploads_with_orders"  # likewise
UPLOADS_ACTION = (
    "Read what was uploaded, also where its markup hides it, and see whether a model was given it (an agent, a rating) "
    "and did as it was told; take it down, warn those whose models read it, and stop the accounts that mean it."
)
GAINS = frozenset((text_told.CLUE + FAVOUR, text_told.CLUE + PREY))
CARRY = "carry"  # the sign of orders to send data elsewhere: of what a model is given to read, others' data
SITES_NAMED = 3


def complete(found: Finding, run: Tally) -> None:
    """Add to a finding what was posted or uploaded, or tried again and again, and where its links lead."""
    if found.severity == "low" and gains(run):
        found.severity = "medium"
    if posts := max([(run.extra or {}).get(name, 0.0) for name in POSTS]):
        found.evidence["posts_with_orders"] = posts
        found.action = PREY_ACTION if text_told.CLUE + PREY in (run.extra or {}) else POSTS_ACTION
    if uploads := (run.extra or {}).get(UPLOADS, 0.0):
        found.evidence[UPLOADS] = uploads
        if uploads == run.n:
            found.action, found.reason = UPLOADS_ACTION, found.reason.replace("text", "upload", 1)
    tries = (run.extra or {}).get("tries", 0.0)
    found.evidence |= {"tries": tries} if tries else {}
    if tries and tries == run.n:
        found.evidence.pop("probability", None)
        found.reason = text_told.together(run)
    elif not any(name.startswith(text_told.CLUE) for name in run.extra or {}):
        found.reason += " No known wording of attacks is there: it is what it asks for that was judged before."
    if sites := sites_of(run, SITES_NAMED):
        led = "Whoever is answered by a model that reads what is posted may be led to" if posts else "Links lead to"
        found.reason += f" {led} {', '.join(sites)}."
    if uploads and run.examples:  # hidden orders are not found by looking through an account's files
        found.reason += f" The first upload is that of event {min(run.examples)[1]}."


def gains(run: Tally) -> bool:
    """Tell whether an order to a model would gain its author something: a jest and a canary gain nothing."""
    extra = run.extra or {}
    sent_off = text_told.CLUE + CARRY in extra and (UPLOADS in extra or not POSTS.isdisjoint(extra))
    return not GAINS.isdisjoint(extra) or sent_off or (text_told.CLUE + CONCEALED in extra and "with_links" in extra)
