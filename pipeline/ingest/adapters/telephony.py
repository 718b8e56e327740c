"""Telephone exchanges: FreeSWITCH and Asterisk."""

from __future__ import annotations

from pipeline.ingest.adapters.pattern import IP, IP_PORT, failed, passed

_SECURITY = rf'AccountID="(?P<user>[^"]*)".*RemoteAddress="IPV[46]/\w+/{IP}/\d+"'
PATTERNS = (
    failed("freeswitch", "Can't find user [", rf"Can't find user \[(?P<user>[^\]]*)\] from {IP}", "unknown_user"),
    failed("freeswitch", "SIP auth failure ",
           rf"SIP auth failure \(\w+\) on sofia profile .* for \[(?P<user>[^\]]*)\] from ip {IP}"),
    failed("asterisk", "Registration from ",
           rf"Registration from '.*?<?sips?:(?P<user>[^@>]*)@?[^']*' failed for '{IP_PORT}' - (?P<why>.*)"),
    failed("asterisk", 'SecurityEvent="InvalidAccountID"', _SECURITY, "unknown_user"),
    failed("asterisk", 'SecurityEvent="InvalidPassword"', _SECURITY),
    failed("asterisk", 'SecurityEvent="ChallengeResponseFailed"', _SECURITY),
    passed("asterisk", 'SecurityEvent="SuccessfulAuth"', _SECURITY),
)  # fmt: skip
