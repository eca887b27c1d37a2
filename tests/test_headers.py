"""What every response says besides its content: where scripts may come from, and what may be kept where."""

from __future__ import annotations

import re

import pytest

from mentorcourse.server.headers import security_headers
from mentorcourse.server.static import version
from tests.caller import Caller, Reply
from tests.workshop import Workshop

VERSIONED = f"/course/static/{version()}"
PAGES = {
    "sign in": "/course/sign-in",
    "account": "/course/account",
    "a course page": "/course/",
    "nothing there": "/course/sections/99_no_such",
    "refused": "/course/staff",
    "the way to the course": "/",
}
API = {
    "who one is": "/course/api/me",
    "an answer": "/course/api/answers/02_what_you_bring.balance_sheet",
    "no such activity": "/course/api/answers/99_no.such",
    "not for this role": "/course/api/staff/roster",
    "a kernel that is not there": "/api/kernels/00000000-0000-4000-8000-000000000000",
}
FILES = {
    "a script": f"{VERSIONED}/page/bundle.js",
    "a style sheet": f"{VERSIONED}/page/page.css",
    "an icon": f"{VERSIONED}/page/icon.svg",
    "Voilà's script": "/voila/static/voila.js",
    "a widget's script": "/voila/labextensions/anywidget/package.json",
    "a theme": "/voila/api/themes/@jupyterlab/theme-light-extension/index.css",
    "no such file": f"{VERSIONED}/forms/no_such.js",
}
HTML = {"Accept": "text/html", "Accept-Encoding": "gzip"}


@pytest.fixture(scope="module")
def reader(workshop: Workshop) -> Caller:
    """A participant, for whatever a participant may look at."""
    return workshop.member("Header reader")


@pytest.fixture(scope="module")
def replies(reader: Caller) -> dict[str, Reply]:
    """Every response above, asked for once."""
    asked = {**PAGES, **API, **FILES}
    replies = {name: reader.ask(path, headers=HTML if name in PAGES else None) for name, path in asked.items()}
    stranger = Caller(reader.port)
    replies["nobody's page"] = stranger.ask("/course/", headers=HTML)
    replies["nobody's answer"] = stranger.ask("/course/api/me")
    replies["another host's page"] = stranger.ask("/course/sign-in", headers={"Host": "evil.example"})
    return replies


@pytest.mark.parametrize("name", [*PAGES, *API, *FILES, "nobody's page", "nobody's answer", "another host's page"])
def test_every_response_guards_itself(replies: dict[str, Reply], name: str) -> None:
    headers = replies[name].headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-eval'" not in policy
    assert "'unsafe-inline'" not in (re.search(r"script-src ([^;]*)", policy) or [""])[0]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("name", [*PAGES, *API, "no such file", "nobody's page", "nobody's answer"])
def test_what_one_person_may_see_is_kept_nowhere(replies: dict[str, Reply], name: str) -> None:
    assert replies[name].headers.get_all("Cache-Control") == ["no-store"]


def test_the_pages_asked_for_were_what_they_should_be(replies: dict[str, Reply]) -> None:
    statuses = {name: replies[name].status for name in PAGES}
    assert statuses == {**dict.fromkeys(PAGES, 200), "nothing there": 404, "refused": 404, "the way to the course": 302}
    assert {replies[name].status for name in FILES} == {200, 404}


@pytest.mark.parametrize("folder", ["forms/form.js", "page/page.js", "page/icon.svg"])
def test_files_under_today_s_version_are_kept_for_good(reader: Caller, folder: str) -> None:
    kept = reader.ask(f"{VERSIONED}/{folder}").headers["Cache-Control"]
    assert ("immutable" in kept, "max-age=31536000" in kept) == (True, True)


def test_a_page_asks_for_two_style_sheets_and_one_script_before_its_forms_stand(reader: Caller) -> None:
    head, _, body = reader.ask("/course/sections/02_what_you_bring").text.partition("</head>")
    assert re.findall(r'<link rel="(?:stylesheet|preload)"[^>]* href="(\S+)">', head) == [
        f"{VERSIONED}/forms/course.css",
        f"{VERSIONED}/page/page.css",
    ]
    assert re.findall(r'<script[^>]* src="(\S+)"', head + body) == [f"{VERSIONED}/page/bundle.js"]


def test_all_that_is_fetched_before_a_form_can_be_written_in_weighs_less_than_100_kilobytes(reader: Caller) -> None:
    asked = ["/course/sections/02_what_you_bring", f"{VERSIONED}/page/bundle.js"]
    asked += [f"{VERSIONED}/forms/course.css", f"{VERSIONED}/page/page.css"]
    assert sum(len(reader.ask(path, headers=HTML).content) for path in asked) < 100_000


@pytest.mark.parametrize("path", ["/course/static/forms/form.js", "/course/static/v-0123456789ab/forms/form.js"])
def test_files_without_today_s_version_are_asked_for_again(reader: Caller, path: str) -> None:
    assert reader.ask(path).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["Voilà's script", "a widget's script", "a theme"])
def test_files_of_others_are_kept_as_long_as_they_are_the_same(
    reader: Caller, replies: dict[str, Reply], name: str
) -> None:
    headers = replies[name].headers
    assert headers["Cache-Control"] == "no-cache"
    again = reader.ask(FILES[name], headers={"If-Modified-Since": headers["Last-Modified"]})
    assert (again.status, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["a script", "a style sheet", "Voilà's script", "a theme"])
def test_text_travels_compressed(reader: Caller, replies: dict[str, Reply], name: str) -> None:
    packed = reader.ask(FILES[name], headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(replies[name].content) / 2


def test_pages_travel_compressed(replies: dict[str, Reply]) -> None:
    assert replies["a course page"].headers["Content-Encoding"] == "gzip"


def test_browsers_are_told_to_come_back_by_https_only_where_there_is_https(replies: dict[str, Reply]) -> None:
    assert "Strict-Transport-Security" in security_headers("https://course.example.org")
    assert "wss://course.example.org" in security_headers("https://course.example.org")["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in replies["sign in"].headers


def test_pages_know_the_address_of_their_own_live_channel(workshop: Workshop, replies: dict[str, Reply]) -> None:
    assert (
        f"connect-src 'self' ws://127.0.0.1:{workshop.port};" in replies["account"].headers["Content-Security-Policy"]
    )


UNSERVED = (
    "forms/../server/gate.py", "forms/%2e%2e/widget.py", "page/..%2f..%2fstore/tables.py", "store/tables.py",
    "forms/form.py", "figures/style.py", "forms/", "forms", "page/%00.js", "forms//etc/passwd.js",
)  # fmt: skip


@pytest.mark.parametrize("path", UNSERVED)
def test_no_file_outside_what_is_served_is_reached(reader: Caller, path: str) -> None:
    reply = reader.ask(f"{VERSIONED}/{path}")
    assert (reply.status, b"import" in reply.content) == (404, False)
