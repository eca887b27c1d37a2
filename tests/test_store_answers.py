"""An answer is kept as revisions: changes merge, conflicts are shown, nothing is overwritten."""

from collections.abc import Mapping
from contextlib import suppress
from threading import Barrier
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from mentorcourse.store import Answer, Conflict, UnknownRevision
from tests.stores import Desk, together

SHEET = "02_what_you_bring.balance_sheet"


def count(values: Mapping[str, object]) -> tuple[int, int]:
    return sum(1 for value in values.values() if value), 4


def save(desk: Desk, base: int, person: str | None = None, **values: object) -> Answer:
    return desk.store.save(person or desk.person, desk.cohort, SHEET, values, base, count)


def answer(desk: Desk) -> Answer:
    return desk.store.answer(desk.person, desk.cohort, SHEET)


def test_an_answer_not_given_yet_is_empty_at_revision_zero(desk: Desk) -> None:
    assert answer(desk) == Answer(SHEET, 0, {}, None)


def test_a_saved_answer_is_read_back_with_its_time(desk: Desk) -> None:
    saved = save(desk, 0, life="patience", work=["calm", "late"])
    assert saved == answer(desk)
    assert (saved.revision, saved.values) == (1, {"life": "patience", "work": ["calm", "late"]})
    assert saved.saved_at is not None
    assert abs((desk.store.now() - saved.saved_at).total_seconds()) < 60


TEXTS = ["naïve 🙂👩🏽‍⚕️", "שלום, עולם", "مرحبا", "NUL \0 and \x1b", "\ud800", "a" * 50_000, ""]


@pytest.mark.parametrize("value", [*TEXTS, [], None, True, 4, 2.5, [{"text": "a", "follow_up": "ב"}]])
def test_every_value_comes_back_as_it_was_written(desk: Desk, value: object) -> None:
    save(desk, 0, life=value)
    found = answer(desk).values["life"]
    assert (found, type(found)) == (value, type(value))


def test_saves_of_different_fields_from_the_same_base_merge(desk: Desk) -> None:
    save(desk, 0, life="patience")
    merged = save(desk, 0, work="calm")
    assert (merged.revision, merged.values) == (2, {"life": "patience", "work": "calm"})


def test_the_same_field_twice_is_a_conflict_that_shows_both_and_saves_nothing(desk: Desk) -> None:
    first = save(desk, 0, life="mine")
    with pytest.raises(Conflict) as caught:
        save(desk, 0, life="yours", work="calm")
    assert caught.value.fields == {"life": {"yours": "yours", "theirs": "mine"}}
    assert caught.value.answer == first == answer(desk)


def test_a_conflict_is_settled_by_saving_from_the_current_revision(desk: Desk) -> None:
    save(desk, 0, life="mine")
    assert save(desk, 1, life="yours").values == {"life": "yours"}


def test_repeating_a_save_whose_acknowledgement_was_lost_changes_nothing(desk: Desk) -> None:
    first = save(desk, 0, life="patience")
    assert save(desk, 0, life="patience") == first
    assert len(desk.store.history(desk.person, desk.cohort, SHEET)) == 1


def test_only_the_changed_fields_are_appended(desk: Desk) -> None:
    save(desk, 0, life="patience", work="calm")
    save(desk, 1, life="patience", work="calm, mostly")
    newest, oldest = desk.store.history(desk.person, desk.cohort, SHEET)
    assert (newest.number, newest.values) == (2, {"work": "calm, mostly"})
    assert (oldest.number, oldest.values) == (1, {"life": "patience", "work": "calm"})
    assert newest.saved_at >= oldest.saved_at


def test_a_save_from_a_revision_that_does_not_exist_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownRevision, match="no revision 3"):
        save(desk, 3, life="patience")
    assert isinstance(UnknownRevision(), ValueError)
    assert desk.store.progress(desk.cohort) == []


def test_a_save_of_nothing_leaves_no_trace(desk: Desk) -> None:
    assert save(desk, 0).revision == 0
    assert desk.store.progress(desk.cohort) == []


def test_a_check_sees_the_current_values_and_may_refuse_the_save(desk: Desk) -> None:
    class Frozen(Exception):
        pass

    def refuse(current: Mapping[str, object]) -> None:
        if current.get("committed"):
            raise Frozen

    save(desk, 0, choice="wait", committed=True)
    with pytest.raises(Frozen):
        desk.store.save(desk.person, desk.cohort, SHEET, {"choice": "speak"}, 1, count, refuse)
    assert answer(desk).values["choice"] == "wait"
    repeated = desk.store.save(desk.person, desk.cohort, SHEET, {"choice": "wait"}, 0, count, refuse)
    assert repeated.revision == 1


def test_people_and_cohorts_do_not_see_each_others_answers(desk: Desk) -> None:
    save(desk, 0, life="patience")
    assert desk.store.answer(desk.other, desk.cohort, SHEET).values == {}
    assert desk.store.answer(desk.person, "another cohort", SHEET).values == {}
    assert desk.store.history(desk.other, desk.cohort, SHEET) == []


