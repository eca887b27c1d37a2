"""Signing in, out and back in, over the real server: by personal link and by passphrase, for friend and foe."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from html import unescape
from itertools import count
from typing import Any

import pytest

from mentorcourse import people
from mentorcourse.people import SHORTEST
from mentorcourse.server.address import Address
from mentorcourse.server.identity import COOKIE, DEVICE_COOKIE
from tests.caller import Caller, Reply
from tests.workshop import Workshop, closing_store, email_of

PASSPHRASE = "four words or five words"
PUBLIC = "course.example.org"
_numbers = count(1)


@pytest.fixture
def name() -> str:
    """The name of somebody whom nobody else's test knows."""
    return f"Entering {next(_numbers)}"


@pytest.fixture
def link(workshop: Workshop, name: str) -> str:
    """Their personal link, not used yet."""
    return workshop.new_person(name)


def set_passphrase(caller: Caller, first: str = PASSPHRASE, again: str | None = None) -> Reply:
    form = {"action": "passphrase", "passphrase": first, "again": first if again is None else again}
    return caller.ask("/course/account", "POST", form=form)


def alert(reply: Reply) -> str:
    """What a page says went wrong."""
    found = re.search(r'role="alert">(.*?)</p>', reply.text, re.DOTALL)
    return unescape(found[1]) if found else ""


def body(reply: Reply) -> str:
    """A page without the token that differs at each asking."""
    return re.sub(r'name="_xsrf" value="[^"]*"', "", reply.text)


def test_looking_at_a_link_changes_nothing_and_continue_works_after_it(workshop: Workshop, link: str) -> None:
    path = link.removeprefix(workshop.url)
    for scanner in (Caller(workshop.port), Caller(workshop.port)):
        for method in ("GET", "HEAD", "GET"):
            reply = scanner.ask(path, method)
            assert (reply.status, COOKIE in scanner.cookies, DEVICE_COOKIE in scanner.cookies) == (200, False, False)
    assert workshop.caller(link).is_signed_in()


def test_a_link_leads_on_to_the_course_and_its_secret_stays_behind(workshop: Workshop, link: str) -> None:
    caller = Caller(workshop.port)
    secret = link.rpartition("/")[2]
    page = caller.ask(f"/course/enter/{secret}")
    assert secret not in page.text
    assert page.headers["Referrer-Policy"] == "strict-origin"
    entered = caller.enter(link)
    assert (entered.status, entered.headers["Location"]) == (302, "/course/")
    assert entered.headers["Referrer-Policy"] == "strict-origin"
    assert secret not in entered.text + str(entered.headers) + caller.cookie_line


@pytest.mark.parametrize("typed", ["/", "/course"])
def test_the_course_is_found_by_its_address_without_the_last_slash(workshop: Workshop, link: str, typed: str) -> None:
    led = workshop.caller(link).ask(typed)
    assert (led.status, led.headers["Location"]) == (302, "/course/")


def refusals(workshop: Workshop, name: str, link: str) -> dict[str, tuple[Caller, str]]:
    """For each reason why a link does not open the course: who tries it, and the link."""
    used = workshop.new_person(f"{name} used")
    workshop.caller(used)
    with closing_store(workshop) as store:
        cohort = people.cohorts(store)[0].id
        person = people.find_person(store, email_of(name))
        assert person
        expired = people.issue_link(store, person.id, cohort, lifetime=-people.LIFETIME)
        revoked = people.issue_link(store, person.id, cohort)
        people.revoke_links(store, person.id, cohort)
        removed = people.add_person(store, cohort, f"{name} removed", email_of(f"{name} removed"), ["participant"])
        gone = people.issue_link(store, removed.id, cohort)
        people.remove_membership(store, removed.id, cohort)
    urls = {name: f"/course/enter/{secret}" for name, secret in [("expired", expired), ("gone", gone)]}
    urls |= {"used elsewhere": used, "unknown": f"/course/enter/{'x' * 43}", "revoked": f"/course/enter/{revoked}"}
    return {reason: (Caller(workshop.port), url) for reason, url in urls.items()}


