"""Sentences that belong to the activities themselves: labels every case study has, and why a value is refused."""

from .sentence import Sentence

# Labels of fields that the author does not word.
COMMITTED = Sentence("First answer committed")
REASONS = Sentence("Your reasons")
REASONS_NOW = Sentence("Your reasons now")
OWN_WAY = Sentence("Your own way")
WHAT_TO_DO = Sentence("What would you do?")

# A value that a field cannot take.
NO_SUCH_FIELD = Sentence("This worksheet has no such field. Reload the page to get its newest form.")
NOT_TEXT = Sentence("This field takes text.")
NOT_LISTED = Sentence("This field takes a list of entries.")
NOT_PAIRED = Sentence("Each entry takes a text and what follows from it.")
NO_OPTION = Sentence("Choose among the options shown.")
NO_DAY = Sentence("Choose a day from the calendar, or write it like 2027-03-31.")
NO_TICK = Sentence("This box is either ticked or not.")

# An answer to a case study out of turn.
STAYS = Sentence("Your first answer stays as you committed it. Write what you see differently in your second.")
FIRST_THINGS_FIRST = Sentence("Commit to your first answer before you write the second.")
INCOMPLETE = Sentence("Choose one way and give your reasons, then commit.")


def own_questions(group: str) -> Sentence:
    """The label of one's own questions in a group of a question bank."""
    return Sentence("{group}: your own questions", group=group)


def too_long(length: int, most: int) -> Sentence:
    """A text of `length` characters where `most` fit."""
    return Sentence(
        "This is {length} characters long and {most} fit here. Shorten it, or split it over several entries; "
        "nothing you typed is lost.",
        length=length,
        most=most,
    )


def too_many(entries: int, most: int) -> Sentence:
    """A list of `entries` where `most` fit."""
    return Sentence("There are {entries} entries and {most} fit here. Join some of them.", entries=entries, most=most)


def off_scale(start: int, stop: int) -> Sentence:
    """A number that is not on the scale."""
    return Sentence("Choose a number from {start} to {stop}.", start=start, stop=stop)
