"""A person can take everything with them: every table is covered, and nothing in it is somebody else's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from mentorcourse import backups
from mentorcourse.privacy import account, audit, export, held
from mentorcourse.store import Store, tables
from tests.confided import EMAIL, MARK, NAME, Confided, confide
from tests.review_samples import WORDS

assert backups  # every table is declared once this is imported


@pytest.fixture
def confided(store: Store) -> Confided:
    """Somebody with words of theirs everywhere."""
    return confide(store)


def test_every_table_that_says_something_of_people_is_covered() -> None:
    assert held.uncovered() == set(), "say in mentorcourse/privacy/held.py what becomes of these tables"


def test_a_table_that_shows_nothing_or_keeps_something_says_why() -> None:
    assert [one.table for one in held.HELD if not (one.shown and one.gone) and not one.why] == []
    assert [one.table for one in held.HELD if one.kept and not one.why] == []


def test_every_column_named_is_there() -> None:
    for one, table in held.held():
        paths = [*one.shown, *one.gone, *one.kept]
        columns = {path if isinstance(path, str) else path[0] for path in paths} | {*one.blank, *one.hidden}
        assert columns <= {column.name for column in table.columns}, one.table


def test_everything_that_somebody_confided_is_in_their_export(confided: Confided) -> None:
    confided.agree_with("A mentee", sign=True)
    found = export.everything(confided.store, confided.person)
    assert [(row["name"], row["email"]) for row in found["people"]] == [(NAME, EMAIL)]
    assert len(found["revisions"]) == 4
    for table in ("revisions", "submissions", "replies", "agreement_revisions", "agreement_comments"):
        assert MARK in json.dumps(found[table]), table
    assert found["feedback"][0]["feedback"]["overall"].startswith("Dear")
    assert found["feedback"][0]["trainer"] == "Trainer 1"
    assert {"Trainer 1"} <= {row["trainer"] for row in found["openings"]} <= {"Trainer 1", "Trainer 2"}
    assert found["agreement_versions"][0]["paper"]
    assert found["agreements_handed_over"][0]["rows"]["goals"] == "The mentee's own goal"
    assert found["audit_acts"]


def test_an_export_holds_no_secret_no_draft_of_others_and_no_id_of_anybody_else(confided: Confided) -> None:
    pair = confided.agree_with("A mentee", sign=False)
    told = json.dumps(export.everything(confided.store, confided.person))
    team = confided.team
    assert "Unsaid" not in told  # a trainer's draft
    assert [one for one in (team.trainer, team.colleague, team.other, pair.mentee) if one in told] == []
    assert [word for word in ("secret_hash", "device_hash", "passphrase", "$argon2") if word in told] == []


def test_a_column_that_is_not_handed_over_is_not_in_the_other_s_export(confided: Confided) -> None:
    pair = confided.agree_with("A mentee", sign=False)
    theirs = json.dumps(export.everything(confided.store, pair.mentee))
    assert MARK in theirs  # it was returned to them
    other = export.everything(confided.store, confided.team.other)
    assert MARK not in json.dumps(other)


def test_a_trainer_s_export_has_what_they_wrote_and_no_reflection(confided: Confided) -> None:
    found = export.everything(confided.store, confided.team.trainer)
    assert found["reviews"][0]["released"]["comments"] == WORDS["comments"]
    assert found["submissions"] == []
    assert "First thoughts" not in json.dumps(found)


def test_an_unknown_person_is_an_error(confided: Confided) -> None:
    with pytest.raises(KeyError):
        export.everything(confided.store, "nobody")


# The record of who did what.


def test_a_person_s_account_has_acts_and_openings_newest_first(confided: Confided) -> None:
    lines, more = account.account_of(confided.store, confided.person)
    kinds = {line.kind for line in lines}
    assert {"notice read", "link made", "reflection opened"} <= kinds
    assert not more
    by_trainer = [line for line in lines if line.by == "Trainer 1" and line.kind == "link made"]
    assert by_trainer[0].about == NAME


def test_an_account_comes_in_pages(confided: Confided) -> None:
    for _ in range(7):
        confided.team.clock.go_on(minutes=1)
        audit.note(confided.store, "signed in", by=confided.person, about=confided.person)
    seen = []
    page, more = 0, True
    while more:
        page += 1
        lines, more = account.account_of(confided.store, confided.person, page, size=3)
        assert len(lines) <= 3
        seen += lines
    everything, _ = account.account_of(confided.store, confided.person, size=500)
    assert seen == everything
    assert [line.at for line in seen] == sorted((line.at for line in seen), reverse=True)


def test_nobody_s_account_has_what_was_done_about_others(confided: Confided) -> None:
    other, _ = account.account_of(confided.store, confided.team.other)
    assert other == []
    trainer, _ = account.account_of(confided.store, confided.team.trainer)
    assert {line.kind for line in trainer} == {"link made"}  # their own act; whom they read stays hidden from them


def test_the_record_is_only_ever_added_to() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in Path(audit.__file__).parents[1].rglob("*.py"))
    assert sources.count("delete(Act)") == 1  # whoever declines the notice leaves no trace
    assert "update(Act)" not in sources


def test_no_row_of_the_record_holds_a_word_of_anybody_s(confided: Confided) -> None:
    table = tables.Table.metadata.tables["audit_acts"]
    with confided.store.reading() as session:
        told = repr(session.execute(select(table)).all())
    assert [word for word in (MARK, NAME, EMAIL) if word in told] == []
