"""The event that detectors see: one flat record for every type, what is costly to derive already derived.

It is also what travels on `abuse.observations` (as a msgpack array), then without the text.
"""

from __future__ import annotations

from msgspec import Struct

from schemas.beliefs import Belief, Standing
from schemas.site_usual import SiteUsual

NEW_IP, NEW_DEVICE, NEW_COUNTRY, NEW_ASN, NEW_AGENT = 1, 2, 4, 8, 16
FRESH = 64  # the account signed up within the last week; of a report, told in the site's room
NEW_ACCOUNT = 32  # nothing was known of the account at all: what is new says nothing
NEW_HERE = 128  # the account's first event on this topic, where that is no attempt to get in, was within an hour
NEAR = 256  # the address is new, no provider is told, and one that begins alike (`network.provider_of`) was known
NEW_TODAY = 1024  # the same within a day
JUST_POSTED = 65_536  # a report of what the account posted within hours (`detectors.just_posted`)
POSTED_LATELY = 268_435_456  # a report of what the account posted within a day, `JUST_POSTED` or not
# Shifted as `UNTOLD` has it, these fall beyond the bits of origins.
ENTERED = 131_072  # a payment of an account known for days, on a device and from an address it first had within hours
# (a payout or transfer, which names none, by where the account was last); likewise a change of mail or second factor
# A report, or a first day's review or content with links or contacts (on days 2 to 4 of a site any), by who signed
# up within the last week ...
YOUNG_REPORTER = 524_288
SETTLED_REPORTER = 1_048_576  # ... and by who did not: neither where sign-ups are not known for as long
NEW_KEY = 2_097_152  # usage under a key that its account made within a day ...
AWAY = 4_194_304  # ... and at an address that the account did not have a day ago
INDOORS = 262_144  # beside `ELSEWHERE`: at an address that the account has had for longer
EARLY = 16_777_216  # the whole input began less than a day ago: who has just begun to post may have done so for years
ROAMING = 8_388_608  # usage or payment of an account of several countries that first was in one of them within hours
GREETING = 33_554_432  # a content of a few words that ask for nothing (`detectors.greetings`), to somebody
ANSWER = 67_108_864  # a content to who wrote to its account or paid it an hour before: told in the site's room
OWN_THING = 134_217_728  # a content that hangs on what its account posted itself: a photo on its own listing
SELDOM = 536_870_912  # a content with contacts, of an account that posted on three days before at most
JUST_JOINED = 1_073_741_824  # a login, use or payment within minutes of the account's sign-up, too soon to be `FRESH`
CUSTOMARY = 2_147_483_648  # a message of who has many payers, or with links well known here: told in the site's room
# A first review by who paid its target, or whose it is, a day before; a report by who paid the account reported an hour
# before: told in the site's room. Of a report: with `HAS_PAYERS` where several others had paid that account, and
# `WRITTEN_TO` where it had written to the reporter, and not the other way round
BOUGHT = 4_294_967_296
HAS_PAYERS, WRITTEN_TO = 17_592_186_044_416, 35_184_372_088_832
MANY_TODAY = 8_589_934_592  # a content to a first day's twelfth stranger, or a further one: told in the site's room
REGULAR = 17_179_869_184  # a content with links, of who posted on two days before, nothing yet that leads there
WENT_FIRST = 34_359_738_368  # beside `ANSWER`, of a content with contacts: its account had written to them before
# A change, payment or new key on a device that came to its account days before, at an address as new; a content with
# links or contacts of an account that had such a change or key within three days: told in the site's room. With
# `NEVER_USED`, but of a content: the device had not been used since it came; of a payment, then, with `UNTOUCHED`: its
# account never paid the payee before, and hardly anybody else did, as told in the site's room
LODGED = 68_719_476_736
FIRST_USE = 1_099_511_627_776  # a use or payment: the first of an account whose sign-up is known
# Of a message by the product's own mailer: `FIRST_USE` where its account had not written to the target before: told in
# the site's room.
# Of a first review by who signed up within the last week: `FIRST_USE` where its account had used or paid something, and
NEVER_USED = 2_199_023_255_552  # ... else, as told in the site's room
UNTOUCHED = 137_438_953_472  # an upload of who posted on four days before; in the site's room: where nobody else wrote
REFUNDED = 4_398_046_511_104  # usage of a product by whose name money is asked back, soon after its account has paid
CAME_BACK = 70_368_744_177_664  # an invited account is used for the first time after its first hour
GRANTED = 274_877_906_944  # usage without a key, answered, of what the account was refused again and again that day
UNATTENDED = 549_755_813_888  # tells no address, device, country, provider or program, though its account has told some
HANDED = 8_796_093_022_208  # soon after staff changed the account's protection, on a device and line it had not then
# A payment without a card of an account that signed up within the last four weeks; with `UNTOUCHED` as beside `LODGED`
PAID_OUT_NEW = 140_737_488_355_328
# A payment without a card, of whatever account (the bits between are what `detectors.only` asks beside these)
PAID_OUT = 4_611_686_018_427_387_904
# A content whose links are but names in its text, with no scheme, "www." or path: most who tell such talk of them
NAMED = 281_474_976_710_656
# A report by who paid the account reported, of one that was first paid by others in the weeks after its sign-up, and
# signed up within the last four: told in the site's room
NEW_SELLER = 562_949_953_421_312
# A message with contacts to somebody who signed up within the week: told in the site's room
SOUGHT = 1_125_899_906_842_624
# An answered use without a key of what its account has used once before, of who has used less than a dozen things; and
# where its sign-up is known
AGAIN, AGAIN_KNOWN = 2_251_799_813_685_248, 4_503_599_627_370_496
# A content (the bit of `AGAIN`, which only a use can be) whose only contacts are names it opens with: it speaks to them
ADDRESSED = AGAIN
AS_SENT = NAMED | ADDRESSED  # what is seen when an event is read, and no account's own state says
SIGNED_UP = FRESH | JUST_JOINED  # of a use or payment: its account signed up within the last week
NO_STRANGER = ANSWER | OWN_THING
UNTOLD = 11  # shifts `NEW_IP` ... to the bits that say that no address (device, ...) of the account was known at all
ELSEWHERE = (
    512  # a content with links or contacts, or a new key, of an account known for longer: first there within hours
)


