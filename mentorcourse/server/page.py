"""A course page: a notebook run by Voilà in a kernel of its visitor's, rendered in the course's own template."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

from jupyter_server.utils import url_path_join
from nbclient.util import ensure_async
from tornado.web import HTTPError, authenticated
from traitlets.config import Config
from voila.configuration import VoilaConfiguration
from voila.paths import collect_template_paths
from voila.tornado.handler import TornadoVoilaHandler
from voila.utils import get_page_config

from mentorcourse.language import Sentence, direction
from mentorcourse.language.catalogue import primary
from mentorcourse.rehearsal import BANNER

from .agreement_site import ADDRESS
from .bundle import PLACE as BUNDLE
from .failures import DiscreetHandler
from .first_form import first_form
from .forked.client import PageClient
from .forked.pages import Pages
from .forked.recorded import RECORDED
from .plain_page import render, speaker
from .reflection_site import ReflectionSite
from .site import Site
from .whole_notebook import WholeNotebook

TEMPLATES = Path(__file__).parent / "voila"
RENDER_SECONDS = 90
ASKS_A_KERNEL = 'id="mc-kernel"'  # in the HTML of a page that has more than panels and forms
# Rendering one notebook takes a whole core: a crowd that arrives at once is served in order, not all late.
_turns = asyncio.Semaphore(3)

ALLOWED_LABEXTENSIONS = [
    "@voila-dashboards/widgets-manager8",
    "@jupyter-widgets/jupyterlab-manager",
    "anywidget",
]


def voila_configuration() -> VoilaConfiguration:
    """Voilà's settings for course pages: its lab template beneath ours, no overrides, only the widgets' extensions."""
    config = Config()
    config.VoilaConfiguration.update(
        {
            "template": "lab",
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "extension_allowlist": ALLOWED_LABEXTENSIONS,
            "file_allowlist": [],
            "show_tracebacks": False,
        }
    )
    return VoilaConfiguration(config=config)


class CoursePageHandler(DiscreetHandler, TornadoVoilaHandler):
    """Serves one of the course's pages; which notebook that is, its subclasses say."""

    # Page handlers are made with Voilà's own arguments (see TornadoVoilaHandler).
    def initialize(self, **kwargs: Any) -> None:
        """Take Voilà's settings, with the course's template in front of Voilà's own."""
        configuration = voila_configuration()
        paths = [str(TEMPLATES), *collect_template_paths(["voila", "nbconvert"], "lab")]
        super().initialize(voila_configuration=configuration, template_paths=paths, config=Config(), **kwargs)

    @property
    def site(self) -> Site:
        """The parts that handlers share."""
        return cast("Site", self.settings["mentorcourse"])

    @authenticated
    async def get(self, stem: str = "") -> None:
        """The page as one piece of HTML; a notebook that fails is an error page, and its kernel is let go."""
        notebook, title = await self.notebook(stem)
        if not notebook:
            return
        self.xsrf_token  # noqa: B018  (reading it sets the cookie that the page's first save needs)
        await self.finish(await self._html(notebook, title, stem))

    async def _html(self, notebook: str, title: str, stem: str) -> str | bytes:
        """The page with a seat at the one that has run already, else with a new kernel that runs it for the visitor.

        With neither, where nothing on it will ever ask a kernel.
        """
        pages: Pages = self.settings["mentorcourse_pages"]

        async def run(client: PageClient) -> str:
            return await self._run(await self._renderer(notebook, title, stem), RECORDED, client)

        page = await pages.page(notebook, run)
        if page:
            needed = page.recorded.has(ASKS_A_KERNEL)
            seat = self.kernel_manager.seats.reserve(self.current_user.username, page) if needed else ""
            return page.recorded.answer(self, seat)
        async with _turns:
            renderer = await self._renderer(notebook, title, stem)
            kernel_id = str(await ensure_async(self.kernel_manager.start_kernel(kernel_name="python3")))
            html = ""
            try:
                html = await self._run(renderer, kernel_id, self.kernel_manager.get_kernel(kernel_id))
            finally:
                if ASKS_A_KERNEL not in html and kernel_id in self.kernel_manager:
                    await ensure_async(self.kernel_manager.shutdown_kernel(kernel_id, now=True))
            return html if ASKS_A_KERNEL in html else html.replace(kernel_id, "")

    async def _run(self, renderer: WholeNotebook, kernel_id: str, kernel: Any) -> str:
        return str(await asyncio.wait_for(renderer.generate_content_str(kernel_id, kernel), RENDER_SECONDS))

    async def notebook(self, stem: str) -> tuple[str, str]:
        """The notebook's path under the contents root and the page's title; ("", "") when already answered."""
        raise NotImplementedError

    async def _renderer(self, notebook: str, title: str, stem: str) -> WholeNotebook:
        shared = {"base_url": self.base_url, "settings": self.settings, "log": self.log}
        page_config = get_page_config(voila_configuration=self.voila_configuration, **shared)
        page_config["courseStatic"] = self._static()
        # Nothing here typesets mathematics, and the stock address is on another origin: without one, Voilà's
        # plugin for it does not start.
        page_config["fullMathjaxUrl"] = ""
        renderer = WholeNotebook(
            request_handler=self,
            voila_configuration=self.voila_configuration,
            traitlet_config=self.traitlet_config,
            notebook_path=notebook,
            template_paths=self.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=page_config,
            mathjax_config="",
            mathjax_url="",
        )
        await renderer.initialize()
        renderer.resources.update(self._resources(notebook, title, stem))
        return renderer

    def _resources(self, notebook: str, title: str, stem: str) -> dict[str, Any]:
        """What the template needs; nothing of it is personal, for the page is kept for everybody."""
        site, language = self.site, self.site.course.language
        return {
            "page_title": title,
            "page_stem": stem,
            "course": site.course,
            "course_static": self._static(),
            "bundle": BUNDLE,
            "catalogue": "" if primary(language) == "en" else f"language/{primary(language)}.json",
            "say": speaker(language),
            "first_form": first_form,
            "rehearsal": BANNER if site.is_rehearsal else "",
            "speed": site.speed,
            "direction": direction(language),
            "text_language": site.text_language(notebook),
            "agreement": ADDRESS,
            "has_reflection": stem in ReflectionSite.of(self.settings).assignments.by_section,
        }

    def _static(self) -> str:
        version: str = self.settings["mentorcourse_static_version"]
        return url_path_join(self.base_url, f"course/static/{version}/")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """An error page in the course's dress."""
        known = {403, 404}
        self.finish(render(self, f"{status_code if status_code in known else 500}.html"))


