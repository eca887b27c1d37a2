"""People sign in by personal link or passphrase, and a sign-in ends when it should."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event

from mentorcourse import people
from mentorcourse.people import NotAdmitted, PassphraseRefused, passphrases
from mentorcourse.store import StorageUnavailable, Store, open_store, tables
from tests.stores import together

WORDS = "correct horse battery"


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 3, 1, 9, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, **duration: float) -> None:
        self.moment += timedelta(**duration)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tables_url: str, clock: Clock) -> Iterator[Store]:
    store = open_store(tables_url, now=clock)
    yield store
    store.close()


@pytest.fixture
def cohort(store: Store) -> people.Cohort:
    return people.add_cohort(store, "Spring")


@pytest.fixture
def person(store: Store, cohort: people.Cohort) -> people.Person:
    return people.add_person(store, cohort.id, "Participant 1", "p1@example.org", ["participant"])


@pytest.fixture
def secret(store: Store, cohort: people.Cohort, person: people.Person) -> str:
    return people.issue_link(store, person.id, cohort.id)


@pytest.fixture
def token(store: Store, cohort: people.Cohort, person: people.Person) -> str:
    return people.start(store, person.id, cohort.id).token


@pytest.fixture
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrases, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passphrases._nobodys_hash.cache_clear()


def dump(store: Store) -> str:
    with store.reading() as session:
        return repr([session.execute(table.select()).all() for table in tables.Table.metadata.sorted_tables])


def test_a_link_signs_its_person_in(store: Store, person: people.Person, secret: str) -> None:
    sign_in = people.accept_link(store, secret, "phone")
    signed_in = people.who(store, sign_in.token)
    assert signed_in is not None
    assert (signed_in.person, signed_in.name, signed_in.email) == (person.id, "Participant 1", "p1@example.org")
    assert (signed_in.cohort_name, set(signed_in.roles)) == ("Spring", {"participant"})


def test_looking_at_a_link_changes_nothing(store: Store, secret: str) -> None:
    before = dump(store)
    assert people.look_at_link(store, secret) == people.Invited("Participant 1", "Spring")
    assert dump(store) == before


def test_a_link_works_again_on_the_device_that_used_it_first(store: Store, secret: str) -> None:
    tokens = {people.accept_link(store, secret, "phone").token for _ in range(3)}
    assert len(tokens) == 3
    people.look_at_link(store, secret, "phone")


def test_every_link_that_is_refused_is_refused_in_the_same_words(
    store: Store, clock: Clock, cohort: people.Cohort, person: people.Person
) -> None:
    bound, revoked, old = (people.issue_link(store, person.id, cohort.id) for _ in range(3))
    people.accept_link(store, bound, "phone")
    kept = people.issue_link(store, person.id, cohort.id, timedelta(days=90))
    clock.pass_by(days=60)
    people.accept_link(store, kept, "phone")
    fresh = people.issue_link(store, person.id, cohort.id)
    people.accept_link(store, fresh, "phone")
    people.revoke_links(store, person.id)
    messages = set()
    for secret, device in [("unknown", "a"), (bound, "phone"), (revoked, "a"), (old, "a"), (fresh, "laptop")]:
        for use in (people.accept_link, people.look_at_link):
            with pytest.raises(NotAdmitted) as caught:
                use(store, secret, device)
            messages.add(str(caught.value))
    assert len(messages) == 1
    assert "Ask your facilitator for a new link" in messages.pop()


def test_a_link_in_use_is_refused_to_another_device(store: Store, secret: str) -> None:
    people.accept_link(store, secret, "phone")
    for device in ("laptop", "", "\ud800"):
        with pytest.raises(NotAdmitted):
            people.accept_link(store, secret, device)
    with pytest.raises(NotAdmitted):
        people.look_at_link(store, secret)


def test_a_link_runs_out_after_sixty_days(store: Store, clock: Clock, secret: str) -> None:
    clock.pass_by(days=59, hours=23)
    people.accept_link(store, secret, "phone")
    clock.pass_by(hours=1)
    with pytest.raises(NotAdmitted):
        people.accept_link(store, secret, "phone")


def test_two_devices_that_accept_a_link_at_once_do_not_both_come_in(store: Store, secret: str) -> None:
    results = together(*(lambda d=device: people.accept_link(store, secret, d) for device in ("a", "b", "c", "d")))
    assert sorted(type(result).__name__ for result in results) == ["NotAdmitted"] * 3 + ["SignIn"]


def test_a_renewed_link_replaces_the_older_ones(
    store: Store, cohort: people.Cohort, person: people.Person, secret: str
) -> None:
    assert people.link_states(store, cohort.id) == {person.id: "not used yet"}
    newer = people.renew_link(store, person.id, cohort.id)
    with pytest.raises(NotAdmitted):
        people.accept_link(store, secret, "phone")
    people.accept_link(store, newer, "phone")
    assert people.link_states(store, cohort.id) == {person.id: "in use"}


def test_a_link_in_use_counts_more_than_a_newer_one_that_nobody_has_opened(
    store: Store, cohort: people.Cohort, person: people.Person, secret: str
) -> None:
    people.accept_link(store, secret, "laptop")
    people.issue_link(store, person.id, cohort.id)  # as every start does for the facilitator
    assert people.link_states(store, cohort.id) == {person.id: "in use"}


def test_the_state_of_a_link_says_when_it_ran_out_or_was_revoked(
    store: Store, clock: Clock, cohort: people.Cohort, person: people.Person, secret: str
) -> None:
    clock.pass_by(days=60)
    assert people.link_states(store, cohort.id) == {person.id: "run out"}
    people.revoke_links(store, person.id, cohort.id)
    assert people.link_states(store, cohort.id) == {person.id: "revoked"}


def test_the_database_holds_no_secret_that_would_sign_anybody_in(
    store: Store, person: people.Person, secret: str, quick_hashing: None
) -> None:
    people.set_passphrase(store, person.id, WORDS)
    token = people.accept_link(store, secret, "the device's own secret").token
    held = dump(store)
    assert not any(word in held for word in (secret, token, WORDS, "the device's own secret"))


def test_a_passphrase_signs_in_on_any_device(
    store: Store, person: people.Person, token: str, quick_hashing: None
) -> None:
    people.set_passphrase(store, person.id, WORDS)
    sign_in = people.sign_in_with_passphrase(store, " P1@Example.org ", WORDS)
    assert (sign_in.person, sign_in.token != token) == (person.id, True)
    assert people.who(store, sign_in.token) is not None


def test_a_passphrase_is_the_same_however_its_letters_are_composed(
    store: Store, person: people.Person, quick_hashing: None
) -> None:
    people.set_passphrase(store, person.id, "cafe\u0301 au lait, s'il vous plai\u0302t")
    people.sign_in_with_passphrase(store, "p1@example.org", "café au lait, s'il vous plaît")


@pytest.mark.parametrize("passphrase", ["", "eleven char", "x" * 513, "\ufdfa" * 40])
def test_a_passphrase_that_is_too_short_or_too_long_is_refused(
    store: Store, person: people.Person, passphrase: str
) -> None:
    with pytest.raises(PassphraseRefused, match="12 to 512 characters"):
        people.set_passphrase(store, person.id, passphrase)


@pytest.mark.parametrize("passphrase", ["x" * 12, "x" * 512, "🙂" * 12, "\0" * 12, "\ud800" * 12])
def test_a_passphrase_may_be_anything_between(
    store: Store, person: people.Person, passphrase: str, quick_hashing: None
) -> None:
    people.set_passphrase(store, person.id, passphrase)
    people.sign_in_with_passphrase(store, "p1@example.org", passphrase)


def test_who_is_unknown_and_what_is_wrong_cannot_be_told_apart(
    store: Store, cohort: people.Cohort, person: people.Person, monkeypatch: pytest.MonkeyPatch, quick_hashing: None
) -> None:
    people.set_passphrase(store, person.id, WORDS)
    people.add_person(store, cohort.id, "Participant 2", "p2@example.org", ["participant"])
    gone = people.add_person(store, cohort.id, "Participant 3", "p3@example.org", ["participant"])
    people.set_passphrase(store, gone.id, WORDS)
    people.remove_membership(store, gone.id, cohort.id)
    work: list[str] = []
    verify = passphrases._matches

    def record(kept: str, plain: bytes) -> bool:
        work.append(kept)
        return verify(kept, plain)

    monkeypatch.setattr(passphrases, "_matches", record)
    attempts = [
        ("p1@example.org", "wrong horse battery"),
        ("p1@example.org", "x" * 100_000),
        ("nobody@example.org", WORDS),
        ("no address\0", WORDS),
        ("p2@example.org", WORDS),
        ("p3@example.org", WORDS),
    ]
    seen = set()
    for email, passphrase in attempts:
        work.clear()
        with pytest.raises(NotAdmitted) as caught:
            people.sign_in_with_passphrase(store, email, passphrase)
        seen.add((str(caught.value), len(work)))
    assert seen == {(passphrases.REFUSAL, 1)}


def test_a_passphrase_hashed_with_weaker_settings_is_hashed_again_at_sign_in(
    store: Store, person: people.Person, monkeypatch: pytest.MonkeyPatch, quick_hashing: None
) -> None:
    people.set_passphrase(store, person.id, WORDS)
    monkeypatch.setattr(passphrases, "HASHER", PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    people.sign_in_with_passphrase(store, "p1@example.org", WORDS)
    with store.reading() as session:
        kept = session.get_one(tables.Person, person.id).passphrase_hash
    assert kept is not None
    assert not passphrases.HASHER.check_needs_rehash(kept)
    people.sign_in_with_passphrase(store, "p1@example.org", WORDS)


def test_a_passphrase_signs_in_to_the_cohort_joined_last(
    store: Store, clock: Clock, person: people.Person, quick_hashing: None
) -> None:
    clock.pass_by(days=1)
    autumn = people.add_cohort(store, "Autumn")
    people.add_person(store, autumn.id, "Participant 1", "p1@example.org", ["participant"])
    people.set_passphrase(store, person.id, WORDS)
    assert people.sign_in_with_passphrase(store, "p1@example.org", WORDS).cohort == autumn.id


def test_a_sign_in_ends_after_a_day_without_use(store: Store, clock: Clock, token: str) -> None:
    for _ in range(3):
        clock.pass_by(hours=23)
        assert people.who(store, token) is not None
    clock.pass_by(hours=24)
    assert people.who(store, token) is None


def test_a_sign_in_ends_after_two_weeks_of_use(store: Store, clock: Clock, token: str) -> None:
    for _ in range(27):
        clock.pass_by(hours=12)
        assert people.who(store, token) is not None
    clock.pass_by(hours=12)
    assert people.who(store, token) is None


def test_a_sign_ins_last_use_is_written_at_most_once_a_minute(store: Store, clock: Clock, token: str) -> None:
    writes: list[str] = []

    def record(*args: object) -> None:
        if str(args[2]).startswith("UPDATE"):
            writes.append(str(args[2]))

    event.listen(store.engine, "before_cursor_execute", record)
    for _ in range(12):
        clock.pass_by(seconds=10)
        people.who(store, token)
    assert len(writes) == 2


def test_asking_who_somebody_is_takes_one_query(store: Store, token: str) -> None:
    queries: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: queries.append(args[2]))
    people.who(store, token)
    assert len([query for query in queries if not query.startswith("BEGIN")]) == 1


def test_a_sign_in_holds_while_its_last_use_cannot_be_written(
    store: Store, clock: Clock, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(wait: bool = True) -> None:
        raise StorageUnavailable("read-only")

    monkeypatch.setattr(store, "writing", refuse)
    clock.pass_by(hours=1)
    assert people.who(store, token) is not None


def test_signing_out_ends_this_browser_only(store: Store, person: people.Person, cohort: people.Cohort) -> None:
    phone, laptop = (people.start(store, person.id, cohort.id).token for _ in range(2))
    people.end(store, phone)
    people.end(store, "unknown")
    assert people.who(store, phone) is None
    assert people.who(store, laptop) is not None


def test_signing_out_everywhere_ends_every_browser(store: Store, person: people.Person, cohort: people.Cohort) -> None:
    other = people.add_person(store, cohort.id, "Participant 2", "p2@example.org", ["participant"])
    theirs = people.start(store, other.id, cohort.id).token
    tokens = [people.start(store, person.id, cohort.id).token for _ in range(2)]
    people.end_everywhere(store, person.id)
    assert [people.who(store, token) for token in tokens] == [None, None]
    assert people.who(store, theirs) is not None


@pytest.mark.parametrize("token", ["", "unknown", "\ud800", "\0", "x" * 100_000])
def test_a_token_that_was_never_given_is_nobody(store: Store, token: str) -> None:
    assert people.who(store, token) is None


def test_a_person_switches_between_their_own_cohorts_only(store: Store, token: str, cohort: people.Cohort) -> None:
    autumn, winter = people.add_cohort(store, "Autumn"), people.add_cohort(store, "Winter")
    people.add_person(store, autumn.id, "Participant 1", "p1@example.org", ["trainer"])
    people.switch_cohort(store, token, autumn.id)
    signed_in = people.who(store, token)
    assert signed_in is not None
    assert (signed_in.cohort_name, set(signed_in.roles)) == ("Autumn", {"trainer"})
    with pytest.raises(NotAdmitted, match="ask its facilitator"):
        people.switch_cohort(store, token, winter.id)
    with pytest.raises(NotAdmitted):
        people.switch_cohort(store, "unknown", cohort.id)


def test_whether_somebody_has_a_passphrase_is_known(store: Store, person: people.Person, quick_hashing: None) -> None:
    assert people.has_passphrase(store, person.id) is False
    people.set_passphrase(store, person.id, WORDS)
    assert people.has_passphrase(store, person.id) is True


def test_when_each_person_was_last_here_is_known(
    store: Store, clock: Clock, cohort: people.Cohort, person: people.Person
) -> None:
    assert people.last_seen(store, cohort.id) == {}
    people.start(store, person.id, cohort.id)
    clock.pass_by(hours=1)
    people.start(store, person.id, cohort.id)
    assert people.last_seen(store, cohort.id) == {person.id: clock.moment}
