"""Keep how trainers rate the examples, and say how far a team agrees, there and on what two of them have read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mentorcourse.language import Sentence
from mentorcourse.store import Store

from .assignments import Rubric
from .readers import Refused
from .tables import Calibration, Check, Review, SecondReading, Submission

Unit = tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """Krippendorff's alpha for ordinal ratings; None where it cannot be told, as when no two ratings differ.

    `units` is how many things at least two people have rated, `raters` how many people these are.
    """

    alpha: float | None
    units: int
    raters: int


def rate_example(store: Store, cohort: str, trainer: str, example: str, levels: Mapping[str, str]) -> None:
    """Keep a trainer's rating of an example; the first one counts, for afterwards they know ours."""
    with store.writing() as session:
        key = {"trainer_id": trainer, "cohort_id": cohort, "example": example}
        if session.get(Calibration, key):
            raise Refused(Sentence("You have rated this example already, and seen how we read it."))
        session.add(Calibration(**key, levels=dict(levels), rated_at=store.now()))


def own_ratings(store: Store, cohort: str, trainer: str) -> dict[str, dict[str, str]]:
    """The trainer's ratings by example: {criterion: level}."""
    query = select(Calibration).filter_by(cohort_id=cohort, trainer_id=trainer)
    with store.reading() as session:
        return {row.example: row.levels for row in session.scalars(query)}


def agreement_on_examples(store: Store, cohort: str, rubric: Rubric) -> Agreement:
    """How far the cohort's trainers agree on the examples."""
    with store.reading() as session:
        rows = session.scalars(select(Calibration).filter_by(cohort_id=cohort)).all()
    rated = [(row.trainer_id, (row.example, key), level) for row in rows for key, level in row.levels.items()]
    return agreement(rated, rubric)


def agreement_on_submissions(store: Store, cohort: str, rubric: Rubric) -> Agreement:
    """How far those agree who have read the same submission, each as they rated before they saw the other's rating."""
    by_rater: dict[tuple[str, str], Mapping[str, Mapping[str, str]]] = {}
    with store.reading() as session:
        for review in session.scalars(_of(select(Review), Review.submission_id, cohort)):
            if review.released:
                by_rater[review.submission_id, review.trainer_id] = review.released["levels"]
        # What was released may have changed after a second reading: what counts was kept before it.
        for check in session.scalars(_of(select(Check), Check.submission_id, cohort)):
            by_rater[check.submission_id, check.trainer_id] = check.levels
        for second in session.scalars(_of(select(SecondReading), SecondReading.submission_id, cohort)):
            by_rater[second.submission_id, second.reader_id] = second.levels
    return agreement(
        (
            (rater, (submission, question, criterion), level)
            for (submission, rater), levels in by_rater.items()
            for question, rated in levels.items()
            for criterion, level in rated.items()
        ),
        rubric,
    )


def _of(query: Any, submission: Any, cohort: str) -> Any:
    return query.join(Submission, Submission.id == submission).where(Submission.cohort_id == cohort)


def agreement(ratings: Iterable[tuple[str, Unit, str]], rubric: Rubric) -> Agreement:
    """Agreement over (rater, unit, level); units that only one person rated do not count."""
    by_unit: dict[Unit, dict[str, int]] = {}
    for rater, unit, level in ratings:
        if level in rubric.level_keys:
            by_unit.setdefault(unit, {})[rater] = rubric.level_keys.index(level)
    shared = [unit for unit in by_unit.values() if len(unit) > 1]
    raters = sorted({rater for unit in shared for rater in unit})
    if len({level for unit in shared for level in unit.values()}) < 2:
        return Agreement(None, len(shared), len(raters))
    import krippendorff  # brings numpy, which nothing else here needs

    missing = float("nan")
    table = [[float(unit[rater]) if rater in unit else missing for unit in shared] for rater in raters]
    alpha = krippendorff.alpha(reliability_data=table, level_of_measurement="ordinal")
    return Agreement(float(alpha), len(shared), len(raters))
