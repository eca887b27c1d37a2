"""What pairs say to people where something cannot be, each with the mend."""

from mentorcourse.language import Sentence, plural
from mentorcourse.people import PeopleError

STRANGER = Sentence("Only participants of this cohort can be put together. Reload the page and choose again.")
YOURSELF = Sentence("Choose two different people.")
NOTHING_TO_UNDO = Sentence("There is nothing to undo.")
NO_SECTION = Sentence("The course has no such section.")
SOMEBODY_ASKED = Sentence(
    "One of the two has asked for this, and only they can take it back. Nobody is told which of them it was."
)


class PairsError(PeopleError):
    """A change of pairs was refused; the message names the mend."""


def too_many(most: int) -> Sentence:
    """Why one more person cannot be named."""
    return plural(
        most,
        "You can name {count} person here. If there are more, speak with your facilitator, who can see to it.",
        "You can name {count} people here. If there are more, speak with your facilitator, who can see to it.",
    )


def impossible(name: str, excluded: int) -> Sentence:
    """Why there are no pairs; `excluded` is with how many of the others the person named may not be."""
    return plural(
        excluded,
        "With these exclusions not everybody finds a partner. {name} may not be with {count} of the others: take one "
        "of these exclusions back, or work with {name} yourself and mark them as not here.",
        "With these exclusions not everybody finds a partner. {name} may not be with {count} of the others: take one "
        "of these exclusions back, or work with {name} yourself and mark them as not here.",
        name=name,
    )


def too_few(people: int) -> Sentence | None:
    """What to say of a cohort in which nothing can rotate."""
    if people == 0:
        return Sentence("Nobody takes part yet. For pairs you need two participants.")
    if people == 1:
        return Sentence("One person has nobody to be paired with yet. Be their partner yourself, or wait for others.")
    if people == 2:
        return Sentence("Two people are always together. They take turns at speaking first.")
    if people == 3:
        return Sentence("Three people are always together. They take turns at watching and at speaking first.")
    return None
