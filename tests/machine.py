"""Find the browser, PostgreSQL and JupyterHub's proxy that the tests need, and install them where they are missing.

`python tests/machine.py` says what is here, `--install` fetches what is not. Only the standard library and
Playwright are used, and tests themselves never install anything.
"""

import functools
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

# First Chromium without windows of its own: it opens a page for a quarter of the processor's time.
BROWSER_COMMANDS = (
    "chromium-headless-shell",
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
)
BROWSER_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",  # Debian and Ubuntu
    "/usr/pgsql-*/bin",  # Fedora and its family
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)
ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
)


@functools.cache
def find_browser() -> Path:
    """Path of a Chrome or Chromium that runs, an installed one before Playwright's own.

    Raises FileNotFoundError where there is none.
    """
    for browser in _browsers():
        if _runs([str(browser), "--version"]):
            return browser
    raise FileNotFoundError(
        "No Chrome or Chromium that runs was found. `make test` installs one where it may; "
        "otherwise install Google Chrome or Chromium and run it again."
    )


@functools.cache
def find_postgres() -> Path:
    """Folder that holds PostgreSQL's `initdb`, `pg_ctl` and `postgres`: the PATH's, else the newest.

    Raises FileNotFoundError where there is none.
    """
    for folder in _postgres_folders():
        if all((folder / program).is_file() for program in ("initdb", "pg_ctl", "postgres")):
            return folder
    raise FileNotFoundError(
        "PostgreSQL's server programs (initdb, pg_ctl, postgres) were not found. `make test` installs them "
        "where it may; otherwise install PostgreSQL with your system's package manager and run it again."
    )


HUB_PROXY = Path(__file__).parent / "hub"


@functools.cache
def find_hub_proxy() -> Path:
    """Path of JupyterHub's `configurable-http-proxy`: the tests' own, else the PATH's.

    Raises FileNotFoundError where there is none.
    """
    own, on_path = HUB_PROXY / "node_modules/.bin/configurable-http-proxy", shutil.which("configurable-http-proxy")
    if own.exists() and shutil.which("node"):
        return own
    if on_path:
        return Path(on_path)
    raise FileNotFoundError(
        "configurable-http-proxy was not found, so the tests with a real JupyterHub are left out. `make test` installs "
        "it where Node.js is or may be installed; otherwise: npm install --global configurable-http-proxy"
    )


def _browsers() -> Iterator[Path]:
    for command in BROWSER_COMMANDS:
        if found := shutil.which(command):
            yield Path(found)
    for path in map(Path, BROWSER_PATHS):
        if path.is_file():
            yield path
    # Asked in a process of its own: inside a test Playwright's event loop may be running already.
    answer = subprocess.run([sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True)
    if answer.returncode == 0:
        chromium = Path(answer.stdout.strip())
        yield from _without_windows(chromium)
        yield chromium


def _without_windows(chromium: Path) -> Iterator[Path]:
    """Playwright's headless shell of the same number, in the folder beside `chromium-<number>`."""
    for folder in chromium.parents:
        if folder.name.startswith("chromium-"):
            shell = folder.name.replace("chromium-", "chromium_headless_shell-")
            yield from folder.with_name(shell).glob("*/*headless?shell")


def _postgres_folders() -> Iterator[Path]:
    # Debian puts only a few of the programs on the PATH, as links into the folder that has them all.
    if initdb := shutil.which("initdb"):
        yield Path(initdb).resolve().parent
    for pattern in POSTGRES_FOLDERS:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), key=_version, reverse=True)


def _version(folder: Path) -> int:
    number = re.search(r"\d+", folder.parent.name)
    return int(number.group()) if number else 0


def _runs(command: list[str], timeout: float = 30) -> bool:
    try:
        finished = subprocess.run(command, capture_output=True, timeout=timeout)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return finished.returncode == 0


def _install_browser() -> None:
    _try([sys.executable, "-m", "playwright", "install", "chromium"])
    for package in ("chromium-headless-shell", "chromium"):
        find_browser.cache_clear()
        if not _is_here(find_browser):
            _install_package(package)


def _install_postgres() -> None:
    if shutil.which("brew"):
        _try(["brew", "install", "postgresql@17"])
    else:
        _install_package("postgresql")


def _install_hub_proxy() -> None:
    if not shutil.which("npm"):
        _install_package("npm")
    if npm := shutil.which("npm"):
        _try([npm, "ci", "--prefix", str(HUB_PROXY), "--no-audit", "--no-fund", "--ignore-scripts"])


def _install_package(name: str) -> None:
    if not shutil.which("apt-get"):
        return
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if root and not _runs([*root, "true"]):
        return
    install = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", name]
    _try([*root, "apt-get", "update", "--quiet"])
    _try([*install, "--no-install-recommends", "--quiet"])


def _try(command: list[str], minutes: int = 5) -> None:
    """Run an installer, say that it runs, and leave it to the next look whether it helped."""
    print("  " + " ".join(command), flush=True)
    try:
        finished = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60 * minutes
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"  did not work: {error}", flush=True)
        return
    if finished.returncode:
        print(f"  did not work: {(finished.stderr or finished.stdout).strip()[-300:]}", flush=True)


def _is_here(find: Callable[[], Path]) -> bool:
    try:
        find()
    except FileNotFoundError:
        return False
    return True


def provide(name: str, find: Callable[[], Path], install: Callable[[], None] | None) -> bool:
    """Print where `name` is, after installing it if it is missing and `install` is given; False: not here."""
    if install and not _is_here(find):
        print(f"{name}: not here yet, installing it")
        install()
        find.cache_clear()  # type: ignore[attr-defined]
    try:
        print(f"{name}: {find()}")
    except FileNotFoundError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return False
    return True


def main() -> int:
    """Provide everything and return the exit code: 0 when all of it is here."""
    installing = "--install" in sys.argv[1:]
    browser = provide("Browser", find_browser, _install_browser if installing else None)
    postgres = provide("PostgreSQL", find_postgres, _install_postgres if installing else None)
    provide("JupyterHub's proxy", find_hub_proxy, _install_hub_proxy if installing else None)
    return 0 if browser and postgres else 1


if __name__ == "__main__":
    sys.exit(main())


def hear_interrupts() -> None:
    """As in a terminal; a shell starts what runs in the background deaf to Ctrl+C, and all that it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
