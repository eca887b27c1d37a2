"""Whatever a reflection's handlers refuse is a sentence of the catalogues, and is said in the course's language."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mentorcourse.content import BadAnswers
from mentorcourse.language import Sentence, say
from mentorcourse.review import bank, checking, rule
from mentorcourse.review.readers import Refused, set_excluded
from mentorcourse.review.reading import release
from mentorcourse.review.standing import standings
from mentorcourse.review.wording import clean_review, missing
from mentorcourse.server import gate
from mentorcourse.store import Store
from tests.review_samples import ASKED, RUBRIC, WORDS, Team, make_team

SERVER = Path(gate.__file__).parent
MODULES = [
    *sorted((SERVER.parent / "review").glob("*.py")), *sorted(SERVER.glob("re*.py")),
    SERVER / "calibration.py", SERVER / "staff_reflections.py",
]  # fmt: skip
SAYING = {"Refused", "Unknown", "HTTPError", "BadAnswers", "ReleasedBefore"}


def bare_texts(path: Path) -> Iterator[str]:
    """Texts that a refusal would say and that stand outside of a sentence."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
            for argument in node.args:
                values = argument.values if isinstance(argument, ast.Dict) else [argument]
                yield from (ast.unparse(one) for one in values if isinstance(one, ast.Constant | ast.JoinedStr)
                            and not isinstance(getattr(one, "value", ""), int))  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_refusal_is_said_in_english_alone(path: Path) -> None:
    assert list(bare_texts(path)) == []


def test_a_bare_refusal_would_be_found(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('raise HTTPError(404, "No.")\nraise Refused(f"No {x}.")\nraise BadAnswers({"text": "No."})\n')
    assert len(list(bare_texts(module))) == 3


@pytest.fixture
def team(store: Store) -> Team:
    """A cohort that asks for a second reader."""
    team = make_team(store)
    rule.set_rule(store, team.cohort, "second reader")
    return team


def test_what_a_store_refuses_is_said_in_spanish(team: Team) -> None:
    version = team.submit()
    refusals: list[tuple[Callable[..., object], tuple[object, ...]]] = [
        (team.submit, ()),
        (set_excluded, (team.store, team.cohort, team.writer, "nobody", True)),
        (checking.take_back, (team.store, team.cohort, team.trainer, version.id)),
        (rule.set_rule, (team.store, team.cohort, "everybody")),
    ]
    for work, rest in refusals:
        with pytest.raises(Refused) as refused:
            work(*rest)
        assert isinstance(refused.value.words, Sentence)
        assert say(refused.value.words, "es") != str(refused.value)
    for number in range(bank.MOST):
        bank.add_sentence(team.store, team.cohort, team.trainer, f"Sentence {number}", False)
    with pytest.raises(Refused) as full:
        bank.add_sentence(team.store, team.cohort, team.trainer, "One more", False)
    assert str(bank.MOST) in say(full.value.words, "es")


def test_what_a_review_lacks_is_said_in_spanish() -> None:
    wanting = missing({"levels": {}, "comments": {}, "overall": ""}, RUBRIC)
    assert all(say(words, "es") != words for words in wanting.values())
    reviews: list[object] = [{"grade": 1}, {"comments": {"nowhere": ""}}, {"levels": []}, {"overall": "x" * 5000}]
    for wrong in reviews:
        with pytest.raises(BadAnswers) as refused:
            clean_review(wrong, ASKED, RUBRIC)
        assert all(say(words, "es") != words for words in refused.value.errors.values())


def test_what_nbgrader_is_told_is_in_the_courses_language(team: Team) -> None:
    rule.set_rule(team.store, team.cohort, "nobody")
    version = team.submit()
    release(team.store, team.cohort, team.trainer, version.id, WORDS, 0)
    (standing,) = standings(team.store, team.cohort, RUBRIC, "es")
    assert next(iter(standing.comments.values())).startswith("En general: ")