def test_a_link_that_does_not_open_the_course_never_says_why(workshop: Workshop, name: str, link: str) -> None:
    replies = {reason: who.enter(url) for reason, (who, url) in refusals(workshop, name, link).items()}
    assert {reply.status for reply in replies.values()} == {403}
    assert len({body(reply) for reply in replies.values()}) == 1
    assert "Ask your facilitator for a new link" in alert(replies["unknown"])
    assert not any(COOKIE in reply.set_cookies for reply in replies.values())


def test_the_browser_that_used_a_link_first_may_use_it_again(workshop: Workshop, link: str) -> None:
    caller = workshop.caller(link)
    caller.ask("/course/sign-out", "POST", form={})
    assert not caller.is_signed_in()
    assert caller.enter(link).status == 302
    assert caller.is_signed_in()


def test_a_renewed_link_replaces_the_old_one(workshop: Workshop, name: str, link: str) -> None:
    with closing_store(workshop) as store:
        person = people.find_person(store, email_of(name))
        assert person
        renewed = people.renew_link(store, person.id, people.cohorts(store)[0].id)
    assert Caller(workshop.port).enter(link).status == 403
    assert workshop.caller(f"/course/enter/{renewed}").is_signed_in()


def test_a_passphrase_signs_one_in_on_another_device(workshop: Workshop, name: str, link: str) -> None:
    assert set_passphrase(workshop.caller(link)).status == 200
    phone = Caller(workshop.port)
    signed_in = phone.sign_in(f" {email_of(name).upper()} ", PASSPHRASE)
    assert (signed_in.status, signed_in.headers["Location"]) == (302, "/course/")
    assert phone.ask("/course/api/me").json["name"] == name


@pytest.mark.parametrize("weak", ["", "x" * (SHORTEST - 1), "x" * 100_000])
def test_a_passphrase_that_is_too_short_or_too_long_is_not_kept(workshop: Workshop, link: str, weak: str) -> None:
    caller = workshop.caller(link)
    refused = set_passphrase(caller, weak)
    assert refused.status == 422
    assert f"{SHORTEST} to" in alert(refused)
    page = caller.ask("/course/account").text
    assert "Set a passphrase" in page
    assert "Your e-mail here: " in page or "The course has no e-mail of yours" in page


def test_two_passphrases_that_differ_are_not_kept(workshop: Workshop, link: str) -> None:
    refused = set_passphrase(workshop.caller(link), PASSPHRASE, PASSPHRASE + " ")
    assert refused.status == 422
    assert "differ" in alert(refused)


def test_a_passphrase_is_never_shown_again(workshop: Workshop, name: str, link: str) -> None:
    assert PASSPHRASE not in set_passphrase(workshop.caller(link)).text
    assert (
        "wrong words, all of them" not in Caller(workshop.port).sign_in(email_of(name), "wrong words, all of them").text
    )


