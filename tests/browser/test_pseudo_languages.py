"""Long words and writing from right to left: nothing is cut off, nothing wider than a phone, all of it turned round."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pseudo_languages import SPEAK, write_catalogue, write_course
from tests.workshop import running_workshop

from .looks import Mode, findings

pytestmark = pytest.mark.timeout(300)
STEM = "02_what_you_bring"
PATHS = ["", f"sections/{STEM}", "journal", "account", f"reflections/{STEM}", "agreements", "staff", "guide/07_ethics",
         "review", "accessibility", "nowhere"]  # fmt: skip
MODES = (
    Mode("as it opens", ("wide", "clipped")),
    Mode("320 px wide", ("wide", "clipped"), ("target-size",), (320, 568)),
    Mode("at 200 %", ("wide", "clipped"), (), (640, 450)),
)
# The catalogues lie in the package. Python tells every process of the server of others, kernels if they are let know.
TELL = """import importlib, pathlib
importlib.import_module("mentorcourse.language.catalogue").FOLDER = pathlib.Path(__file__).parent
"""
LET_KERNELS_KNOW = """import os
from mentorcourse.server.kernels import CourseKernels
own = CourseKernels.kernel_environment
CourseKernels.kernel_environment = lambda self: {**own(self), "PYTHONPATH": os.environ["PYTHONPATH"]}
from mentorcourse.cli import app
app(prog_name="mentorcourse")
"""
# What is not written from right to left, though nothing marks it as English or as somebody's own words.
STRAIGHT = """() => [...document.querySelectorAll("main *, header *, footer *")].filter((one) => {
  const has = [...one.childNodes].some((node) => node.nodeType === 3 && /[\u0600-\u06ff]/.test(node.data));
  const { direction, textAlign } = getComputedStyle(one);
  return has && one.checkVisibility() && (direction !== "rtl" || textAlign === "left");
}).map((one) => one.outerHTML.slice(0, 120))"""
BESIDE = """() => { const at = (one) => document.querySelector(one)?.getBoundingClientRect();
  return !at(".mc-sections") || at(".mc-sections").left > at("main").left; }"""


@pytest.fixture(scope="module", params=list(SPEAK))
def page_in(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Page]:
    """The page of somebody with every role, in a course in one of the languages."""
    language, folder = request.param, tmp_path_factory.mktemp(request.param)
    write_catalogue(folder / "catalogues", language)
    (folder / "catalogues/sitecustomize.py").write_text(TELL)
    settings = {"MENTORCOURSE_LANGUAGE": language, "PYTHONPATH": str(folder / "catalogues")}
    notebooks = write_course(folder / "course", language, STEM)
    program = ("-c", LET_KERNELS_KNOW)
    with running_workshop(folder / "data", notebooks, program=program, settings=settings) as workshop:
        page = browser.new_context(reduced_motion="reduce", base_url=f"{workshop.url}/course/").new_page()
        page.goto(workshop.new_person("Somebody", "participant", "facilitator", "trainer"))
        page.locator("main form button").click()
        expect(page.locator("#mc-account button")).to_be_visible()
        yield page
        page.context.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_in_another_kind_of_language_keeps_its_shape(page_in: Page, path: str) -> None:
    reply = page_in.goto(path)
    assert reply
    assert reply.status == (404 if path == "nowhere" else 200)
    expect(page_in.get_by_role("heading", level=1).or_(page_in.locator("main h2")).first).to_be_visible(timeout=60_000)
    page_in.wait_for_load_state("networkidle")
    if "sections" in path:
        expect(page_in.locator("main .mc-form:not(script)").first).to_be_visible()
    for form in page_in.locator("main .mc-form:not(script)").all():
        expect(form).to_have_attribute("data-loaded", "true")
    assert findings(page_in, MODES) == []
    if page_in.locator("html").get_attribute("dir") == "rtl":
        assert page_in.evaluate(STRAIGHT) == []
        assert page_in.evaluate(BESIDE)
