"""nbgrader's formgrader in a process of its own: a second port of this computer, its own gate, for trainers only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.serverapp import ServerApp
from tornado.web import RedirectHandler, RequestHandler, authenticated
from traitlets.config import Config

from mentorcourse import people
from mentorcourse.language import Sentence, direction
from mentorcourse.people import SignedIn, SignIn
from mentorcourse.privacy import consent
from mentorcourse.review.formgrader import own, pages
from mentorcourse.store import Store

from . import entry, static
from .failures import log_request
from .gate import MAX_REQUEST_BYTES, Gate
from .headers import complete_headers, security_headers
from .identity import COOKIE, CookieVisits, CourseIdentity
from .plain_page import speaker
from .rules import Rule, rule
from .scratch import remove_scratch_folder, scratch_folder
from .site import Site

HOST = "127.0.0.1"
# Cookies know no ports: beside the course's cookie this one needs a name of its own.
OWN_COOKIE = "mentorcourse-formgrader"
READ_FIRST = Sentence("Open the course first and read its privacy notice. Then come back here.")
NOT_A_TRAINER = Sentence("Formgrader is for trainers, and you are a trainer in none of your cohorts.")


# Deny by default, as at the course's gate. To look is all that there is.
RULES: tuple[Rule, ...] = (
    rule("anyone", "GET", r"/course/static/(?:v-[0-9a-f]+/)?(?:page/[a-z_]+\.(?:css|svg)|forms/course\.css)"),
    rule("anyone", "GET POST", r"/course/sign-in"),
    rule("anyone", "GET POST", r"/course/enter/[A-Za-z0-9_-]{1,200}"),
    rule("anyone", "POST", r"/course/sign-out"),
    rule("trainer", "GET", r"/(?:course/|formgrader/?)?"),
    rule("trainer", "POST", r"/formgrader/cohort"),
    *(rule("trainer", "GET", route[0]) for route in pages.ROUTES),
)


class _Entry(entry.EntryHandler):
    """What formgrader's entry pages share: their own cookie, and no way in for those who are no trainers."""

    cookie, where = OWN_COOKIE, "formgrader"

    async def welcome(self, sign_in: SignIn) -> None:
        """Let a trainer in, to a cohort in which they are one."""
        store, token = self.site.store, sign_in.token
        if consent.agreed(store, sign_in.person, self.site.notice()) == "none":
            people.end(store, token)
            self.show("formgrader_sign_in.html", 403, message=self.site.say(READ_FIRST), email="")
            return
        signed_in = people.who(store, token)
        if not (signed_in and "trainer" in signed_in.roles):
            others = [one.cohort.id for one in people.memberships(store, sign_in.person) if "trainer" in one.roles]
            if not others:
                people.end(store, token)
                self.show("formgrader_sign_in.html", 403, message=self.site.say(NOT_A_TRAINER), email="")
                return
            people.switch_cohort(store, token, others[0])
        await super().welcome(sign_in)

    def show(self, name: str, status: int = 200, **values: Any) -> None:
        """Finish with a page; that for signing in offers what the browser is signed in to already."""
        is_sign_in = name in ("sign_in.html", "formgrader_sign_in.html")
        more = {"known": self.known, "course_url": self.settings["mentorcourse_course_url"]}
        super().show("formgrader_sign_in.html" if is_sign_in else name, status, **values, **more)

    @property
    def known(self) -> SignedIn | None:
        """The trainer who is signed in to the course in this browser, if its server has this host's name too."""
        token = self.get_cookie(COOKIE)
        found = people.who(self.site.store, token) if token else None
        return found if found and "trainer" in found.roles else None


class SignInPage(_Entry, entry.SignInHandler):
    """`/course/sign-in`: with one click for who is signed in to the course, else by passphrase."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Sign in. The course's own sign-in is left as it is."""
        known = self.known
        if self.get_body_argument("as", "") != "course":
            await super().post()
        elif known is None:
            self.redirect(f"{self.base_url}course/sign-in")
        else:
            await self.welcome(await self.site.run(people.start, self.site.store, known.person, known.cohort))


class EnterPage(_Entry, entry.EnterHandler):
    """`/course/enter/<secret>`: by one's personal link, with this port in place of the course's."""


class SignOutPage(_Entry, entry.SignOutHandler):
    """`/course/sign-out`: here, not in the course."""


class CohortPage(_Entry):
    """`/formgrader/cohort`: go to another cohort in which one is a trainer."""

    @authenticated
    async def post(self) -> None:
        """Takes `cohort`."""
        token, cohort = self.get_cookie(self.cookie) or "", self.get_body_argument("cohort", "")
        visit = self.visit
        assert visit, "the gate lets only trainers come here"
        places = await self.site.run(people.memberships, self.site.store, visit.person)
        if any(one.cohort.id == cohort and "trainer" in one.roles for one in places):
            await self.site.run(people.switch_cohort, self.site.store, token, cohort)
        self.redirect(f"{self.base_url}formgrader/gradebook")


