"""`mentorcourse workshop`: start the course for a cohort, and print the links that lead into it."""

from __future__ import annotations

import errno
import os
import socket
import ssl
import sys
import webbrowser
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mentorcourse import people
from mentorcourse.content import ContentError, notebooks_folder, read_course
from mentorcourse.mail import Mail
from mentorcourse.privacy.notice import FILES, read_notice
from mentorcourse.privacy.retention import read_retention
from mentorcourse.review.assignments import read_assignments
from mentorcourse.review.example import make_example_reflection
from mentorcourse.settings import BadSetting, smtp
from mentorcourse.store import Store

from .addresses import DEFAULT_PORT, ServedUrlOption, remember_address
from .data import DataOption, data_folder, open_data
from .institution import placeholder_warning
from .kernels import check_kernels

if TYPE_CHECKING:
    from mentorcourse.server.address import Address
    from mentorcourse.server.hub_service import HubService

LINK_LIFETIME = timedelta(days=1)


class Logs(StrEnum):
    """How the log is written."""

    TEXT, JSON = "text", "json"


def _option(flag: str, words: str, setting: str = "", **more: Any) -> Any:
    return typer.Option(flag, help=words, envvar=setting and f"MENTORCOURSE_{setting}", **more)


Port = Annotated[int, _option("--port", "Where to listen; 0 takes any free port.", "PORT", min=0, max=65535)]
Host = Annotated[str, _option("--host", "127.0.0.1 is this computer only; 0.0.0.0 is its whole network.", "HOST")]
Certificate = Annotated[
    Path | None, _option("--certfile", "Certificate for https.", "CERTFILE", exists=True, resolve_path=True)
]
Key = Annotated[Path | None, _option("--keyfile", "Its private key.", "KEYFILE", exists=True, resolve_path=True)]
TrustProxy = Annotated[bool, _option("--trust-proxy", "Believe a proxy's X-Forwarded headers.", "TRUST_PROXY")]
MetricsPort = Annotated[
    int | None,
    _option("--metrics-port", "Answer Prometheus there, on this computer only.", "METRICS_PORT", min=1, max=65535),
]
LogFormat = Annotated[
    Logs, _option("--log-format", "text for people; json for programs, with no links in it.", "LOG_FORMAT")
]
Hub = Annotated[bool, _option("--hub", "Run as a service of the JupyterHub that started this.")]
NoBrowser = Annotated[bool, _option("--no-browser", "Do not open a browser.", "NO_BROWSER")]
Check = Annotated[bool, _option("--check", "Start, save a worksheet, read it back, say how it went, and stop.")]


def workshop(
    data: DataOption = None,
    port: Port = DEFAULT_PORT,
    host: Host = "127.0.0.1",
    public_url: ServedUrlOption = "",
    certfile: Certificate = None,
    keyfile: Key = None,
    trust_proxy: TrustProxy = False,
    metrics_port: MetricsPort = None,
    log_format: LogFormat = Logs.TEXT,
    hub: Hub = False,
    no_browser: NoBrowser = False,
    check: Check = False,
) -> None:
    """Start the workshop. Where there is no data folder yet, make an example cohort and print all its links."""
    if check:
        from .check_run import check_run

        raise typer.Exit(check_run())
    _check_settings(certfile, keyfile)
    service = _hub_service() if hub else None
    if service:
        host, port, public_url = service.host, service.port, service.public_url
    notebooks, port = course_folder(), free_port(host, port)
    if metrics_port:
        free_port("127.0.0.1", metrics_port, "workshop --metrics-port")
    is_new = not os.environ.get("MENTORCOURSE_DATABASE") and not (data_folder(data) / "course.db").exists()
    store = open_data(data)
    # Jupyter Server takes seconds to import: refusals come before it.
    from mentorcourse.server.address import Address
    from mentorcourse.server.app import build, remove_scratch
    from mentorcourse.server.failures import log

    address = Address(host, port, public_url, str(certfile or ""), str(keyfile or ""), trust_proxy or hub)
    if service:
        address = replace(address, base_url=service.base_url, is_hub_service=True)
    is_quiet = log_format is Logs.JSON
    links = [] if service or (is_quiet and not is_new) else _links(store, address.url, is_new)
    if is_new and not service:
        make_example_reflection(store, read_assignments(read_course(notebooks)))

    def welcome() -> None:
        if not service:
            remember_address(data_folder(data), address.url)
        if is_quiet:
            log.info("started", extra={"fields": {"event": "started", "url": address.url}})
            return
        _say(address, links, _kept(store, data_folder(data)), is_new)
        typer.echo(placeholder_warning(notebooks), err=True, nl=False)
        if links and not no_browser and has_display():
            webbrowser.open(links[0][1])

    server = build(store, notebooks, address, welcome, json_logs=is_quiet)
    end_metrics = server.site.metrics.serve(metrics_port) if metrics_port else lambda: None
    try:
        server.start()
    finally:
        end_metrics()
        server.site.close()
        remove_scratch(server)


