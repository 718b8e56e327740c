"""User agents: what browsers, apps and scripts call themselves."""

from __future__ import annotations

_CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 {}Safari/537.36"
_SAFARI = "Mozilla/5.0 ({}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Safari/605.1.15"
_SYSTEMS = ("Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64")
BROWSERS = (
    *(_CHROME.format(system, version, "") for system in _SYSTEMS for version in (142, 143, 144)),
    *(f"Mozilla/5.0 ({s}; rv:{v}.0) Gecko/20100101 Firefox/{v}.0" for s in _SYSTEMS for v in (145, 146)),
    _SAFARI.format(_SYSTEMS[1]),
)
PHONES = (
    *(f"ExampleApp/8.{n} (iPhone; iOS 18.{n % 4})" for n in range(6)),
    *(f"ExampleApp/8.{n} (Android {12 + n % 4})" for n in range(8)),
    *(_CHROME.format(f"Linux; Android {n}; K", 143, "Mobile ") for n in (12, 13, 14)),
)
CLIENTS = ("example-python/2.4.1", "example-node/5.0.2", "example-go/1.9.0", "curl/8.11.1", "okhttp/4.12.0")
SCRIPTS = ("python-requests/2.32.3", "Go-http-client/1.1", "Mozilla/5.0", BROWSERS[0], BROWSERS[9])
