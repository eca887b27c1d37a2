"""Who can see an answer, in the words that stand above every form."""

from .sentence import Sentence, say

IN_SHORT = {
    "private": Sentence("No one in the course reads this."),
    "uncounted": Sentence("No one in the course reads this, and it is not counted."),
    "pair": Sentence("In the course, the two of you read this."),
    "trainers": Sentence("Your trainers read this once you submit it."),
    "cohort-anonymous": Sentence("Your cohort sees counts, never your words."),
    "cohort": Sentence("Your cohort reads what you share here."),
}
AUDIENCES = {
    "private": Sentence("No one in the course sees what you write here; facilitators see only that it is done."),
    "uncounted": Sentence(
        "No one in the course sees what you choose or write here, not even that you have opened it, "
        "and it is not counted."
    ),
    "pair": Sentence("Only you and the other person on this agreement see this."),
    "trainers": Sentence("Your trainers read this once you submit it; until then no one in the course sees it."),
    "cohort-anonymous": Sentence(
        "Your cohort sees counts of the choices, never who chose what, and only once at least "
        "five people have answered. No one in the course sees your own answers or what you write."
    ),
    "cohort": Sentence("What you share here is shown to your cohort, without your name unless you add it."),
}
BEYOND = Sentence(
    "Administrators of the server could technically read its database, and the law may compel disclosure."
)


def audience_words(audience: str, language: str) -> dict[str, str]:
    """What a form says of one of AUDIENCES: in short, and in full with who beyond the course could read an answer."""
    full = f"{say(AUDIENCES[audience], language)} {say(BEYOND, language)}"
    return {"audience_in_short": say(IN_SHORT[audience], language), "audience_words": full}