def test_an_unknown_address_and_a_wrong_passphrase_get_the_same_answer(
    workshop: Workshop, name: str, link: str
) -> None:
    set_passphrase(workshop.caller(link))
    workshop.new_person(f"{name} without")
    emails = (email_of(name), email_of(f"{name} without"), email_of(f"{name} unknown"), "\x00 no address")
    tried = {email: Caller(workshop.port).sign_in(email, "some other words") for email in emails}
    assert {reply.status for reply in tried.values()} == {403}
    pages = {re.sub(r'name="email"[^>]*>', "", body(reply)) for reply in tried.values()}
    assert len(pages) == 1
    assert not any(COOKIE in reply.set_cookies for reply in tried.values())


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A workshop behind a proxy that speaks https; callers name their own address, as a proxy would for them."""
    workshop = Workshop(tmp_path_factory.mktemp("public"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        workshop.port = probe.getsockname()[1]
    workshop.start("--public-url", f"https://{PUBLIC}", "--trust-proxy")
    try:
        yield workshop
    finally:
        workshop.stop()


def proxied(public: Workshop, address: str) -> Caller:
    return Caller(public.port, PUBLIC, address)


def test_after_ten_tries_for_one_account_even_the_right_passphrase_waits(public: Workshop) -> None:
    caller = proxied(public, "192.0.2.10")
    caller.enter(public.new_person("Guessed"))
    set_passphrase(caller)
    email = email_of("Guessed")
    assert [caller.sign_in(email, "some other words").status for _ in range(10)] == [403] * 10
    refused = caller.sign_in(email.upper(), PASSPHRASE)
    assert refused.status == 429
    assert "Wait five minutes" in alert(refused)
    assert proxied(public, "192.0.2.11").sign_in(email, PASSPHRASE).status == 429


def test_after_ten_tries_a_link_waits(public: Workshop) -> None:
    unknown, caller = f"/course/enter/{'y' * 43}", proxied(public, "192.0.2.12")
    assert [caller.enter(unknown).status for _ in range(10)] == [403] * 10
    refused = caller.enter(unknown)
    assert refused.status == 429
    assert "Wait five minutes" in alert(refused)


def test_sixty_people_behind_one_address_all_get_in_but_sixty_wrong_tries_do_not(public: Workshop) -> None:
    caller, elsewhere = proxied(public, "192.0.2.1"), proxied(public, "192.0.2.2")
    caller.ask("/course/sign-in")
    elsewhere.ask("/course/sign-in")
    with closing_store(public) as store:
        cohort = people.cohorts(store)[0]
        somebody = people.members(store, cohort.id)[0].person.id
        links = [f"/course/enter/{people.issue_link(store, somebody, cohort.id)}" for _ in range(63)]
    assert {caller.ask(one, "POST", form={}).status for one in links[:61]} == {302}
    wrong = [f"/course/enter/{number:043d}" for number in range(61)]
    assert [caller.ask(one, "POST", form={}).status for one in wrong] == [403] * 60 + [429]
    assert caller.ask(links[61], "POST", form={}).status == 429
    assert elsewhere.ask(links[62], "POST", form={}).status == 302


def test_without_trust_in_a_proxy_nobody_can_name_another_address(workshop: Workshop) -> None:
    unknown = f"/course/enter/{'z' * 43}"
    caller = Caller(workshop.port)
    caller.ask(unknown)
    for number in range(10):
        caller.ask(unknown, "POST", form={}, headers={"X-Real-IP": f"192.0.2.{number}"})
    assert caller.ask(unknown, "POST", form={}, headers={"X-Real-IP": "192.0.2.99"}).status == 429


def attributes(reply: Reply, cookie: str) -> dict[str, Any]:
    morsel = reply.set_cookies[cookie]
    return {name: morsel[name] for name in ("httponly", "secure", "samesite", "path")}


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(workshop: Workshop, link: str) -> None:
    entered = Caller(workshop.port).enter(link)
    for cookie in (COOKIE, DEVICE_COOKIE):
        assert attributes(entered, cookie) == {"httponly": True, "secure": "", "samesite": "Lax", "path": "/"}


def test_behind_https_cookies_never_travel_without_it(public: Workshop) -> None:
    caller = proxied(public, "192.0.2.3")
    first = caller.ask("/course/sign-in")
    assert attributes(first, "_xsrf") == {"httponly": "", "secure": True, "samesite": "Lax", "path": "/"}
    entered = caller.enter(public.new_person("Secure"))
    for cookie in (COOKIE, DEVICE_COOKIE):
        assert attributes(entered, cookie) == {"httponly": True, "secure": True, "samesite": "Lax", "path": "/"}


def test_signing_out_ends_the_sign_in_for_good(workshop: Workshop, link: str) -> None:
    caller = workshop.caller(link)
    stolen = Caller(workshop.port)
    stolen.cookies = dict(caller.cookies)
    assert stolen.is_signed_in()
    page = caller.ask("/course/sign-out", "POST", form={})
    assert (page.status, "You are signed out" in page.text) == (200, True)
    assert COOKIE not in caller.cookies
    assert not stolen.is_signed_in()


def test_nobody_is_signed_out_by_a_mere_look_or_by_another_site(workshop: Workshop, link: str) -> None:
    caller = workshop.caller(link)
    assert caller.ask("/course/sign-out").status == 404
    assert caller.ask("/course/sign-out", "POST", form={}, token="").status == 403
    assert caller.ask("/course/sign-out", "POST", form={}, headers={"Origin": "https://evil.example"}).status == 404
    assert caller.is_signed_in()


def test_signing_out_everywhere_ends_every_browser_and_no_one_else_s(workshop: Workshop, name: str, link: str) -> None:
    laptop, phone, other = workshop.caller(link), Caller(workshop.port), workshop.member(f"{name} other")
    set_passphrase(laptop)
    phone.sign_in(email_of(name), PASSPHRASE)
    ended = phone.ask("/course/account", "POST", form={"action": "everywhere"})
    assert (ended.status, ended.headers["Location"]) == (302, "/course/sign-in")
    assert [one.is_signed_in() for one in (laptop, phone, other)] == [False, False, True]


def test_a_cookie_planted_before_signing_in_is_not_what_one_is_signed_in_by(workshop: Workshop, link: str) -> None:
    victim = Caller(workshop.port)
    planted = "planted-by-somebody-else-0123456789abcdefghi"
    victim.cookies[COOKIE] = planted
    victim.enter(link)
    assert victim.is_signed_in()
    assert victim.cookies[COOKIE] != planted
    attacker = Caller(workshop.port)
    attacker.cookies[COOKIE] = planted
    assert not attacker.is_signed_in()


def test_each_sign_in_gets_a_token_of_its_own(workshop: Workshop, link: str) -> None:
    caller = workshop.caller(link)
    first = caller.cookies[COOKIE]
    caller.enter(link)
    assert caller.cookies[COOKIE] != first


@pytest.mark.parametrize("cookie", ["", "x", "x" * 5000, "null", '"quoted"', "../../etc"])
def test_a_cookie_that_is_no_sign_in_is_nobody_s(workshop: Workshop, cookie: str) -> None:
    caller = Caller(workshop.port)
    caller.cookies[COOKIE] = cookie
    assert caller.ask("/course/api/me").status == 401


OWN = ["/course/", "/course/sections/02_what_you_bring", "/course/account", "/course/sections/02_what_you_bring?a=b#c"]
FOREIGN = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example/course/",
    "http:evil.example", "javascript:alert(1)", "data:text/html,x", "/course/\\evil", "/\t/evil.example",
    " //evil.example",
    "/course/\r\nSet-Cookie: a=b", "/course/\x00", "/course", "course/", "//[", "/elsewhere/", "/%2f/evil.example",
    "https:///course/", "@evil.example", "",
]  # fmt: skip


@pytest.fixture(scope="module")
def returning(workshop: Workshop) -> Caller:
    """Somebody who has a passphrase; their other browsers sign in by it."""
    caller = workshop.member("Returning")
    set_passphrase(caller)
    return caller


@pytest.mark.parametrize("page", OWN)
def test_signing_in_leads_on_to_the_page_that_was_wanted(workshop: Workshop, name: str, link: str, page: str) -> None:
    caller = Caller(workshop.port)
    assert caller.enter(link, next=page).headers["Location"] == page


def test_signing_in_never_leads_out_of_the_course(workshop: Workshop, link: str) -> None:
    caller = workshop.caller(link)
    with closing_store(workshop) as store:
        me = caller.ask("/course/api/me").json
        links = [people.issue_link(store, me["person"], me["cohort"]) for _ in FOREIGN]
    for page, secret in zip(FOREIGN, links, strict=True):
        entered = caller.enter(f"/course/enter/{secret}", next=page)
        assert (entered.status, entered.headers["Location"]) == (302, "/course/"), page
        form = caller.ask(f"/course/sign-in?{_query(page)}")
        assert (form.status, 'name="next" value="/course/"' in form.text) == (200, True), page


def _query(page: str) -> str:
    return "next=" + "".join(f"%{byte:02x}" for byte in page.encode())


def test_signing_in_by_passphrase_never_leads_out_of_the_course_either(workshop: Workshop, returning: Caller) -> None:
    caller = Caller(workshop.port)
    for page in ("//evil.example", "/course/\r\nSet-Cookie: a=b"):
        signed_in = caller.sign_in(email_of("Returning"), PASSPHRASE, next=page)
        assert (signed_in.status, signed_in.headers["Location"]) == (302, "/course/")


def test_what_somebody_types_to_sign_in_is_shown_as_text(workshop: Workshop) -> None:
    email = "\"><script>alert('x')</script>@example.org"
    page = Caller(workshop.port).sign_in(email, PASSPHRASE).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_form_that_is_no_text_is_refused_and_not_logged_as_a_fault(workshop: Workshop) -> None:
    caller = Caller(workshop.port)
    caller.ask("/course/sign-in")
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-XSRFToken": caller.cookies["_xsrf"]}
    reply = caller.ask("/course/sign-in", "POST", b"email=%ff%fe&passphrase=%c3", headers=headers)
    assert reply.status == 400


def test_a_form_without_its_token_asks_to_open_it_again(workshop: Workshop, link: str) -> None:
    path = link.removeprefix(workshop.url)
    for where in (path, "/course/sign-in"):
        reply = Caller(workshop.port).ask(where, "POST", form={"email": "x@example.org", "passphrase": PASSPHRASE})
        assert (reply.status, "had been open too long" in reply.text) == (403, True)
    assert workshop.caller(link).is_signed_in()


def test_somebody_in_two_cohorts_goes_to_and_fro_on_their_account_page(workshop: Workshop, name: str) -> None:
    caller = workshop.member(name, cohort="To")
    workshop.new_person(name, cohort="Fro")
    page = caller.ask("/course/account").text
    assert "You are in To" in page
    fro = re.search(r'name="cohort" value="([^"]+)">\s*<button type="submit" >Go to Fro', page)
    assert fro
    moved = caller.ask("/course/account", "POST", form={"action": "cohort", "cohort": fro[1]})
    assert (moved.status, moved.headers["Location"]) == (302, "/course/")
    assert caller.ask("/course/api/me").json["cohort_name"] == "Fro"


def test_nobody_goes_to_a_cohort_that_they_are_not_in(workshop: Workshop, link: str, name: str) -> None:
    caller = workshop.caller(link)
    strange = workshop.member(f"{name} elsewhere", cohort="Strange").ask("/course/api/me").json["cohort"]
    for cohort in (strange, "no such cohort", ""):
        refused = caller.ask("/course/account", "POST", form={"action": "cohort", "cohort": cohort})
        assert refused.status == 403
        assert "not a member" in alert(refused)
    assert caller.ask("/course/api/me").json["cohort_name"] == "Example cohort"


def test_the_account_page_does_nothing_that_it_does_not_offer(workshop: Workshop, link: str) -> None:
    caller = workshop.caller(link)
    assert caller.ask("/course/account", "POST", form={"action": "delete"}).status == 400
    assert caller.ask("/course/account", "POST", form={}).status == 400
    assert caller.is_signed_in()


def test_neither_links_nor_addresses_nor_passphrases_are_printed_while_people_sign_in(
    workshop: Workshop, name: str, link: str
) -> None:
    caller = workshop.caller(link)
    set_passphrase(caller)
    Caller(workshop.port).sign_in(email_of(name), PASSPHRASE)
    Caller(workshop.port).sign_in(email_of(name), "some other words")
    Caller(workshop.port).enter(link)
    Caller(workshop.port).ask(link.removeprefix(workshop.url), "POST", form={})
    printed = "".join(workshop.output)
    for secret in (link.rpartition("/")[2], email_of(name), PASSPHRASE, "some other words", caller.cookies[COOKIE]):
        assert secret not in printed


@pytest.mark.parametrize(
    ("address", "url", "names"),
    [
        (Address(), "http://127.0.0.1:8866", {"127.0.0.1", "localhost", "::1"}),
        (Address("::1"), "http://[::1]:8866", {"127.0.0.1", "localhost", "::1"}),
        (Address(public_url="https://a.example/"), "https://a.example", {"127.0.0.1", "localhost", "::1", "a.example"}),
        (Address(certfile="c", keyfile="k", port=443), "https://127.0.0.1:443", {"127.0.0.1", "localhost", "::1"}),
    ],
)
def test_an_address_knows_its_url_and_the_names_that_it_answers_to(address: Address, url: str, names: set[str]) -> None:
    assert address.url == url
    assert address.hosts() == names
    assert address.is_https == url.startswith("https")
    assert address.is_loopback


def test_an_address_on_the_network_names_this_computer_there() -> None:
    address = Address("0.0.0.0")
    assert not address.is_loopback
    host = address.url.removeprefix("http://").removesuffix(":8866")
    assert socket.inet_aton(host)
    assert {host, "localhost", "127.0.0.1"} <= address.hosts()
    assert "0.0.0.0" not in address.hosts()