def test_progress_counts_steps_for_one_person_or_the_whole_cohort(desk: Desk) -> None:
    save(desk, 0, life="patience", work="")
    save(desk, 0, person=desk.other, life="calm", work="late")
    rows = desk.store.progress(desk.cohort)
    everyone = {row.person: (row.activity, row.answered, row.total) for row in rows}
    assert everyone == {desk.person: (SHEET, 1, 4), desk.other: (SHEET, 2, 4)}
    assert [row.person for row in desk.store.progress(desk.cohort, desk.person)] == [desk.person]


def test_progress_reads_no_text(desk: Desk) -> None:
    save(desk, 0, life="patience")
    statements: list[str] = []
    event.listen(desk.store.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    desk.store.progress(desk.cohort)
    assert any("answers" in statement for statement in statements)
    assert not any("revisions" in statement for statement in statements)


def test_a_frame_has_the_current_value_of_every_field(desk: Desk) -> None:
    save(desk, 0, life="patience", work=["calm"])
    save(desk, 1, life="patience, mostly")
    frame = desk.store.frame(desk.cohort)
    assert list(frame.columns) == ["person", "activity", "field", "value", "revision", "saved_at"]
    assert frame["value"].tolist() == ["patience, mostly", ["calm"]]
    assert frame["revision"].tolist() == [2, 1]
    assert str(frame["saved_at"].dt.tz) == "UTC"


def test_the_frame_of_an_empty_cohort_has_the_same_columns(desk: Desk) -> None:
    frame = desk.store.frame(desk.cohort)
    assert (len(frame), str(frame["saved_at"].dt.tz)) == (0, "UTC")


def test_a_section_is_closed_and_opened_again(desk: Desk) -> None:
    assert desk.store.sections(desk.cohort) == {}
    desk.store.set_section(desk.cohort, "07_conflicts", False, desk.person)
    assert desk.store.sections(desk.cohort) == {"07_conflicts": False}
    desk.store.set_section(desk.cohort, "07_conflicts", True, desk.other)
    assert desk.store.sections(desk.cohort) == {"07_conflicts": True}


def test_two_tabs_that_save_different_fields_at_once_merge(desk: Desk) -> None:
    save(desk, 0, start="here")
    together(lambda: save(desk, 1, life="patience"), lambda: save(desk, 1, work="calm"))
    assert answer(desk).values == {"start": "here", "life": "patience", "work": "calm"}
    assert answer(desk).revision == 3


def test_two_first_saves_of_one_answer_at_once_merge(desk: Desk) -> None:
    results = together(lambda: save(desk, 0, life="patience"), lambda: save(desk, 0, work="calm"))
    assert {type(result) for result in results} == {Answer}
    assert answer(desk).values == {"life": "patience", "work": "calm"}


def test_two_tabs_that_save_the_same_field_at_once_lose_neither_text(desk: Desk) -> None:
    results = together(lambda: save(desk, 0, life="left"), lambda: save(desk, 0, life="right"))
    conflict = next(result for result in results if isinstance(result, Conflict))
    kept = answer(desk).values["life"]
    assert conflict.fields["life"]["theirs"] == kept
    assert {kept, conflict.fields["life"]["yours"]} == {"left", "right"}


def test_eight_threads_that_add_to_one_field_lose_no_update(desk: Desk) -> None:
    def add(name: str) -> None:
        for turn in range(3):
            while True:
                current = answer(desk)
                try:
                    save(desk, current.revision, life=[*current.values.get("life", []), f"{name}{turn}"])
                except Conflict:
                    continue
                break

    results = together(*(lambda name=name: add(name) for name in "abcdefgh"))
    assert [result for result in results if result] == []
    expected = [f"{name}{turn}" for name in "abcdefgh" for turn in range(3)]
    assert sorted(answer(desk).values["life"]) == expected
    assert answer(desk).revision == len(desk.store.history(desk.person, desk.cohort, SHEET)) == 24


FIELDS = st.dictionaries(st.sampled_from("abc"), st.none() | st.booleans() | st.text(max_size=3), max_size=3)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saves=st.lists(st.tuples(FIELDS, st.integers(0, 6)), max_size=8))
def test_after_any_saves_the_history_replays_to_the_current_answer(
    desk: Desk, saves: list[tuple[dict[str, object], int]]
) -> None:
    place = (desk.person, desk.cohort, f"s.{uuid4()}")  # examples share the database, not the answer
    for values, base in saves:
        with suppress(Conflict, UnknownRevision):
            desk.store.save(*place, values, base, count)
    history = desk.store.history(*place)
    replayed: dict[str, object] = {}
    for revision in reversed(history):
        replayed |= revision.values
    current = desk.store.answer(*place)
    assert replayed == current.values
    assert [revision.number for revision in history] == list(range(current.revision, 0, -1))


def test_connections_are_kept_for_those_who_save_after(desk: Desk) -> None:
    made: list[object] = []
    event.listen(desk.store.engine, "connect", lambda connection, _: made.append(connection))
    for _ in range(3):
        all_in = Barrier(8)

        def read(all_in: Barrier = all_in) -> None:
            with desk.store.reading() as session:
                session.connection()
                all_in.wait(timeout=30)

        assert together(*[read] * 8) == [None] * 8
    assert len(made) <= 8
