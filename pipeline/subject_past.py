"""What a subject's own past says of its event: what is new to the account, what came just before. Pure."""

from __future__ import annotations

from detectors.claims import ASKED_BACK
from detectors.entrances import BACK_KEPT, BACK_S, LODGED_S, came_back, changed, entered, joined, lodged
from detectors.handed import PROTECTS, handed
from detectors.just_made import just_made
from detectors.just_paid import paid_out, pay, refunded
from detectors.just_posted import just_posted, posted
from detectors.just_refused import just_refused
from detectors.leads import led
from detectors.mailing_sorts import is_mailed
from detectors.novelty import CHANGED, HERE_S, elsewhere, novelty, roaming
from detectors.profile import SETTLE_S, WATCHED, Profile, known, own_places, remember, use
from detectors.statuses import DENIED, REFUSED_FROM
from detectors.used_again import THINGS, THINGS_KEPT, used_again
from pipeline.keystate import KeyState
from schemas.event import AS_SENT, CAME_BACK, FIRST_USE, NEW_ACCOUNT, NEW_IP, PAID_OUT, SIGNED_UP, Event

USES = ("account.usage", "account.payment")
RETURNS = ("account.login", *USES)  # not a change: somebody else may ask for one
ATTEMPTS = ("account.login", "account.usage")  # of which it is told that their account signed up minutes before


def enrich(event: Event, state: KeyState) -> None:  # noqa: PLR0912, PLR0915  # of each event: no calls
    """Say in the event's `novel` what its subject's profile makes of it, and remember the event there."""
    profile = state.profile
    if profile is None:
        profile = state.profile = Profile()
    places, own = profile, profile.own
    if event.key and event.type == "account.usage":
        if own is None:
            own = profile.own = own_places(profile)
        if event.time < own.born:  # noqa: PLR1730  # as in `Counts.seen`
            own.born = event.time
    elif own is not None:
        places = own
    event.novel = novelty(places, event) | event.novel & AS_SENT
    if event.outcome is False and places is own and event.novel & NEW_IP:
        every = novelty(profile, event)
        if not every & NEW_IP:  # a script with an old password, where its owner's key is used: nobody got in
            event.novel = every
    devices = places.devices
    if devices[2:] and event.device is not None and event.outcome is not False:
        came = devices[1] if devices[0] == event.device else devices[3] if devices[2] == event.device else 0.0
        if came + BACK_S < event.time < came + LODGED_S:
            back = places.back
            if event.device not in back:
                places.back = (event.device, event.time, *back[:BACK_KEPT])
            elif event.time < back[1]:
                came_back(places, event)
    if profile.keys or event.type == "account.api_key_created":
        event.novel |= just_made(profile, event)
    if event.domains or event.contacts or event.type == "account.api_key_created":
        event.novel |= elsewhere(places, event)
        if event.type == "account.api_key_created":
            event.novel |= lodged(places, event)
    elif event.type == "account.payment":
        if own is not None and event.novel & NEW_ACCOUNT and known(profile, event.time - SETTLE_S):
            event.novel &= ~NEW_ACCOUNT  # no newcomer's, though nobody knows yet where its owner sits
        event.novel |= entered(places, event)
        if profile.mail and event.novel & SIGNED_UP:
            event.email_domain = profile.mail
        if event.card is None:
            event.novel |= PAID_OUT
            if profile.signed_up <= event.time:
                event.novel |= paid_out(profile, event)
        if event.outcome:
            pay(profile, event.time)
        if places.countries[2:]:
            event.novel |= roaming(places, event)
    elif event.type in CHANGED:
        event.novel |= changed(places, event)
    elif event.type == "account.usage" and places.countries[2:] and event.key is None:
        event.novel |= roaming(places, event)
    elif event.novel & NEW_ACCOUNT and event.type in ATTEMPTS:
        event.novel |= joined(profile, event)
    if (profile.denied or event.status in DENIED) and event.key is None and event.product is not None:
        event.novel |= just_refused(profile, event)
    if profile.handed or (event.ip is None and event.type in PROTECTS):
        event.novel |= handed(profile, event)
    if profile.paid and event.type == "account.usage" and ASKED_BACK[event.product]:
        event.novel |= refunded(profile, event)
    if event.type == "account.usage" and event.key is None and event.product:
        if (thing := THINGS[event.product]) not in profile.again and not profile.things[THINGS_KEPT - 1 :]:
            if event.status is None or event.status < REFUSED_FROM:
                if thing in profile.things:
                    event.novel |= used_again(profile, event, thing)
                else:
                    profile.things += thing
    if event.novel or event.type == "account.signup":  # nothing else teaches where nothing is new
        remember(profile, event)
        if places is own:
            remember(own, event)
    if places.ips[2 * WATCHED :]:  # no `len`: a call an event
        use(places, event)
    if profile.signed_up <= event.time < profile.used and event.type in USES:
        if event.outcome is not False and (event.status is None or event.status < REFUSED_FROM):
            profile.used = event.time
            event.novel |= FIRST_USE
    if profile.invited + HERE_S <= event.time < profile.returned and event.outcome is not False:
        if event.type in RETURNS:
            profile.returned = event.time
            event.novel |= CAME_BACK
    if event.type == "content.posted" and event.content_id is not None:
        event.novel |= posted(profile, event)
        if event.ip is None and event.target is not None and is_mailed(event):
            event.novel |= FIRST_USE
    elif event.type == "content.reported" and event.content_id is not None:
        event.novel |= just_posted(profile, event)
        led(profile, event)
