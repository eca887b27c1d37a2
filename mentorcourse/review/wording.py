"""Check what trainers and participants write about a reflection, before it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mentorcourse.content import BadAnswers
from mentorcourse.content.fields import BadValue, Field
from mentorcourse.language import Sentence

from .assignments import Rubric

COMMENT = Field("Comment", characters=4000)
LINE = Field("Text", characters=2000)


def clean_text(text: object) -> str:
    """A reply or a sentence of the comment bank as it will be kept; BadAnswers when it is empty or too long."""
    try:
        kept: str = LINE.clean(text)
    except BadValue as wrong:
        raise BadAnswers({"text": wrong.args[0]}) from wrong
    if not kept.strip():
        raise BadAnswers({"text": Sentence("Write something first.")})
    return kept.strip()


def clean_review(raw: object, questions: Sequence[Mapping[str, str]], rubric: Rubric) -> dict[str, Any]:
    """A review as it will be kept: `levels` {question: {criterion: level}}, `comments` {question: text}, `overall`.

    What is not rated, or without a comment, is left out. Raises BadAnswers naming each part that is wrong.
    """
    if not isinstance(raw, dict) or not set(raw) <= {"levels", "comments", "overall"}:
        raise BadAnswers({"review": Sentence("A review has levels, comments and overall.")})
    asked = [question["key"] for question in questions]
    levels = clean_levels(raw.get("levels", {}), asked, rubric)
    errors, comments = dict[str, str](), dict[str, str]()
    given = raw.get("comments", {})
    if not isinstance(given, dict) or not set(given) <= set(asked):
        raise BadAnswers({"comments": Sentence("Comments belong to the questions of this reflection.")})
    for key, value in {**given, "overall": raw.get("overall", "")}.items():
        try:
            comments[key] = COMMENT.clean(value)
        except BadValue as wrong:
            errors[key] = wrong.args[0]
    if errors:
        raise BadAnswers(errors)
    overall = comments.pop("overall")
    return {"levels": levels, "comments": {key: text for key, text in comments.items() if text}, "overall": overall}


def clean_levels(raw: object, asked: Sequence[str], rubric: Rubric) -> dict[str, dict[str, str]]:
    """Ratings as they will be kept: {question: {criterion: level}}; BadAnswers for any that the rubric has not."""
    criteria, kept = {criterion.key for criterion in rubric.criteria}, dict[str, dict[str, str]]()
    refused = BadAnswers({"levels": Sentence("Rate the questions of this reflection on the levels of the rubric.")})
    if not isinstance(raw, dict) or not set(raw) <= set(asked):
        raise refused
    for question, rated in raw.items():
        if not isinstance(rated, dict) or not set(rated) <= criteria:
            raise refused
        chosen = {criterion: level for criterion, level in rated.items() if level is not None}
        if not all(level in rubric.level_keys for level in chosen.values()):
            raise refused
        if chosen:
            kept[question] = chosen
    return kept


def missing(review: Mapping[str, Any], rubric: Rubric) -> dict[str, str]:
    """What a review still needs before it can be released: a rating on each criterion, and some words."""
    rated = {criterion for levels in review["levels"].values() for criterion in levels}
    wanting: dict[str, str] = {
        criterion.key: Sentence("Rate “{criterion}” on one question at least.", criterion=criterion.label)
        for criterion in rubric.criteria
        if criterion.key not in rated
    }
    if not review["overall"].strip() and not review["comments"]:
        wanting["overall"] = Sentence("Write a comment, on one question or overall: levels alone help nobody.")
    return wanting


def scores(review: Mapping[str, Any], answers: Mapping[str, str], rubric: Rubric) -> dict[str, float]:
    """The review as points for each question, between 0 and the number of the highest level.

    A question's points are the mean of its levels, counted from 0; one that was not rated takes the mean of all, and
    one that was not answered has none. Nobody in the course is shown points: they tell nbgrader that it was read.
    """
    rank = {key: number for number, key in enumerate(rubric.level_keys)}
    rated = {question: [rank[one] for one in levels.values()] for question, levels in review["levels"].items()}
    everything = [rank for ranks in rated.values() for rank in ranks]
    found = {key: (rated.get(key) or everything) if text.strip() else [] for key, text in answers.items()}
    return {key: sum(ranks) / len(ranks) if ranks else 0.0 for key, ranks in found.items()}
