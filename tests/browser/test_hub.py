"""The course as a service of a real JupyterHub: people sign in there, and one of two replicas may die."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import make_url

from mentorcourse import people
from mentorcourse.review.exchange.over_sql import SQLExchange
from mentorcourse.store import open_store
from tests.hub.running import DEPLOY, Hub, running_hub
from tests.machine import find_hub_proxy
from tests.review_samples import ASSIGNMENTS
from tests.review_samples import SECTION as STEM
from tests.test_exchange_http import NOTEBOOK
from tests.test_reflections_exchange import filled, succeed

GROUPS: dict[str, dict[str, list[str]]] = {
    "mentorcourse-participant-spring": {"users": ["mentor-one", "mentor-two"]},
    "mentorcourse-trainer-spring": {"users": ["reader"]},
    "mentorcourse-facilitator-spring": {"users": ["leader"]},
}
SECTION = "course/sections/02_what_you_bring"


def _has_proxy() -> bool:
    try:
        return bool(find_hub_proxy())
    except FileNotFoundError:
        return False


pytestmark = pytest.mark.skipif(not _has_proxy(), reason="configurable-http-proxy is not here: `make test` says why")


@pytest.fixture(scope="module")
def hub(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A Hub of this module's own."""
    plain = make_url(postgres_url).set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as link:
        link.execute("CREATE DATABASE hub_course")
    database = make_url(postgres_url).set(database="hub_course").render_as_string(hide_password=False)
    with running_hub(tmp_path_factory.mktemp("hub"), database, GROUPS) as running:
        yield running


def sign_in(browser: Browser, hub: Hub, account: str, path: str = "course/") -> Page:
    """Somebody's own browser, from the course's address to the Hub's sign-in, and back."""
    page = browser.new_context().new_page()
    page.goto(f"{hub.url}{path}")
    page.get_by_label("Username").fill(account)
    page.get_by_label("Password").fill(hub.passphrase)
    page.get_by_role("button", name="Sign in").click()
    return page


def replica_of(page: Page) -> str:
    """The name of the replica that this browser stays at."""
    return next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "replica")


def first_box(page: Page):
    return page.get_by_role("region", name="Journal").get_by_role("textbox").first


def test_people_sign_in_through_the_hub_and_go_on_when_their_replica_dies(browser: Browser, hub: Hub) -> None:
    page = sign_in(browser, hub, "mentor-one", SECTION)
    page.get_by_role("button", name="I have read this, and go on").click()
    first_box(page).fill("Written at the one")
    expect(page.get_by_role("region", name="Journal").get_by_text("Saved")).to_be_visible()
    mine = replica_of(page)
    hub.replicas[mine].kill()
    page.reload()
    expect(first_box(page)).to_have_value("Written at the one")
    assert replica_of(page) != mine
    first_box(page).fill("Written at the other")
    expect(page.get_by_role("region", name="Journal").get_by_text("Saved")).to_be_visible()
    page.context.close()


def test_a_group_of_the_hub_makes_somebody_a_facilitator(browser: Browser, hub: Hub) -> None:
    page = sign_in(browser, hub, "leader", "course/staff")
    page.get_by_role("button", name="I have read this, and go on").click()
    expect(page.get_by_role("heading", name="Your cohort", level=1)).to_be_visible()
    page.get_by_role("link", name="Accessibility").click()
    expect(page.get_by_role("heading", name="Accessibility", level=1)).to_be_visible()
    page.context.close()


def test_what_nbgrader_submits_with_a_token_of_the_hub_waits_on_the_trainers_page(
    browser: Browser, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, reader = (sign_in(browser, hub, account) for account in ("mentor-two", "reader"))
    for page in (writer, reader):
        page.get_by_role("button", name="I have read this, and go on").click()
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
    with closing(open_store(hub.database)) as store:
        spring = people.find_cohort(store, "spring")
        assert spring
        SQLExchange(store, spring.id, ASSIGNMENTS).release(STEM, NOTEBOOK)
    shutil.copy(DEPLOY.parent / "single_user" / "nbgrader_config.py", tmp_path)
    monkeypatch.setenv("MENTORCOURSE_SERVICE", hub.url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", hub.token("mentor-two"))
    assert f"spring {STEM}" in succeed(tmp_path, "list")
    mine = tmp_path / "spring" / STEM / f"{STEM}.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_text(filled(NOTEBOOK, "Written in a JupyterLab of one's own"), encoding="utf-8")
    assert "Submitted as: spring" in succeed(tmp_path, "submit", STEM, "--course", "spring")
    reader.goto(f"{hub.url}course/review")
    expect(reader.get_by_role("heading", name="Waiting")).to_be_visible(timeout=60_000)
    expect(reader.get_by_role("listitem").filter(has_text="mentor-two")).to_be_visible()
    for page in (writer, reader):
        page.context.close()


def test_whoever_is_in_no_group_is_told_by_the_hub_that_this_is_not_for_them(browser: Browser, hub: Hub) -> None:
    page = sign_in(browser, hub, "stranger")
    expect(page.get_by_text("403")).to_be_visible()
    page.context.close()