class Event(Struct, array_like=True, gc=False):
    """One account or content event. `time` is seconds since 1970 UTC; what the producer left out is None.

    `outcome` is True for success. `domains` are those of the content's links (`schemas.links`), `fingerprints` what
    near-copies of its text share, and how it is disguised. `novel` is a bit set (`NEW_IP` ...) of what the account had
    never used with success before, and whether it is `FRESH`; it is filled where the account's own state is at hand.
    `features` is the text as hashed features (`detectors.text_features`); `beliefs`, by detector, are added where the
    model is, and a reporter's `standing` where the records are: None for one of whose reports no verdict is known;
    `site` where the whole site is seen, None until it has shown enough. `contacts`: where its text asks people to write
    to or to call (`schemas.contacts`), but in a prompt. A report gets `domains` and `contacts` of what it reports.
    """

    type: str
    id: str
    subject: str
    time: float
    source: str = ""
    ip: str | None = None
    device: str | None = None
    user_agent: str | None = None
    country: str | None = None
    asn: int | None = None
    outcome: bool | None = None
    reason: str | None = None
    mfa: bool | None = None
    handle: str | None = None
    email_domain: str | None = None  # of a payment: its account's, where that signed up within the last week
    invited_by: str | None = None
    key: str | None = None
    product: str | None = None
    requests: float | None = None
    units: float | None = None
    status: int | None = None
    amount_minor: float | None = None
    card: str | None = None
    merchant: str | None = None
    content_id: str | None = None
    kind: str | None = None
    target: str | None = None
    language: str | None = None
    reporter: str | None = None
    fingerprints: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    novel: int = 0
    text: str | None = None
    features: bytes = b""
    beliefs: dict[str, Belief] = {}
    sums: dict[str, int] | None = None  # a row that stands for many events of its type and source: see detectors.rollup
    standing: Standing | None = None
    site: SiteUsual | None = None
    contacts: tuple[str, ...] = ()
    currency: str | None = None  # of a payment
    used: str = ""  # beside `AGAIN`: what its account had used, this included: a letter each (`detectors.used_again`)


class Decision(Struct, array_like=True, gc=False):
    """A reviewer's verdict as the engine sees it; `time` in seconds since 1970 UTC."""

    id: str
    subject: str
    time: float
    verdict: str
    alert_id: str | None = None
    content_id: str | None = None
    event_id: str | None = None
    policy: str | None = None
    reviewer: str | None = None
    seconds: float | None = None
    source: str = "queue"
    alert_version: int | None = None
