"""Identity providers and gateways: Keycloak, Guacamole, Authelia, Vaultwarden, Nextcloud, Gitea and others."""

from __future__ import annotations

from pipeline.ingest.adapters.pattern import IP, IP_PORT, failed, passed

_KEYCLOAK = (rf'.*ipAddress="?{IP}"?'
             r'(?:.*\berror="?(?P<why>[^",\s]+))?(?:.*\busername="?(?P<user>[^",]+))?')  # fmt: skip
PATTERNS = (
    failed("keycloak", "LOGIN_ERROR", rf'type="?LOGIN_ERROR"?,{_KEYCLOAK}'),
    passed("keycloak", "LOGIN", rf'type="?LOGIN"?,{_KEYCLOAK}'),
    failed("guacamole", "Authentication attempt from ",
           r'Authentication attempt from \[?(?P<chain>[0-9A-Fa-f:., ]+)\]? for user "(?P<user>.*)" failed'),
    passed("guacamole", "successfully authenticated from ",
           r'User "(?P<user>.*)" successfully authenticated from \[?(?P<chain>[0-9A-Fa-f:., ]+)\]?'),
    failed("authelia", "Unsuccessful ", rf"Unsuccessful 1FA authentication attempt by user '(?P<user>.*?)'"
           rf".*remote_ip\"?[=:]\"?{IP}"),
    failed("authelia", "Unsuccessful ", r"Unsuccessful (?:TOTP|Webauthn|WebAuthn|Duo|2FA) .*by user '(?P<user>.*?)'"
           rf".*remote_ip\"?[=:]\"?{IP}", "mfa_failed"),
    failed("vaultwarden", "Username or password is incorrect.",
           rf"Username or password is incorrect\. Try again\. IP: {IP}\. Username: (?P<user>\S+?)\.?(?:\s|$)"),
    failed("nextcloud", "Login failed: ", rf"Login failed: '?(?P<user>[^'\"]*?)'? \(Remote IP: '?{IP}"),
    failed("gitea", "Failed authentication attempt for ",
           rf"Failed authentication attempt for (?P<user>.*) from {IP_PORT}(?:: (?P<why>.*))?"),
    failed("grafana", "nvalid username or password", rf"remote_addr={IP_PORT}.*[Ii]nvalid username or password"),
    failed("opensearch", '"statusCode":401',
           rf'"statusCode":401,.*"url":"[^"]*/login[^"]*".*"remoteAddress":"{IP}"'
           r'(?:.*"userAgent":"(?P<agent>[^"]*)")?'),
    failed("home-assistant", "invalid authentication from ",
           rf"Login attempt or request with invalid authentication from .*?\(?{IP}\)?\. "),
)  # fmt: skip