class FormgraderServer(ServerApp):
    """A ServerApp without services: no kernels, no files, no terminals, no settings."""

    name = "mentorcourse-formgrader"
    default_services = ()  # type: ignore[assignment]
    on_ready: Callable[[], None] = staticmethod(lambda: None)
    site: Site
    scratch: Path
    courses: own.OwnCourses

    def init_webapp(self) -> None:
        """Build the web application, add formgrader's pages, and put the gate before all."""
        super().init_webapp()
        shared = {"limiter": entry.new_limiter(), "secure": False}
        home = {"url": f"{self.base_url}formgrader/gradebook", "permanent": False}
        routes: list[Any] = [
            (r"/course/sign-in", SignInPage, shared),
            (r"/course/enter/([A-Za-z0-9_-]+)", EnterPage, shared),
            (r"/course/sign-out", SignOutPage, shared),
            (r"/formgrader/cohort", CohortPage, shared),
            (r"/course/static/(.*)", static.CourseStaticHandler),
            (r"/(?:course/|formgrader/?)?", RedirectHandler, home),
        ]
        self.web_app.add_handlers(".*$", [*routes, *pages.ROUTES])
        complete_headers(self.web_app, self.tornado_settings["headers"])
        hosts = frozenset({HOST, "localhost"})
        Gate(self.site, self.web_app, self.base_url, lambda: hosts, lambda kernel: None, RULES)

    def start_ioloop(self) -> None:
        """Say that the server answers, once it does."""
        self.io_loop.add_callback(self.on_ready)
        super().start_ioloop()

    def leave(self) -> None:
        """Close the store and remove every copy of what people wrote."""
        self.courses.close()
        self.site.close()
        remove_scratch_folder(self.scratch)


def build(
    store: Store, notebooks: Path, folder: Path, port: int, course_url: str, on_ready: Callable[[], None]
) -> FormgraderServer:
    """A server ready to `start()`; in `folder` it keeps each trainer's gradebook while it runs."""
    scratch = scratch_folder()
    site = Site(store, notebooks, CookieVisits(store, OWN_COOKIE))
    server = FormgraderServer.instance(config=_config(port, scratch))
    server.site, server.scratch, server.on_ready = site, scratch, on_ready
    server.courses = own.OwnCourses(store, notebooks, folder)
    server.tornado_settings = _settings(server, course_url)
    server.initialize(argv=[])
    return server


def _settings(server: FormgraderServer, course_url: str) -> dict[str, Any]:
    site = server.site

    def page(handler: RequestHandler) -> dict[str, Any]:
        visit = site.visit(handler.request)
        places = people.memberships(site.store, visit.person) if visit else []
        base = handler.settings["base_url"]
        return {
            "base": base,
            "static": f"{base}course/static/{handler.settings['mentorcourse_static_version']}/",
            "course": site.course.title,
            "language": site.course.language,
            "direction": direction(site.course.language),
            "review": f"{course_url}/course/review",
            "name": visit.name if visit else "",
            "cohort": visit.cohort_name if visit else "",
            "others": [
                one.cohort for one in places if "trainer" in one.roles and visit and one.cohort.id != visit.cohort
            ],
            "xsrf": handler.xsrf_form_html(),
        }

    grader = pages.Formgrader(server.courses, site.visit, page, speaker(site.course.language))
    return {
        "mentorcourse": site,
        "mentorcourse_course_url": f"{course_url}/course/",
        "mentorcourse_static_version": static.version(),
        "headers": security_headers(f"http://{HOST}:{server.port}"),
        "compress_response": True,
        "log_function": log_request,
        "xsrf_cookie_kwargs": {"samesite": "Lax"},
        **pages.settings(grader),
    }


def _config(port: int, scratch: Path) -> Config:
    config = Config()
    config.ServerApp.update(
        {
            "ip": HOST,
            "port": port,
            "port_retries": 0,
            "root_dir": str(scratch / "kernels"),
            "jpserver_extensions": {},
            "identity_provider_class": CourseIdentity,
            "allow_remote_access": True,  # the gate checks host names, for every handler
            "allow_root": True,
            "answer_yes": True,
            "open_browser": False,
            "quit_button": False,
            "terminals_enabled": False,
            "max_body_size": MAX_REQUEST_BYTES,
            "max_buffer_size": MAX_REQUEST_BYTES,
            "log_level": "ERROR",
        }
    )
    return config
