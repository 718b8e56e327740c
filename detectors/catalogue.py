"""Every detector there is, in the order of the policy areas. Adding one: its file, a line here, a stanza, scenarios."""

from __future__ import annotations

from typing import Any

from detectors.account_sharing import AccountSharing
from detectors.base import Detector
from detectors.behaviour import Behaviour
from detectors.card_sharing import CardSharing
from detectors.card_sharing_site import CardSharingSite
from detectors.card_sharing_slow import CardSharingSlow
from detectors.card_testing import CardTesting, CardTestingAddress, CardTestingDevice
from detectors.card_testing_amount import CardTestingAmount
from detectors.card_testing_device_slow import CardTestingDeviceSlow
from detectors.card_testing_newcomers import CardTestingNewcomers
from detectors.card_testing_newcomers_day import CardTestingNewcomersDay
from detectors.card_testing_newcomers_slow import CardTestingNewcomersSlow
from detectors.card_testing_site import CardTestingSite
from detectors.card_testing_slow import CardTestingSlow
from detectors.card_turns_device import CardTurnsDevice
from detectors.code_guessing import CodeGuessing
from detectors.code_guessing_address import CodeGuessingAddress
from detectors.code_guessing_devices import CodeGuessingDevices
from detectors.code_guessing_slow import CodeGuessingSlow
from detectors.contact_again import ContactAgain
from detectors.contact_groups import ContactGroups
from detectors.contact_push import ContactPush
from detectors.contact_ring import ContactRing
from detectors.content_copies import ContentCopies
from detectors.content_copies_day import ContentCopiesDay, ContentCopiesDayPlain
from detectors.content_copies_plain import ContentCopiesPlain
from detectors.content_copies_slow import ContentCopiesSlow
from detectors.domain_again import DomainAgain
from detectors.domain_push import DomainPush
from detectors.domain_push_day import DomainPushDay
from detectors.domain_push_slow import DomainPushSlow
from detectors.entry_fanout import EntryFanout
from detectors.entry_fanout_abroad import EntryFanoutAbroad
from detectors.entry_fanout_device import EntryFanoutDevice
from detectors.entry_fanout_homes import EntryFanoutHomes
from detectors.entry_fanout_network import EntryFanoutNetwork
from detectors.entry_fanout_paid import EntryFanoutPaid
from detectors.entry_fanout_staff import EntryFanoutStaff
from detectors.entry_fanout_system import EntryFanoutSystem
from detectors.entry_posting import EntryPosting
from detectors.entry_posting_device import EntryPostingDevice
from detectors.entry_spending import EntrySpending
from detectors.first_contacts import FirstContacts
from detectors.first_contacts_day import FirstContactsDay
from detectors.first_contacts_network import FirstContactsNetwork
from detectors.impossible_travel import ImpossibleTravel
from detectors.key_drain import KeyDrain
from detectors.key_drain_device import KeyDrainDevice
from detectors.key_drain_elsewhere import KeyDrainElsewhere
from detectors.key_drain_network import KeyDrainNetwork
from detectors.key_elsewhere import KeyElsewhere
from detectors.key_guessing import KeyGuessing
from detectors.key_probing import KeyProbing
from detectors.key_program import KeyProgram
from detectors.key_sharing import KeySharing
from detectors.key_sharing_slow import KeySharingSlow
from detectors.leads_newcomers import LeadsNewcomers
from detectors.leads_scattered import LeadsScattered
from detectors.leads_scattered_site import LeadsScatteredSite
from detectors.link_ring import LinkRing
from detectors.list_bombing import ListBombing
from detectors.login_agent import LoginAgent
from detectors.login_fanout import LoginFanout
from detectors.login_fanout_network import LoginFanoutNetwork
from detectors.login_fanout_network_slow import LoginFanoutNetworkSlow
from detectors.login_fanout_system import LoginFanoutSystem
from detectors.login_fanout_system_slow import LoginFanoutSystemSlow
from detectors.login_guessing import LoginGuessing
from detectors.login_guessing_address import LoginGuessingAddress
from detectors.login_guessing_slow import LoginGuessingSlow
from detectors.login_site import LoginSite
from detectors.login_site_abroad import LoginSiteAbroad
from detectors.login_site_slow import LoginSiteSlow
from detectors.login_source import LoginSource
from detectors.login_unnamed import LoginUnnamed
from detectors.mail_refused import MailRefused
from detectors.mass_contact import MassContact
from detectors.mass_contact_day import MassContactDay
from detectors.payee_cards import PayeeCards
from detectors.payee_cards_slow import PayeeCardsSlow
from detectors.payee_fanin import PayeeFanin
from detectors.payee_mules import PayeeMules
from detectors.payee_newcomers import PayeeNewcomers
from detectors.payee_structuring import PayeeStructuring
from detectors.payment_spike import PaymentSpike
from detectors.posting_burst import PostingBurst
from detectors.posting_elsewhere import PostingElsewhere
from detectors.prompt_attack import PromptAttack
from detectors.quota_cycling import QuotaCycling
from detectors.quota_cycling_address import QuotaCyclingAddress
from detectors.quota_cycling_address_slow import QuotaCyclingAddressSlow
from detectors.quota_cycling_devices import QuotaCyclingDevices
from detectors.quota_cycling_network import QuotaCyclingNetwork
from detectors.quota_cycling_site import QuotaCyclingSite
from detectors.quota_cycling_slow import QuotaCyclingSlow
from detectors.quota_cycling_turns import QuotaCyclingTurns
from detectors.quota_cycling_turns_network import QuotaCyclingTurnsNetwork
from detectors.quota_left import QuotaLeft
from detectors.raid import Raid
from detectors.raid_copies import RaidCopies
from detectors.raid_pair import RaidPair
from detectors.raid_places import RaidPlaces
from detectors.rate_drift import RateDrift
from detectors.rate_silence import RateSilence
from detectors.rate_surge import RateSurge
from detectors.refund_rounds import RefundRounds
from detectors.report_brigade import ReportBrigade
from detectors.report_spree import ReportSpree
from detectors.report_surge import ReportSurge
from detectors.report_surge_day import ReportSurgeDay
from detectors.reported_devices import ReportedDevices
from detectors.reported_links import ReportedLinks
from detectors.reset_abroad import ResetAbroad
from detectors.reset_enumeration import ResetEnumeration
from detectors.reset_enumeration_site import ResetEnumerationSite
from detectors.reset_enumeration_slow import ResetEnumerationSlow
from detectors.review_devices import ReviewDevices
from detectors.review_ring import ReviewRing
from detectors.review_ring_devices import ReviewRingDevices
from detectors.review_wave import ReviewWave
from detectors.review_wave_slow import ReviewWaveSlow
from detectors.second_factor_fanout import SecondFactorFanout
from detectors.signup_agent import SignupAgent
from detectors.signup_burst import SignupBurst
from detectors.signup_burst_network import SignupBurstNetwork, SignupBurstNetworkSlow
from detectors.signup_burst_slow import SignupBurstSlow
from detectors.signup_chain import SignupChain
from detectors.signup_chain_slow import SignupChainSlow
from detectors.signup_device import SignupDevice, SignupDeviceSlow
from detectors.signup_devices import SignupDevices
from detectors.signup_groups import SignupGroups
from detectors.signup_hoster import SignupHoster
from detectors.signup_names import SignupNames
from detectors.signup_network import SignupNetwork
from detectors.signup_outdated import SignupOutdated
from detectors.signup_program import SignupProgram
from detectors.signup_site import SignupSite
from detectors.signup_site_slow import SignupSiteSlow
from detectors.sock_puppets import SockPuppets
from detectors.spam_text import SpamText
from detectors.takeover import Takeover
from detectors.takeover_payees import TakeoverPayees
from detectors.takeover_payouts import TakeoverPayouts
from detectors.takeover_shops import TakeoverShops
from detectors.takeover_waited import TakeoverWaited
from detectors.usage_alike import UsageAlike
from detectors.usage_beat import UsageBeat
from detectors.usage_day import UsageDay
from detectors.usage_destinations import UsageDestinations
from detectors.usage_devices import UsageDevices
from detectors.usage_metered import UsageMetered
from detectors.usage_newcomers import UsageNewcomers
from detectors.usage_refused import UsageRefused
from detectors.usage_refused_account import UsageRefusedAccount
from detectors.usage_refused_key import UsageRefusedKey
from detectors.usage_refused_network import UsageRefusedNetwork
from detectors.usage_series import UsageSeries
from detectors.usage_skipped import UsageSkipped
from detectors.usage_spike import UsageSpike
from detectors.user_enumeration import UserEnumeration

