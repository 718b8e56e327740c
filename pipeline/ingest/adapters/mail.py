"""Mail servers and webmail: Postfix, Dovecot, Exim, Exchange, Zimbra, Courier, Mailu, Roundcube."""

from __future__ import annotations

from pipeline.ingest.adapters.pattern import ADDRESS, IP, IP_PORT, failed, passed

PATTERNS = (
    failed("smtp", " SASL ", rf"\[{IP}\](?::\d+)?: SASL \S+ authentication failed"
           r"(?:.*sasl_username=(?P<user>[^\s,]+))?"),
    passed("smtp", "sasl_username=", rf"client=\S*\[{IP}\](?::\d+)?,.* sasl_username=(?P<user>[^\s,]+)"),
    failed("dovecot", "auth failed", r"-login: .*\(auth failed, (?P<times>\d{1,9}) attempts?[^)]*\)"
           rf"(?::|.*?) user=<(?P<user>[^>]*)>.* rip={IP}"),
    passed("dovecot", "-login: Login: ", rf"-login: Login: user=<(?P<user>[^>]*)>.* rip={IP}"),
    failed("exim", "authenticator failed for ",
           rf"authenticator failed for .*?\[{IP}\][^\[\]]*: 535 (?P<why>[^(]*)(?:\(set_id=(?P<user>[^)]*)\))?"),
    failed("exchange", ",535 5.7.3 ", rf",{IP_PORT},>,535 5\.7\.3 Authentication unsuccessful"),
    failed("exchange", "LogonDenied",
           rf",\d+,\[?{ADDRESS}\]?:\d+,{IP_PORT},(?P<user>[^,]*),.*AuthFailed:LogonDenied"),
    failed("zimbra", "authentication failed for [",
           rf"[\[;]oip={IP}[;\]].*authentication failed for \[(?P<user>[^\]]*)\], (?P<why>.*)"),
    failed("courier", "LOGIN FAILED", rf"LOGIN FAILED,(?: method=\w+,)? (?:user=(?P<user>\S*), )?ip=\[{IP}\]"),
    failed("mailu", " has been rate-limited",
           rf"Authentication attempt from {IP}(?: for (?:user )?(?P<user>\S+))? has been rate-limited",
           "rate_limited"),
    failed("roundcube", "Login failed for ",
           rf"(?:IMAP Error: |<\w+> )(?:Login failed|Failed login) for (?P<user>\S+)(?: against \S+)? from {IP}"),
)  # fmt: skip
