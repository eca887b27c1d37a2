"""Ask the OSV database whether a library of a lock file has known weaknesses: `make audit`; needs the network."""

import json
import subprocess
import sys
from typing import Any

UNREACHED = """{error}

Nothing is known either way: the service that knows of weaknesses (OSV, api.osv.dev) did not answer.
Type `make audit` where that address can be reached."""


def ask(lock: str) -> tuple[int, str]:
    """The exit code (0: none known, 1: some are, 2: nobody answered), and what to print."""
    command = [sys.executable, "-m", "pip_audit", "--vulnerability-service", "osv", "--format", "json"]
    command += ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--requirement", lock]
    asked = subprocess.run(command, capture_output=True, text=True)
    try:
        return told(json.loads(asked.stdout)["dependencies"])
    except ValueError:
        return 2, UNREACHED.format(error=asked.stderr.strip().rpartition("\n")[2])


def told(dependencies: list[dict[str, Any]]) -> tuple[int, str]:
    """What pip-audit's report comes to: a line for each weakness, with the release that mends it."""
    lines = [
        f"{one['name']} {one['version']}: {', '.join([found['id'], *found['aliases']])};"
        f" mended in {', '.join(found['fix_versions']) or 'no release yet'}"
        for one in dependencies
        for found in one.get("vulns", [])
    ]
    if not lines:
        return 0, f"No known weakness in {len(dependencies)} libraries."
    return 1, "\n".join([*lines, "", "`make lock UPGRADE=--upgrade` takes newer releases."])


if __name__ == "__main__":
    code, words = ask(sys.argv[1])
    print(words)
    sys.exit(code)
