"""Every word that the documents themselves say, in one place; all else in them is the course's or the person's."""

from __future__ import annotations

from functools import cache

from mentorcourse.language import Sentence, say

WORDS = {
    # the cover
    "workbook_of": Sentence("The workbook of"),
    "document_title": Sentence("{course}: the workbook of {person}"),
    "subject": Sentence("Everything written in the course so far, with dates"),
    "made": Sentence("Made on {day}"),
    "about": Sentence(
        "This is what you have written so far in the course's forms, in your journal and in your reflections, in the "
        "order of its sections. The date beside "
        "an answer says when you last changed it. It is meant for you: keep it where you keep what is confidential."
    ),
    "empty_title": Sentence("Nothing here yet, and that is fine"),
    "empty": Sentence(
        "You have not written anything in the course so far. As soon as you fill in a worksheet it is kept, and "
        "the next workbook you make will have it, with its date. Come back whenever you like."
    ),
    "contents": Sentence("Contents"),
    "page": Sentence("Page {page} of {pages}"),
    # an activity
    "saved": Sentence("Last saved on {day}"),
    "same_day": Sentence("Each of these answers was last changed on {day}."),
    "topic": Sentence("Topic"),
    "statement": Sentence("Statement"),
    "option": Sentence("Option"),
    "rating": Sentence("Your rating"),
    "of": Sentence("{value} of {top}"),
    "between": Sentence("{value} (from {bottom} to {top})"),
    "point": Sentence("{number}, {word}"),
    "ticked": Sentence("Ticked"),
    "choice": Sentence("Your choice"),
    "own_questions": Sentence("Your own questions"),
    "pair": Sentence("{text} ({label}: {follow_up})"),
    # a case study
    "weighing": Sentence("Weighing the options"),
    "first_answer": Sentence("Your first answer"),
    "committed": Sentence("Committed"),
    "second_answer": Sentence("Your second answer"),
    # a worksheet, and cards
    "worksheet_title": Sentence("{title} ({section})"),
    "worksheet_subject": Sentence("A worksheet of the course"),
    "name": Sentence("Name"),
    "phase": Sentence("{title}, {minutes} min"),
    "card_title": Sentence("My card: {title}"),
    "card_subject": Sentence("Starred questions, to cut out and carry along"),
    "card_of": Sentence("Card {number} of {cards}"),
    # an agreement
    "between_two": Sentence("{title}: {mentee} and {mentor}"),
    "agreement_subject": Sentence("What a mentee and a mentor have agreed on, row by row"),
    "agreement_between": Sentence("Between"),
    "mentee": Sentence("Mentee"),
    "mentor": Sentence("Mentor"),
    "cohort": Sentence("Cohort"),
    "institution": Sentence("Institution"),
    "started": Sentence("Begun"),
    "finalised": Sentence("Final since"),
    "ended": Sentence("Ended"),
    "state_draft": Sentence("Draft"),
    "state_in_agreement": Sentence("In agreement"),
    "state_final": Sentence("Final"),
    "state_ended": Sentence("Ended"),
    "about_draft": Sentence("This is a draft: the two are still writing it, and nothing in it is settled."),
    "about_in_agreement": Sentence(
        "The two are agreeing on this row by row. Only a row that carries both initials is settled."
    ),
    "about_final": Sentence("Both have initialed every row in the wording that stands here."),
    "about_ended": Sentence("This agreement has ended. It stands here as it was; either could end it at any time."),
    "initials": Sentence("Initials"),
    "date": Sentence("Date"),
    "signature": Sentence("Signature"),
    "not_initialled": Sentence("not initialed"),
    "nothing_written": Sentence("Nothing is written here."),
    "signatures": Sentence("Signatures"),
    "signatures_help": Sentence(
        "To agree on paper, each initials every row above, and both sign here. Keep a copy each."
    ),
    "about_document": Sentence("About this document"),
    "version_of": Sentence("Version {number}, {state}, printed on {day}"),
    "fingerprint": Sentence("Fingerprint (SHA-256): {hash}"),
    "fingerprint_help": Sentence(
        "The fingerprint belongs to this version alone. If it is the one that the course shows for this version, "
        "not a letter has been changed."
    ),
    # what the course has changed since
    "former_questions": Sentence("Answers to questions that the worksheet no longer asks"),
    "former_activities": Sentence("Worksheets that the course no longer has"),
}


@cache
def words_in(language: str) -> dict[str, str]:
    """The words in this language (a BCP 47 tag); a {place} in them is for the caller to fill."""
    return {name: say(sentence, language) for name, sentence in WORDS.items()}
