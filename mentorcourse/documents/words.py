"""Every word that the documents themselves say, in one place; all else in them is the course's or the person's."""

WORDS = {
    # the cover
    "workbook_of": "The workbook of",
    "document_title": "{course}: the workbook of {person}",
    "subject": "Everything written in the course so far, with dates",
    "made": "Made on {day}",
    "about": "This is everything you have written in the course so far, in the order of its sections. The date beside "
    "an answer says when you last changed it. It is meant for you: keep it where you keep what is confidential.",
    "empty_title": "Nothing here yet, and that is fine",
    "empty": "You have not written anything in the course so far. As soon as you fill in a worksheet it is kept, and "
    "the next workbook you make will have it, with its date. Come back whenever you like.",
    "contents": "Contents",
    "page": "Page {page} of {pages}",
    # an activity
    "saved": "Last saved on {day}",
    "same_day": "Each of these answers was last changed on {day}.",
    "topic": "Topic",
    "statement": "Statement",
    "option": "Option",
    "rating": "Your rating",
    "of": "{value} of {top}",
    "between": "{value} (from {bottom} to {top})",
    "point": "{number}, {word}",
    "ticked": "Ticked",
    "choice": "Your choice",
    "own_questions": "Your own questions",
    "pair": "{text} ({label}: {follow_up})",
    # a case study
    "weighing": "Weighing the options",
    "first_answer": "Your first answer",
    "committed": "Committed",
    "second_answer": "Your second answer",
    # what the course has changed since
    "former_questions": "Answers to questions that the worksheet no longer asks",
    "former_activities": "Worksheets that the course no longer has",
}
