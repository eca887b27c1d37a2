"""The workshop's server: Jupyter Server with Voilà's extension, behind the gate, for one course and one store."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from jupyter_server.serverapp import ServerApp
from traitlets.config import Config

from mentorcourse.backups import default_folder
from mentorcourse.settings import course_language
from mentorcourse.store import Store

from . import log_lines, static
from .address import Address
from .agreement_site import AgreementSite
from .channels import WidgetChannels
from .connections import Bounds
from .daily_backup import DailyBackup
from .daily_purge import DailyPurge
from .entry import new_limiter
from .failures import log_request
from .forked.pages import Pages
from .gate import MAX_REQUEST_BYTES, Gate
from .headers import complete_headers, security_headers
from .hub_rules import HUB_RULES
from .identity import CookieVisits, CourseIdentity
from .kernels import CourseKernels
from .rehearsed import be_a_rehearsal_where_marked
from .replicas_joined import joined
from .routes import AGREEMENTS, API, PAGES, STAFF, entry_routes, home_redirect, hub_entry_routes, under
from .rules import RULES
from .scratch import remove_scratch_folder, scratch_folder
from .site import Site

IDLE_SECONDS = 75.0  # between requests, too: browsers open a new connection then
BODY_SECONDS = 60.0
DRAIN_SECONDS = 10.0  # longer than a save waits for a busy database


class CourseServer(ServerApp):
    """A ServerApp whose services are only those a course page needs."""

    name = "mentorcourse"
    default_services = ("kernels",)  # type: ignore[assignment]
    on_ready: Callable[[], None] = staticmethod(lambda: None)
    site: Site
    address: Address
    backups: DailyBackup
    purges: DailyPurge

    def init_webapp(self) -> None:
        """Build the web application, add the course's handlers, and put the gate before all of them."""
        super().init_webapp()
        shared = {"limiter": new_limiter(), "secure": self.address.is_https}
        entry = hub_entry_routes(**shared) if self.address.is_hub_service else entry_routes(**shared)
        routes = under(self.base_url, [*AGREEMENTS, *API, *STAFF, *PAGES, *entry])
        self.web_app.add_handlers(".*$", routes + under(self.base_url, home_redirect(self.base_url)))
        complete_headers(self.web_app, self.tornado_settings["headers"])
        kernels = cast("CourseKernels", self.kernel_manager)
        kernels.on_end = self._kernel_ended
        sources = [self.site.notebooks, self.site.notebooks.parent / "facilitator_guide"]
        self.pages = Pages(sources, kernels.kernel_environment(), kernels.scratch)
        self.web_app.settings["mentorcourse_pages"] = self.pages
        self.site.metrics.watch("open_pages", "Pages that people have open", lambda: self.site.hub.pages)
        self.site.metrics.watch("kernels", "Kernels that run", lambda: len(kernels.list_kernel_ids()))
        self.replicas = joined(self.site, AgreementSite.of(self.web_app.settings))
        rules = HUB_RULES if self.address.is_hub_service else RULES
        Gate(self.site, self.web_app, self.base_url, self.address.hosts, kernels.owner, rules)

    def init_httpserver(self) -> None:
        """Let go of whoever takes minutes over a request's head or body, or opens connections without end."""
        super().init_httpserver()
        self.http_server.conn_params.header_timeout = IDLE_SECONDS
        self.http_server.conn_params.body_timeout = BODY_SECONDS
        Bounds(self.http_server, self.address.trust_proxy)

    def _kernel_ended(self, person: str, kernel_id: str) -> None:
        self.site.hub.tell(person, {"kernel_ended": kernel_id})

    def start_ioloop(self) -> None:
        """Say that the server answers, once it does; when it is stopped, let go of requests that still wait."""
        self.io_loop.add_callback(self.on_ready)
        if not self.site.is_rehearsal:
            self.io_loop.add_callback(self.backups.start)
        self.io_loop.add_callback(self.purges.start)
        self.io_loop.add_callback(self.replicas.start)
        super().start_ioloop()
        self.backups.stop()
        self.purges.stop()
        self.replicas.stop()
        self.http_server.stop()
        self.io_loop.run_sync(self._finish)

    async def _finish(self) -> None:
        """Answer the saves that are under way, then let go of everything else."""
        await self.site.under_way.ended(DRAIN_SECONDS)
        await _let_go()


