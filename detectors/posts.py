"""Buckets of posts in which nothing stands out: the few posts as they came, put into a tally when somebody has to know.

As in `detectors.slips`, with what tells a mailing from a flood. While anything of the account is hot nothing is held.
"""

from __future__ import annotations

from msgspec import Struct

from detectors import slips
from detectors.link_lists import note as note_link
from detectors.mailing_sorts import ALONE, FIRST_WEEK, LINKED, MAIL, MAIL_EARLY, PROMPTS, STAFF, VAGUE, is_staffs
from detectors.slips import Slip
from detectors.tally import Tally
from schemas.event import GREETING, UNTOUCHED, Event

TOLD = "c"  # begins the text of a post that tells a number or name to turn to
_VAGUE, _STAFFS, _EARLY, _MAIL, _PROMPT = 1, 2, 4, 8, 16  # bits that no post's `novel` is kept of
_SORTS = (
    (_VAGUE, VAGUE), (_STAFFS, STAFF), (_EARLY, MAIL_EARLY), (_MAIL, MAIL), (_PROMPT, PROMPTS), (UNTOUCHED, ALONE)
)  # fmt: skip
POSTS_MOST = 3  # a bucket: with more a tally is the smaller


class Post(Struct, array_like=True, omit_defaults=True, gc=False):
    """A post as it came. `text`: what near-copies of it share; if they tell a contact, behind `TOLD`.

    `sort`: the bits of `_SORTS`.
    """

    time: float
    id: str
    weight: float
    subject: str
    device: str | None = None
    ip: str | None = None
    domains: tuple[str, ...] = ()
    text: str = ""
    target: str | None = None
    sort: int = 0


Posts = dict[int, list[Post]]  # by bucket, in order of arrival


def post_of(event: Event, weight: float) -> Post:
    """Return what is to be known of a post. A prompt has itself as its target: it reaches nobody else."""
    text, target = event.fingerprints[0] if event.fingerprints else "", event.target
    if event.contacts and text:
        text = f"{TOLD}{text}"
    if target is None and event.kind == "prompt":
        target = event.id
    vague = event.contacts or not (event.domains or event.fingerprints or event.novel & GREETING)
    sort = event.novel & UNTOUCHED | (_VAGUE if vague else 0)
    if event.domains and event.kind == "message" and not event.contacts:  # as in `mass_contact`
        sort |= _EARLY if event.site is None or event.site.days < FIRST_WEEK else _MAIL
    if event.kind == "prompt":
        sort |= _PROMPT
    if event.ip is None and is_staffs(event):
        sort |= _STAFFS
    return Post(event.time, event.id, weight, event.subject, event.device, event.ip, event.domains, text, target, sort)


def weight_of(posts: list[Post]) -> float:
    """Return what the posts of a bucket weigh together."""
    return posts[0].weight if len(posts) == 1 else sum([post.weight for post in posts])


def put(post: Post, tally: Tally) -> None:
    """Count a post in a tally, those that carry a link apart."""
    slips.put(Slip(post.time, post.weight, post.id, post.subject, post.device, post.ip, None), tally, tied=True)
    if post.domains:
        tally.add(LINKED)
        note_link(post.domains[0], post.target, tally)
        for name in post.domains:
            tally.tie(f"domain:{name}", post.time)
    if post.sort:
        for bit, name in _SORTS:
            if post.sort & bit:
                tally.add(name)


def fits(bucket: int, posts: Posts, tallies: dict[int, Tally]) -> bool:
    """Tell whether one more post of a bucket need not be put into a tally."""
    held = posts.get(bucket)
    if held is not None:
        return len(held) < POSTS_MOST
    return not tallies or (bucket not in tallies and not any([tally.hot for tally in tallies.values()]))
