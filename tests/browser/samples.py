"""One small activity of each kind, as a section's YAML would hold them."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from mentorcourse.content import AnyActivity, definition

SECTION = "00_samples"
_COMMON = {"audience": "private", "minutes": 15, "instructions": "Take your time, and write *for yourself*."}
_OPTIONS = [
    {"key": "listen", "label": "Listen first", "help": "Ask before you answer."},
    {"key": "advise", "label": "Give advice"},
    {"key": "own", "label": "My own way"},
]
_CONSEQUENCES = {
    "mentee": "The mentee **feels heard**.",
    "mentor": "The mentor learns more.",
    "others": "The others notice little.",
}

_TABLE = {
    "kind": "table",
    "title": "What you bring",
    "rows": [
        {"key": "life", "label": "Life experience", "help": "Beyond work."},
        {"key": "work", "label": "Years at work"},
    ],
    "columns": [
        {"key": "assets", "label": "Assets", "entries": "many", "hint": {"life": "raising children"}},
        {"key": "follow", "label": "Blind spots", "entries": "many", "follow_up": "What I will do about it"},
        {
            "key": "weight",
            "label": "Weight",
            "help": "How much it matters.",
            "options": [{"key": "small", "label": "Small"}, {"key": "large", "label": "Large"}],
        },
    ],
}
_ANSWERS = {
    "kind": "answers",
    "title": "Three short answers",
    "limits": {"characters": 200, "entries": 3},
    "prompts": [
        {"key": "why", "label": "Why do you mentor?", "hint": "somebody once did it for me"},
        {"key": "who", "label": "Who was there for you?", "entries": "many", "help": "Roles are enough."},
        {
            "key": "areas",
            "label": "Where do you feel at home?",
            "pick": "many",
            "options": [{"key": "clinic", "label": "Clinic"}, {"key": "research", "label": "Research"}],
        },
        {
            "key": "sure",
            "label": "How sure are you?",
            "scale": {"from": 0, "to": 10, "points": {0: "Not", 10: "Fully"}},
        },
        {"key": "day", "label": "The day you begin", "date": True},
    ],
    "compose": {"title": "Your letter", "text": "Hello,\n\nI mentor because: {why}\nWith me: {who}\n\nGoodbye"},
    "calendar": {"date": "day", "title": "Begin; really", "text": "Because of this: {why}"},
}
_JOURNAL = {
    "kind": "journal",
    "title": "Looking back",
    "prompts": [
        {"key": "moment", "label": "A moment that stays with you"},
        {"key": "next", "label": "What you will try next"},
    ],
}
_CHECKLIST = {
    "kind": "checklist",
    "title": "Before a difficult conversation",
    "stages": [
        {
            "key": "before",
            "title": "Before",
            "help": "Go in with an aim.",
            "note": "Notes on preparing",
            "items": [
                {"key": "time", "label": "There is enough time", "note": "Note", "help": "For both of you."},
                {
                    "key": "place",
                    "label": "The place is right",
                    "options": [{"key": "office", "label": "Office"}, {"key": "walk", "label": "On a walk"}],
                },
            ],
        },
        {"key": "after", "title": "After", "items": [{"key": "thanks", "label": "You thanked each other"}]},
    ],
}
_RATINGS = {
    "kind": "ratings",
    "title": "Where are you today?",
    "items": [
        {"key": "answers", "label": "I believe that I must have the answers", "help": "Be honest."},
        {"key": "listening", "label": "I talk more than I listen"},
    ],
    "scales": [
        {
            "key": "often",
            "label": "How often does this describe you?",
            "from": 1,
            "to": 5,
            "points": {1: "Never", 3: "Sometimes", 5: "Very often"},
        },
        {
            "key": "confidence",
            "label": "How confident are you to do better?",
            "from": 0,
            "to": 10,
            "points": {0: "Not at all", 10: "Fully"},
        },
    ],
}
_CASE = {
    "kind": "case",
    "title": "One seat, two mentees",
    "audience": "cohort-anonymous",
    "situation": "Two colleagues whom you advise hope for the *same* seat.",
    "question": "What do you do first?",
    "options": [{**option, "consequences": _CONSEQUENCES} for option in _OPTIONS],
    "weigh": [{"key": "gain", "label": "Gain"}, {"key": "risk", "label": "Risk"}],
    "own": "own",
    "debrief": "There is no single right answer.",
}
_QUESTIONS = {
    "kind": "questions",
    "title": "Useful questions",
    "groups": [
        {
            "key": "general",
            "title": "General",
            "help": "Good at any time.",
            "questions": [
                {"key": "mind", "label": "What is on your mind?"},
                {"key": "matters", "label": "What matters most in this?"},
            ],
        },
        {"key": "goals", "title": "Goals", "questions": [{"key": "year", "label": "Where are you in a year?"}]},
    ],
}
_EXERCISE = {
    "kind": "exercise",
    "title": "Asking only",
    "phases": [
        {"key": "ask", "title": "Ask", "minutes": 8, "instructions": "Ask, and do **nothing else**."},
        {"key": "swap", "title": "Talk it over", "minutes": 5, "instructions": "Say how it was."},
    ],
    "prompts": [{"key": "noticed", "label": "What did you notice?"}],
}
_SITUATIONS = {
    "kind": "situations",
    "title": "Which hat?",
    "options": [{"key": "mentor", "label": "Mentoring"}, {"key": "sponsor", "label": "Sponsoring"}],
    "situations": [
        {
            "key": "prize",
            "text": "A prize is to be given and your mentee would fit.",
            "fits": "sponsor",
            "feedback": {"mentor": "Talking helps less here.", "sponsor": "You lend your **name**."},
        },
        {
            "key": "doubt",
            "text": "Your mentee doubts the next step.",
            "fits": ["mentor", "sponsor"],
            "feedback": {"mentor": "Time to listen.", "sponsor": "A door may help."},
        },
    ],
    "reasons": "Why this one?",
}

_reader: TypeAdapter[Any] = TypeAdapter(AnyActivity)
_RAW: tuple[dict[str, Any], ...] = (
    _TABLE, _ANSWERS, _JOURNAL, _CHECKLIST, _RATINGS, _CASE, _QUESTIONS, _EXERCISE, _SITUATIONS
)  # fmt: skip
ACTIVITIES: dict[str, Any] = {
    raw["kind"]: _reader.validate_python({"key": raw["kind"], **_COMMON, **raw}) for raw in _RAW
}
DEFINITIONS: dict[str, dict[str, Any]] = {kind: definition(activity, SECTION) for kind, activity in ACTIVITIES.items()}
KINDS = list(DEFINITIONS)