async def _let_go() -> None:
    """Cancel what is still under way: a page that waits for its kernel would keep the process from ending."""
    waiting = asyncio.all_tasks() - {asyncio.current_task()}
    for task in waiting:
        task.cancel()
    await asyncio.wait(waiting, timeout=5) if waiting else None


def build(
    store: Store, notebooks: Path, address: Address, on_ready: Callable[[], None], json_logs: bool = False
) -> CourseServer:
    """A server ready to `start()`, which answers until it is stopped.

    It changes the process's working folder and Jupyter's environment: one process runs one server.
    """
    if json_logs:
        log_lines.write_json_lines()
    scratch = scratch_folder()
    visits = CookieVisits(store)
    site = Site(store, notebooks, visits, lambda stem: f"{address.base_url}course/sections/{stem}")
    visits.notices = site.notice
    be_a_rehearsal_where_marked(site)
    server = CourseServer.instance(config=_config(notebooks, address, scratch, json_logs))
    server.site, server.address, server.on_ready = site, address, on_ready
    server.backups = DailyBackup(store, default_folder(store))
    server.purges = DailyPurge(store, lambda person: site.hub.tell(person, {"signed_out": True}))
    server.tornado_settings = _settings(site, address)
    server.initialize(argv=[])
    return server


def remove_scratch(server: CourseServer) -> None:
    """Delete the folder that `build` made, after the server has stopped."""
    remove_scratch_folder(Path(cast("CourseKernels", server.kernel_manager).scratch).parent)


def _settings(site: Site, address: Address) -> dict[str, Any]:
    return {
        "mentorcourse": site,
        "mentorcourse_public_url": address.url,
        "mentorcourse_hub_signs_in": address.is_hub_service,
        "mentorcourse_static_version": static.version(),
        "headers": security_headers(address.url),
        "compress_response": True,
        "log_function": log_request,
        "xsrf_cookie_kwargs": {"samesite": "Lax", "secure": address.is_https},
    }


def _config(notebooks: Path, address: Address, scratch: Path, json_logs: bool) -> Config:
    config = Config()
    if json_logs:
        config.ServerApp.logging_config = log_lines.CONFIG
    config.ServerApp.update(
        {
            "ip": address.host,
            "port": address.port,
            "base_url": address.base_url,
            "port_retries": 0,
            "certfile": address.certfile,
            "keyfile": address.keyfile,
            "trust_xheaders": address.trust_proxy,
            "root_dir": str(notebooks.parent),
            "jpserver_extensions": {"voila.server_extension": True},
            "kernel_manager_class": CourseKernels,
            "kernel_websocket_connection_class": WidgetChannels,
            "identity_provider_class": CourseIdentity,
            "allow_remote_access": True,  # the gate checks host names, for every handler
            "allow_root": True,
            "answer_yes": True,
            "open_browser": False,
            "quit_button": False,
            "terminals_enabled": False,
            "max_body_size": MAX_REQUEST_BYTES,
            "max_buffer_size": MAX_REQUEST_BYTES,
            "log_level": "ERROR",  # its warnings name people and addresses; ours are in log_request
        }
    )
    config.CourseKernels.update(
        {
            "scratch": str(scratch / "kernels"),
            "environment": {"MENTORCOURSE_NOTEBOOKS": str(notebooks), "MENTORCOURSE_LANGUAGE": course_language()},
            "allow_tracebacks": False,
            "kernel_manager_class": "mentorcourse.server.kernels.OrdinaryKernel",
        }
    )
    # A page shows that its kernel has gone; a restarted one would be empty and look alive.
    config.KernelRestarter.restart_limit = config.AsyncIOLoopKernelRestarter.restart_limit = 0
    config.KernelManager.client_class = "mentorcourse.server.kernel_client.AttentiveClient"
    if sys.platform != "win32":
        config.KernelManager.transport = "ipc"
    return config
