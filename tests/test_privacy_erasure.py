"""An erasure takes out what is a person's own, leaves others what is theirs, and holds after a restore."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from mentorcourse import backups, people
from mentorcourse.agreements import reading
from mentorcourse.cli import app
from mentorcourse.people import sign_ins
from mentorcourse.privacy import erasure, tables
from mentorcourse.privacy.erased_list import remembered
from mentorcourse.review.reading import open_submission, release, save_draft
from mentorcourse.review.submissions import versions
from mentorcourse.review.worker import gradebook_folder
from mentorcourse.store import Store, open_store
from tests.confided import EMAIL, MARK, NAME, THEIRS, Confided, confide, kept_text
from tests.review_samples import WORDS

WEEK = timedelta(days=7)


@pytest.fixture
def confided(store: Store) -> Confided:
    """Somebody with words of theirs everywhere, on either database."""
    return confide(store)


def erase(confided: Confided, folder: Path) -> None:
    """Carry an erasure out; the list beside the backups is in `folder`."""
    erasure.carry_out(confided.store, confided.person, folder, folder)


def test_nothing_of_somebody_erased_is_left_anywhere_not_even_between_the_rows(
    confided: Confided, tmp_path: Path
) -> None:
    confided.agree_with("A mentee", sign=False)
    before = kept_text(confided.store)
    assert all(word in before for word in THEIRS)
    erase(confided, tmp_path)
    after = kept_text(confided.store)
    assert [word for word in THEIRS if word in after] == []


def test_what_both_signed_stays_with_the_other_and_the_rest_does_not(confided: Confided, tmp_path: Path) -> None:
    pair = confided.agree_with("A mentee", sign=True)
    erase(confided, tmp_path)
    seen = confided.told(pair)
    assert (seen.state.stage, len(seen.versions), seen.names["mentor"].startswith("Erased person")) == (
        "ended",
        1,
        True,
    )
    paper = json.dumps(reading.signed(confided.store, pair.mentee, pair.id, 1))
    assert (MARK in paper, NAME in paper) == (True, True)
    rest = kept_text(confided.store, "agreement_versions")
    assert [word for word in THEIRS if word in rest] == []


def test_an_agreement_that_nobody_is_left_of_goes_altogether(confided: Confided, tmp_path: Path) -> None:
    pair = confided.agree_with("Wendeline Other", sign=True)
    erase(confided, tmp_path)
    erasure.carry_out(confided.store, pair.mentee, tmp_path, tmp_path)
    after = kept_text(confided.store)
    assert [word for word in (*THEIRS, "Wendeline", "mentee's own goal") if word in after] == []


def test_nobody_else_loses_a_word(confided: Confided, tmp_path: Path) -> None:
    team = confided.team
    team.store.save(team.other, team.cohort, "s.journal", {"note": "mine"}, 0, lambda values: (1, 1))
    sent = team.submit("Of the other", team.other)
    open_submission(team.store, team.cohort, team.trainer, sent.id)
    release(team.store, team.cohort, team.trainer, sent.id, WORDS, 0)
    erase(confided, tmp_path)
    assert team.store.answer(team.other, team.cohort, "s.journal").values == {"note": "mine"}
    assert versions(team.store, team.cohort, team.other)[0].state == "released"


def test_a_trainer_s_released_feedback_stays_with_its_reader_and_their_drafts_go(
    confided: Confided, tmp_path: Path
) -> None:
    team = confided.team
    sent = team.submit("Of the other", team.other)
    open_submission(team.store, team.cohort, team.trainer, sent.id)
    release(team.store, team.cohort, team.trainer, sent.id, {**WORDS, "overall": "Released words"}, 0)
    open_submission(team.store, team.cohort, team.colleague, sent.id)
    save_draft(team.store, team.cohort, team.colleague, sent.id, {**WORDS, "overall": "Unreleased words"}, 0)
    for trainer in (team.trainer, team.colleague):
        erasure.carry_out(team.store, trainer, tmp_path, tmp_path)
    after = kept_text(team.store)
    assert ("Released words" in after, "Unreleased words" in after, "Trainer 1" in after) == (True, False, False)


def test_it_signs_out_ends_links_and_lets_the_same_address_begin_anew(confided: Confided, tmp_path: Path) -> None:
    store, cohort = confided.store, confided.team.cohort
    token = sign_ins.start(store, confided.person, cohort).token
    erase(confided, tmp_path)
    assert people.who(store, token) is None
    assert confided.person not in {member.person.id for member in people.members(store, cohort)}
    anew = people.add_person(store, cohort, NAME, EMAIL, ["participant"])
    assert anew.id != confided.person
    assert store.answer(anew.id, cohort, "s.journal").values == {}


def test_it_waits_for_a_week_in_which_it_can_be_undone(confided: Confided) -> None:
    store, clock = confided.store, confided.team.clock
    assert erasure.confirm(store, confided.person, confided.person, WEEK) == clock.at + WEEK
    clock.go_on(days=3)
    assert erasure.confirm(store, confided.person, confided.person, WEEK) == clock.at + timedelta(days=4)  # asked twice
    assert erasure.due(store) == []
    erasure.undo(store, confided.person, confided.person)
    clock.go_on(days=30)
    assert (erasure.pending(store, confided.person), erasure.due(store)) == (None, [])
    erasure.confirm(store, confided.person, confided.person, WEEK)
    clock.go_on(days=7)
    assert erasure.due(store) == [confided.person]


def test_one_step_of_a_facilitator_erases_nobody(confided: Confided) -> None:
    store, clock = confided.store, confided.team.clock
    erasure.ask(store, confided.person, confided.team.trainer)
    clock.go_on(days=100)
    asked = erasure.pending(store, confided.person)
    assert (asked and asked.confirmed, erasure.due(store)) == (False, [])
    erasure.confirm(store, confided.person, confided.team.trainer, WEEK)
    clock.go_on(days=7)
    assert erasure.due(store) == [confided.person]


def test_the_tombstone_tells_that_somebody_was_erased_and_not_who(confided: Confided, tmp_path: Path) -> None:
    erase(confided, tmp_path)
    with confided.store.reading() as session:
        (row,) = session.scalars(select(tables.Erasure))
        kinds = set(session.scalars(select(tables.Act.kind).filter_by(about_id=confided.person)))
    assert (row.state, row.person_id) == ("done", confided.person)
    assert {"erased", "link made"} <= kinds  # the record stays, without a name
    erase(confided, tmp_path)  # once more changes nothing


def test_nbgrader_s_copies_go_and_are_made_anew_without_them(confided: Confided, tmp_path: Path) -> None:
    folder = gradebook_folder(confided.store, confided.team.cohort, tmp_path)
    (folder / "submitted").mkdir(parents=True)
    (folder / "submitted" / "x.ipynb").write_text(MARK)
    erase(confided, tmp_path)
    assert not folder.exists()


def test_a_backup_from_before_that_is_put_back_brings_nobody_back(confided: Confided, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    old = backups.back_up(confided.store, folder)
    erase(confided, folder)
    assert remembered(folder) == {confided.person}
    with backups.opened(old.path) as kept:
        all_of_them = backups.restore(kept, confided.store, replace=True)
        without = backups.restore(kept, confided.store, replace=True, erased=remembered(folder))
    assert without == all_of_them - 1
    after = kept_text(confided.store)
    assert [word for word in THEIRS if word in after] == []
    assert erasure.erased(confided.store) == [confided.person]


def test_the_restore_command_finds_the_list_and_says_nothing_of_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    store = open_store(data / "course.db")
    confided = confide(store)
    folder = backups.default_folder(store)
    old = backups.back_up(store, folder)
    erase(confided, folder)
    store.close()
    done = CliRunner().invoke(
        app, ["restore", str(old.path), "--data", str(data), "--replace"], env={"MENTORCOURSE_DATABASE": ""}
    )
    assert (done.exit_code, "erased.json" in done.output) == (0, False), done.output
    store = open_store(data / "course.db")
    after = kept_text(store)
    store.close()
    assert [word for word in THEIRS if word in after] == []


def test_a_backup_elsewhere_has_the_list_beside_it(confided: Confided, tmp_path: Path) -> None:
    erase(confided, tmp_path / "backups")
    backups.back_up(confided.store, tmp_path / "elsewhere")
    assert remembered(tmp_path / "elsewhere") == {confided.person}
