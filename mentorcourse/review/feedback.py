"""Keep the pages of feedback that nbgrader makes, beside the submissions they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import select

from mentorcourse.store import Store

from .standing import Standing
from .submissions import Version
from .tables import Feedback

_POINTS = re.compile(r'<span class="pull-right">\s*Score:.*?</span>', re.DOTALL)
_CONTENTS = re.compile(r'<div class="panel-heading">\s*<h4>.*?<div id="toc">.*?</div>\s*</div>', re.DOTALL)
_SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)


def stale_feedback(store: Store, known: Iterable[Standing]) -> list[Standing]:
    """Those whose feedback has been released since the page of it was made, or that have no page."""
    with store.reading() as session:
        made = {
            row.submission_id: row.made_at for row in session.execute(select(Feedback.submission_id, Feedback.made_at))
        }
    return [
        one
        for one in known
        if one.released_at and (one.submission not in made or made[one.submission] < one.released_at)
    ]


def without_points(page: str) -> str:
    """nbgrader's page without its points, and the list that begins with them: in this course they are no grade.

    What people wrote stands escaped in the page, so that none of it is taken for these.
    """
    return _POINTS.sub("", _CONTENTS.sub("", page))


def without_scripts(page: str) -> str:
    """nbgrader's page without its own scripts, which would ask another server for mathematics."""
    return _SCRIPT.sub("", page)


def keep_feedback(store: Store, submission: str, page: str) -> None:
    """Keep a page in place of the one before."""
    page = without_scripts(page)
    with store.writing() as session:
        store.insert_if_absent(session, Feedback, submission_id=submission, page=page, made_at=store.now())
        row = session.get_one(Feedback, submission)
        row.page, row.made_at = page, store.now()


def feedback_page(store: Store, submission: str) -> str | None:
    """The page for a submission, if there is one."""
    with store.reading() as session:
        row = session.get(Feedback, submission)
        return row.page if row else None


def page_for_writer(store: Store, version: Version) -> str | None:
    """The page as the submission's writer gets it: None until a trainer has released feedback, and it is made."""
    page = feedback_page(store, version.id) if version.feedback else None
    return without_points(page) if page else None
