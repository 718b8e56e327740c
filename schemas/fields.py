"""The fields of the wire, each with limit, unit and meaning in one place; the exported schemas quote them.

Limits on lengths keep one hostile record from becoming a key of the state: identifiers are at most 512
characters, text at most 262,144.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

_DAY = r"-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = (
    r"[Tt ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
    r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])$"
)
RFC3339 = r"^[0-9]{4}" + _DAY + _CLOCK
BELIEVABLE = r"^(?:199[0-9]|20[0-9][0-9])" + _DAY + _CLOCK  # outside, `schemas.parse` refuses the clock

Id = Annotated[str, Meta(min_length=1, max_length=512)]
Word = Annotated[str, Meta(max_length=512)]
Amount = Annotated[float, Meta(ge=0)]
Unit = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0)]
Base64 = Annotated[str, Meta(pattern="^[A-Za-z0-9+/]*={0,2}$", extra_json_schema={"contentEncoding": "base64"})]
Time = Annotated[datetime, Meta(tz=True, extra_json_schema={"pattern": RFC3339})]
Stamp = Annotated[str, Meta(pattern=RFC3339, extra_json_schema={"format": "date-time"})]


def _says(text: str) -> Meta:
    return Meta(description=text)


# The envelope
EventId = Annotated[Id, _says("CloudEvents id, unique within `source`; a repeated id is a redelivery.")]
Source = Annotated[Id, _says("CloudEvents source: who produced the event, such as `/web/eu`.")]
Subject = Annotated[Id, _says("The account's id; also the Kafka key.")]
EventTime = Annotated[
    datetime,
    Meta(tz=True, extra_json_schema={"pattern": BELIEVABLE},
         description="When it happened: RFC 3339 with a zone, 1990 to 2099. The only clock that counts."),
]  # fmt: skip

# Where a request came from
Address = Annotated[Word, _says("IPv4 or IPv6 address of the client.")]
Device = Annotated[
    Word, _says("The producer's device id or fingerprint; all zeros, `unknown` and the like count as not told.")
]
Agent = Annotated[str, Meta(max_length=4096), _says("The User-Agent header as sent.")]
Country = Annotated[Word, _says("ISO 3166-1 alpha-2 code of the country, such as `DE`.")]
SystemNumber = Annotated[int, Meta(ge=0, le=4_294_967_295), _says("Autonomous system number; no unit.")]

# What an account does
Handle = Annotated[Word, _says("The public name the account chose.")]
MailDomain = Annotated[Word, _says("The part of the mail address after the `@`.")]
MailHash = Annotated[Word, _says("A hash of the whole mail address; never the address itself.")]
Inviter = Annotated[Word, _says("Account id of whoever invited this one.")]
WhyFailed = Annotated[
    Word,
    _says("Why it failed. Of a login `unknown_user` and `mfa_failed` are read as they stand, and words of an outage or "
          "of a session that ran out; of a payment the words that processors use for an empty purse, a fault of "
          "theirs, a test card, a number that no card has, goods that are gone, such as `insufficient_funds`. "
          "`schemas/README.md` lists them (Reasons). Any other text, such as `bad_password`, tells as much as none: "
          "the attempt itself was refused."),
]  # fmt: skip
Mfa = Annotated[bool, _says("Whether a second factor was used.")]
ApiKey = Annotated[Word, _says("The API key's public id, never the secret.")]
NewApiKey = Annotated[Id, _says("The API key's public id, never the secret.")]
Product = Annotated[
    Word,
    _says(
        "What was used, such as an endpoint or a model. What is claimed, refunded or redeemed is a use as well, one "
        "event each, with the account's device and a name that says so: `returns/not-received`, `voucher.redeem`."
    ),
]
Requests = Annotated[Amount, _says("Number of requests since the last such event; fractions allowed.")]
Units = Annotated[Amount, _says("Number of tokens, bytes or whatever is billed; fractions allowed.")]
HttpStatus = Annotated[
    int,
    Meta(ge=0, le=999),
    _says("HTTP status of the answer; no unit. Left out where nothing was asked over HTTP."),
]
AmountMinor = Annotated[Amount, _says("Amount in the currency's minor unit (cents).")]
Currency = Annotated[Word, _says("ISO 4217 code of the currency, such as `EUR`.")]
Card = Annotated[
    Word, _says("A fingerprint of the card; never its number. All zeros, `unknown` and the like count as not told.")
]
Merchant = Annotated[Word, _says("Who is paid.")]

# Content and reports
ContentId = Annotated[Id, _says("The content's id, unique in the product.")]
Text = Annotated[str, Meta(max_length=262_144), _says("The text itself; never in an alert or a log.")]
Url = Annotated[str, Meta(max_length=8192)]
Urls = Annotated[
    list[Url],
    Meta(max_length=1000),
    _says("Links in the content, absolute; without any, those that stand in the text are looked at."),
]
Target = Annotated[
    Word,
    _says("What it was posted to or at: a channel, an account, a thread, or the content that it answers or shares."),
]
Language = Annotated[Word, _says("BCP 47 tag of the text's language, such as `en`.")]
WhyRefused = Annotated[Word, _says("Why the product refused to take the content; absent where it was taken.")]
Reporter = Annotated[Word, _says("Account id of whoever reported.")]
ReportReason = Annotated[Word, _says("The reason the reporter chose.")]

# A reviewer's verdict
AboutAlert = Annotated[Word, _says("The alert that the verdict is about.")]
JudgedVersion = Annotated[
    int, Meta(ge=1, description="Version of the alert that was judged, from 1; later ones may hold more.")
]
AboutContent = Annotated[Word, _says("The content that the verdict is about.")]
AboutEvent = Annotated[Word, _says("CloudEvents id of the event that the verdict is about.")]
Policy = Annotated[Word, _says("The policy that was judged; without it every detector concerned is taught.")]
Reviewer = Annotated[Word, _says("The reviewer's id.")]
ReviewSeconds = Annotated[Amount, _says("Time the review took, in seconds.")]
