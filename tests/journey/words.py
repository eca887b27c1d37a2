"""What people on the journey write: plausible sentences, no two of them alike, that name nobody."""

from __future__ import annotations

import re
from itertools import count

from mentorcourse.rehearsal.words import SENTENCES

# The three lists have lengths without a common divisor, so that sentences are all different for a long time.
WHEN = (
    "After the ward round", "On the way home", "Between two clinics", "Early on Monday", "When the day gets long",
    "At the end of a call", "Before the meeting", "In a quiet hour", "While the coffee was hot", "Late on Friday",
    "On the second reading", "In the stairwell", "With the door closed", "Over a sandwich", "At the whiteboard",
    "During the long drive", "On a good day", "When I was tired", "Once the pager slept",
)  # fmt: skip
ABOUT = (
    "about the fellow", "about the new resident", "about our nurse educator", "about the junior colleague",
    "about the one who left", "about the doctoral student", "about a peer", "about my own mentor",
    "about the quiet one", "about the lab team", "about the clinic team",
)  # fmt: skip
MOST = len(WHEN) * len(ABOUT) * len(SENTENCES)
RUN = 6  # so many words in a row are nobody's by chance

_numbers = count()


def sentence() -> str:
    """A sentence that has not been written before."""
    number = next(_numbers)
    assert number < MOST
    said = SENTENCES[number % len(SENTENCES)]
    return f"{WHEN[number % len(WHEN)]}, {ABOUT[number % len(ABOUT)]}: {said}"


def runs(text: str) -> set[str]:
    """Every few words in a row of a text: what shows a part of a sentence wherever it has gone."""
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def bare(text: str) -> str:
    """A text without spaces, line breaks and hyphens: how it is laid out makes no difference then."""
    return re.sub(r"[\s\-\u00ad\u2010]+", "", text)