def course_folder() -> Path:
    """The notebooks' folder, when the course has no mistakes; else name them and exit with 1."""
    try:
        course = read_course(notebooks_folder())
        read_assignments(course)
        read_retention(course)
        for kind in FILES:
            read_notice(course, kind)
        return course.folder
    except ContentError as error:
        typer.echo(f"The course has mistakes; mend them first:\n{error}", err=True)
        raise typer.Exit(1) from error


def _hub_service() -> HubService:
    """What the Hub says of this service; exit with 1 and the mend when something is missing."""
    from mentorcourse.server.hub_service import hub_service

    try:
        return hub_service()
    except BadSetting as missing:
        typer.echo(f"--hub: {missing}", err=True)
        raise typer.Exit(1) from missing


def _check_certificate(certfile: Path | None, keyfile: Path | None) -> None:
    """Refuse one without the other, and a pair that no browser would get an answer with."""
    if bool(certfile) != bool(keyfile):
        raise typer.BadParameter("--certfile and --keyfile go together: give both, or neither.")
    if not certfile:
        return
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certfile, keyfile, password="")
    except (OSError, ValueError) as refused:
        typer.echo(f"{certfile} and {keyfile} are not a certificate and its key in PEM form: {refused}", err=True)
        typer.echo("Correct --certfile and --keyfile. The key must open without a password.", err=True)
        raise typer.Exit(1) from refused


def _check_settings(certfile: Path | None, keyfile: Path | None) -> None:
    """Refuse a certificate, or settings of kernels or of a mail server, that cannot be meant."""
    _check_certificate(certfile, keyfile)
    check_kernels()
    try:
        Mail(smtp())
    except BadSetting as wrong:
        typer.echo(str(wrong), err=True)
        raise typer.Exit(1) from wrong


def free_port(host: str, port: int, flag: str = "workshop --port") -> int:
    """The port, if nobody listens there (for 0, any free one); else say which is taken and what to type."""
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            return int(probe.getsockname()[1])
    except OSError as refused:
        runs = " Perhaps the course or a rehearsal runs there." if refused.errno == errno.EADDRINUSE else ""
        typer.echo(f"Cannot listen on {host}, port {port}: {refused.strerror}.{runs}", err=True)
        if refused.errno in (errno.EADDRINUSE, errno.EACCES):
            another = port + 1 if 1024 <= port < 65535 else DEFAULT_PORT
            command, _, option = flag.partition(" ")
            make = f', or make workshop ARGS="{option} {another}"' if command == "workshop" else ""
            typer.echo(f"To use another port: mentorcourse {flag} {another}{make}", err=True)
        else:
            typer.echo("Try another --host: 127.0.0.1 is this computer only, 0.0.0.0 its whole network.", err=True)
        raise typer.Exit(1) from refused


def _links(store: Store, url: str, is_new: bool) -> list[tuple[str, str]]:
    """Whom to print a link for: everyone in a new example cohort, later the facilitators, for a day."""
    if is_new:
        return [(person.name, f"{url}/course/enter/{secret}") for _, person, secret in people.make_example(store)]
    links = []
    for cohort in people.cohorts(store):
        for one in people.members(store, cohort.id):
            if "facilitator" in one.roles:
                secret = people.issue_link(store, one.person.id, cohort.id, LINK_LIFETIME)
                links.append((f"{one.person.name} ({cohort.name})", f"{url}/course/enter/{secret}"))
    return links


def _kept(store: Store, folder: Path) -> str:
    """Where everything is, and that it is to be guarded."""
    if store.url.get_backend_name() == "sqlite":
        return f"Answers are kept in {folder}. They are confidential: guard that folder."
    return f"Answers are kept in {store.name}, backups in {folder}. They are confidential: guard both."


def _say(address: Address, links: list[tuple[str, str]], kept: str, is_new: bool) -> None:
    typer.echo(f"\nThe mentor course is running at {address.url}/  (stop it with Ctrl+C)")
    typer.echo(f"{kept}\n")
    if address.is_hub_service:
        typer.echo("People sign in through the JupyterHub; its groups say who takes part.")
        sys.stdout.flush()
        return
    if not address.is_loopback and not address.is_https:
        typer.echo("Warning: this is plain http, so anyone on this network can read what is sent over it.", err=True)
        typer.echo("Use --certfile and --keyfile, or a proxy with https and --public-url.\n", err=True)
    if is_new:
        typer.echo("An example cohort is ready. Open each person's link in a browser of its own:\n")
    elif links:
        typer.echo("Facilitators' links, good for one day and for the first browser that uses them:\n")
    else:
        typer.echo("There is no facilitator yet: mentorcourse cohort add NAME, then mentorcourse people import.")
    width = max((len(label) for label, _ in links), default=0)
    for label, link in links:
        typer.echo(f"  {label:<{width}}  {link}")
    sys.stdout.flush()


def has_display() -> bool:
    """Whether a browser could be opened here."""
    has_window_system = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform in ("darwin", "win32") or bool(has_window_system)
