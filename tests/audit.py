"""Known vulnerabilities among the pinned dependencies: `make audit`.

Exit code 1 when one is found. A network without the vulnerability service is said, and is no failure: nothing was
learned.
"""

from __future__ import annotations

import json
import subprocess
import sys

_COMMAND = (
    sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", "requirements.lock",
    "-f", "json", "--progress-spinner", "off",
)  # fmt: skip


def main() -> int:
    """Run pip-audit over the lock file and say what it found."""
    done = subprocess.run(_COMMAND, capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"audit: not done, the vulnerability service was not reached ({done.stderr.strip()[-200:]})")
        return 0
    audited = [one for one in found if "skip_reason" not in one]
    bad = [(one["name"], vuln["id"], vuln["fix_versions"]) for one in audited for vuln in one["vulns"]]
    for name, ident, fixed in bad:
        print(f"audit: {name}: {ident}, mended in {', '.join(fixed) or 'no release yet'}")
    print(f"audit: {len(audited)} of {len(found)} pinned packages looked up, {len(bad)} vulnerabilities")
    if not audited:
        print("audit: the package index here does not know vulnerabilities; run it where it does")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
