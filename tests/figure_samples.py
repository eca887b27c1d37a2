"""For each picture of answers, a form as small as the picture allows and some answers to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sample:
    """A form's definition with some answers; `written` puts one text wherever the picture shows a person's words."""

    definition: dict[str, Any]
    some: dict[str, object]
    written: Callable[[str], dict[str, object]] | None = None


SELF_RATING = Sample(
    definition={
        "layout": {
            "items": [
                {"key": "attention", "label": "I let the relationship run dry"},
                {"key": "listening", "label": "I talk before I listen"},
                {"key": "growth", "label": "I miss how much my mentee has grown"},
            ],
            "scales": [
                {
                    "key": "often",
                    "label": "How often is this me?",
                    "from": 1,
                    "to": 5,
                    "points": {"1": "Never", "5": "Very often"},
                },
                {"key": "confidence", "label": "Confidence", "from": 0, "to": 10, "points": {}},
            ],
        }
    },
    some={"attention.often": 4, "attention.confidence": 6, "listening.often": 2},
)
BALANCE_SHEET = Sample(
    definition={
        "layout": {
            "rows": [
                {"key": "life", "label": "Life experience"},
                {"key": "career", "label": "Career experience"},
                {"key": "network", "label": "Network"},
            ],
            "columns": [{"key": "assets", "label": "Assets"}, {"key": "biases", "label": "Biases"}],
        }
    },
    some={
        "life.assets": ["Moved countries twice"],
        "career.assets": ["Changed track at forty"],
        "career.biases": ["Everybody needs a plan", "Only research counts"],
    },
    written=lambda text: {"life.assets": [text], "life.biases": [text]},
)
CONFLICTS = Sample(
    definition={
        "layout": {
            "rows": [{"key": "pulls", "label": "What pulls?"}, {"key": "stops", "label": "What stops me"}],
            "columns": [
                {"key": "mentor", "label": "Mentor"},
                {"key": "external", "label": "External considerations"},
                {"key": "mentee", "label": "Mentee"},
            ],
        }
    },
    some={
        "pulls.mentor": [
            {"text": "Their data would help my grant", "follow_up": "Settle authorship in writing"},
            {"text": "I vote on their promotion", "follow_up": ""},
        ],
        "stops.external": [{"text": "Clinic is short of people", "follow_up": "Fixed hour, protected"}],
    },
    written=lambda text: {
        "pulls.mentor": [{"text": text, "follow_up": text}],
        "stops.mentee": [{"text": text, "follow_up": ""}],
    },
)
DUTIES = Sample(
    definition={
        "layout": {
            "items": [
                {"key": "undivided_time", "label": "Give undivided time"},
                {"key": "keep_contact", "label": "Keep the contact alive"},
                {"key": "open_mind", "label": "Stay open"},
            ],
            "scales": [
                {
                    "key": "now",
                    "label": "How dependably I do this now",
                    "from": 1,
                    "to": 5,
                    "points": {"1": "Hardly ever", "5": "Nearly always"},
                }
            ],
        }
    },
    some={"undivided_time.now": 4, "open_mind.now": 2},
)
TRUST_PLAN = Sample(
    definition={
        "layout": {
            "rows": [
                {"key": "time", "label": "Accept the time it costs"},
                {"key": "honesty", "label": "Be honest and genuine"},
                {"key": "power", "label": "Name the difference in power"},
                {"key": "strength", "label": "Let them discover their own strength"},
            ],
            "columns": [{"key": "action", "label": "What I will do"}, {"key": "when", "label": "When"}],
        }
    },
    some={
        "time.action": "Give up the second journal club",
        "time.when": "before January",
        "honesty.action": "Say what I have never supervised",
        "power.when": "first meeting",
    },
    written=lambda text: {"time.action": text, "time.when": text, "honesty.action": text, "power.when": text},
)
WHICH_HAT = Sample(
    definition={
        "layout": {
            "options": [
                {"key": "mentoring", "label": "Mentoring"},
                {"key": "sponsoring", "label": "Sponsoring"},
                {"key": "coaching", "label": "Coaching"},
                {"key": "advising", "label": "Advising"},
            ],
            "situations": [
                {"key": "deadline", "text": "<p>The form is due &amp; nobody knows it.</p>\n", "fits": ["advising"]},
                {"key": "empty_seat", "text": "<p>A speaker has withdrawn.</p>\n", "fits": ["sponsoring"]},
                {"key": "two_roads", "text": "<p>Which road is mine?</p>\n", "fits": ["coaching", "mentoring"]},
            ],
        }
    },
    some={"deadline": "advising", "two_roads": "advising"},
)
CANDOR = Sample(
    definition={
        "fields": {
            "care": {"label": "How much you show that you care", "from": 0, "to": 10},
            "challenge": {"label": "How directly you challenge", "from": 0, "to": 10},
            "care_revised": {"label": "Care, revised", "from": 0, "to": 10},
            "challenge_revised": {"label": "Challenge, revised", "from": 0, "to": 10},
        },
        "layout": {"prompts": ["care", "challenge", "care_revised", "challenge_revised"]},
    },
    some={"care": 8, "challenge": 2, "care_revised": 7, "challenge_revised": 7},
)

TEAM_MAP = Sample(
    definition={
        "layout": {
            "rows": [
                {"key": "content", "label": "Content mentors"},
                {"key": "career", "label": "Career mentors"},
                {"key": "peer", "label": "Peer mentors"},
                {"key": "life", "label": "Life mentors"},
            ],
            "columns": [{"key": "internal", "label": "Internal"}, {"key": "external", "label": "External"}],
        }
    },
    some={
        "content.internal": ["B., designs the cases", "me, vice chair"],
        "content.external": ["M., wrote the assessment"],
        "career.internal": ["me, vice chair"],
        "peer.external": ["two from the national course"],
    },
    written=lambda text: {"content.internal": [text], "peer.external": [text]},
)
PHASES = Sample(
    definition={
        "layout": {
            "rows": [
                {"key": "context", "label": "Mentee’s context"},
                {"key": "actions", "label": "Key actions"},
                {"key": "watch", "label": "Watch out for"},
            ],
            "columns": [
                {"key": "early", "label": "Early"},
                {"key": "mid", "label": "Mid"},
                {"key": "late", "label": "Late"},
            ],
        }
    },
    some={
        "context.early": ["Needs to learn how promotion works"],
        "actions.early": ["Introduce her before June", "Read every draft"],
        "watch.early": ["Handing out my old plan"],
        "actions.mid": "Three questions before one suggestion",
    },
    written=lambda text: {"context.early": [text], "actions.early": [text], "watch.late": text},
)
THEN_AND_NOW = Sample(
    definition=SELF_RATING.definition,
    some={
        "then": {"attention.often": 4, "attention.confidence": 6, "listening.often": 2, "growth.confidence": 3},
        "now": {"attention.often": 2, "attention.confidence": 7, "listening.often": 2, "listening.confidence": 5},
    },
)

SAMPLES: dict[str, Sample] = {
    "balance_sheet": BALANCE_SHEET,
    "candor": CANDOR,
    "conflicts": CONFLICTS,
    "duties": DUTIES,
    "phases": PHASES,
    "self_rating": SELF_RATING,
    "team_map": TEAM_MAP,
    "then_and_now": THEN_AND_NOW,
    "trust_plan": TRUST_PLAN,
    "which_hat": WHICH_HAT,
}
"""By the picture's name; pictures that are the same for everybody need no sample."""