CATALOGUE: tuple[type[Detector[Any]], ...] = (
    LoginFanout, LoginFanoutNetwork, LoginFanoutNetworkSlow, LoginFanoutSystem, LoginFanoutSystemSlow,
    LoginSite, LoginSiteSlow, LoginSource, LoginAgent, UserEnumeration, SecondFactorFanout, ResetEnumeration,
    ResetEnumerationSite, ResetEnumerationSlow, LoginGuessing,
    LoginGuessingSlow, LoginGuessingAddress, LoginUnnamed, Takeover, Behaviour, ImpossibleTravel, AccountSharing,
    EntryFanout, EntryFanoutNetwork, EntryFanoutSystem, EntryFanoutDevice, EntryFanoutAbroad, EntryFanoutHomes,
    EntryFanoutPaid, EntryFanoutStaff, EntryPosting, EntryPostingDevice, EntrySpending, PayeeFanin,
    SignupBurst, SignupBurstSlow, SignupBurstNetwork, SignupBurstNetworkSlow, SignupDevice, SignupDeviceSlow,
    SignupDevices, SignupSite, SignupSiteSlow, SignupChain, SignupChainSlow, SignupAgent, SignupGroups, SignupHoster,
    SignupNetwork, SignupNames, SignupProgram, SignupOutdated, SockPuppets,
    KeySharing, KeySharingSlow, KeyElsewhere, KeyDrain, KeyDrainDevice, KeyDrainElsewhere, KeyDrainNetwork,
    KeyProbing, KeyProgram,
    QuotaCycling, QuotaCyclingAddress, QuotaCyclingTurns, QuotaCyclingTurnsNetwork, QuotaCyclingSlow,
    QuotaCyclingAddressSlow, QuotaCyclingDevices, QuotaCyclingNetwork, QuotaCyclingSite,
    UsageSpike, UsageDay, UsageMetered, UsageSeries, UsageNewcomers, UsageAlike, UsageDevices, UsageRefused,
    UsageRefusedNetwork, UsageRefusedKey, UsageRefusedAccount, CodeGuessing, CodeGuessingAddress,
    CodeGuessingDevices, CodeGuessingSlow, KeyGuessing,
    CardTesting, CardTestingSlow, CardTestingAddress, CardTestingDevice, CardTestingDeviceSlow,
    CardTestingAmount,
    CardTestingSite, CardTestingNewcomers, CardTestingNewcomersDay, CardTestingNewcomersSlow, CardSharing,
    CardSharingSlow,
    CardSharingSite, CardTurnsDevice, PayeeCards, PayeeCardsSlow, PayeeMules, PayeeNewcomers, PayeeStructuring,
    PaymentSpike,
    RefundRounds,
    ContentCopies, ContentCopiesPlain, ContentCopiesDay, ContentCopiesDayPlain, ContentCopiesSlow, DomainPush,
    DomainPushSlow,
    DomainPushDay, DomainAgain, LinkRing, ContactPush, ContactAgain, ContactGroups, ContactRing,
    PostingBurst, PostingElsewhere, MassContact, MassContactDay, FirstContacts, FirstContactsDay, FirstContactsNetwork,
    ReviewWave, ReviewWaveSlow, ReviewDevices, ReviewRing, ReviewRingDevices, Raid,
    SpamText, PromptAttack, MailRefused,
    ReportSurge, ReportSurgeDay, ReportSpree, RateSurge, RateSilence, RateDrift, ReportBrigade,
    TakeoverWaited, TakeoverPayees, TakeoverShops, LoginSiteAbroad,
    QuotaLeft,
    ReportedDevices,
    ReportedLinks,
    LeadsScattered,
    LeadsScatteredSite, LeadsNewcomers,
    RaidCopies,
    RaidPlaces,
    RaidPair,
    ResetAbroad,
    UsageBeat, UsageDestinations,
    UsageSkipped,
    ListBombing,
    TakeoverPayouts,
)  # fmt: skip
BY_NAME: dict[str, type[Detector[Any]]] = {detector.name: detector for detector in CATALOGUE}
