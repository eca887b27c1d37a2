"""Say why something cannot be done with an agreement now, and what can."""

from __future__ import annotations

from mentorcourse.language import Sentence

ENDED = Sentence("This agreement has been ended, so it takes no more changes. Both of you keep a copy.")
NOT_YOUR_TURN = {
    "mentee": Sentence("Your mentor has the page now. Your column opens again when it comes back to you."),
    "mentor": Sentence("Your mentee writes first. Your column opens when the page has been sent to you."),
}
NOTHING_TO_HAND_OVER = Sentence("The page is not with you alone now, so there is nothing to hand over.")
NOTHING_WRITTEN = Sentence("Your column is still empty. Write in one row at least; then hand the page over.")
TOO_EARLY = Sentence("Initials come once both columns are filled in and the page has been returned to the mentee.")
LETTERS = Sentence("Write your initials: one to six letters.")
STALE = Sentence(
    "This row has changed since you saw it, so your initials were not put on it. Read it as it stands now; then "
    "initial it."
)
NO_SUCH_ROW = Sentence("This agreement has no such row. Reload the page.")
NOT_YOURS = Sentence("There is no such agreement for you.")
GONE = Sentence(
    "The other person has left the course, so this agreement takes no more changes. Your own copy stays here for you "
    "to download."
)
NOT_YET_TWO = Sentence("Nobody has accepted your invitation yet.")
ALREADY_TWO = Sentence("This agreement has both of its people already.")
YOURSELF = Sentence("You cannot be your own mentee. Sign out first if this link is meant for somebody else.")
TAKEN = Sentence("You have as many open agreements as fit: end one first.")
LINK_REFUSED = Sentence(
    "This invitation does not open an agreement here. It may have run out, have been taken back or replaced by a newer "
    "one, or have been opened first on another device. Ask your mentor for a new link; nothing that was written is "
    "lost."
)
NO_COMMENT = Sentence("Write something first.")
REVIEW_TOO_EARLY = Sentence("The look back opens ninety days after the agreement became final.")