class HomeHandler(CoursePageHandler):
    """`/course/`: where a participant lands."""

    async def notebook(self, stem: str) -> tuple[str, str]:
        """The home notebook."""
        return self.site.notebook("home"), self.site.course.title


class SectionHandler(CoursePageHandler):
    """`/course/sections/<stem>`: one section; a closed one says so, except to facilitators."""

    async def notebook(self, stem: str) -> tuple[str, str]:
        """The section's notebook."""
        try:
            section = self.site.course.section(stem)
        except KeyError as unknown:
            raise HTTPError(404) from unknown
        visit = self.site.visit(self.request)
        states = await self.site.run(self.site.store.sections, visit.cohort) if visit else {}
        if not self.site.is_open(states, stem) and visit and "facilitator" not in visit.roles:
            self.set_status(403)
            await self.finish(render(self, "closed.html", section=section))
            return "", ""
        return self.site.notebook(stem), f"{section.number}. {section.title}"


class JournalHandler(CoursePageHandler):
    """`/course/journal`: one's whole journal."""

    async def notebook(self, stem: str) -> tuple[str, str]:
        """The journal notebook."""
        return self.site.notebook("journal"), self.site.say(Sentence("Your journal"))


class ConsoleHandler(CoursePageHandler):
    """`/course/console`: the day's session, for whoever leads it."""

    async def notebook(self, stem: str) -> tuple[str, str]:
        """The console notebook."""
        return self.site.notebook("console", "facilitator_guide"), self.site.say(Sentence("Lead the session"))


class StaffHandler(CoursePageHandler):
    """`/course/staff`: the cohort, for its facilitators."""

    async def notebook(self, stem: str) -> tuple[str, str]:
        """The cohort notebook."""
        return self.site.notebook("cohort", "facilitator_guide"), self.site.say(Sentence("Your cohort"))
