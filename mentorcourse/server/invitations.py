"""A personal link sent by mail instead of copied, where a mail server is set up."""

from __future__ import annotations

from tornado.web import HTTPError, authenticated

from mentorcourse import people
from mentorcourse.language import Sentence
from mentorcourse.mail import Letter

from .staff import StaffHandler


class MailedLinkHandler(StaffHandler):
    """`/course/api/staff/people/<person>/mail`: a new link that goes to its owner by mail."""

    @authenticated
    async def post(self, person: str) -> None:
        """Older links stop working. Where the mail does not go out, the reply has it to copy, and says why."""
        if not self.site.mail.is_set_up:
            raise HTTPError(404, Sentence("No mail server is set up here: make a link, and send it yourself."))
        await self.member(person)
        await self.in_own_hands(person)
        members = await self.site.run(people.members, self.site.store, self.visit.cohort)
        invited = next(member.person for member in members if member.person.id == person)
        if not invited.email:
            raise HTTPError(
                422, Sentence("No e-mail address is kept for this person: make a link, and send it yourself.")
            )
        secret = await self.site.run(people.renew_link, self.site.store, person, self.visit.cohort)
        letter = self._letter(invited.name, invited.email, self.link(secret))
        await self.record("link mailed", person)
        outcome = await self.site.mail.send(letter)
        text = {} if outcome.sent else {"text": letter.text}
        self.answer_with(200, sent=outcome.sent, message=self.site.say(outcome.words), **text)

    def _letter(self, name: str, address: str, link: str) -> Letter:
        course = self.site.course.title
        parts = [
            Sentence("Dear {name},", name=name),
            Sentence("You are invited to {course}. This is your personal link:", course=course),
            link,
            Sentence(
                "It belongs to the first browser in which you press Continue, so please pass it on to nobody. For your "
                "other devices, set a passphrase in the course: press your name at the top of any page."
            ),
            Sentence("Warm regards"),
        ]
        text = "\n\n".join(map(self.site.say, parts)) + f"\n{self.visit.name}\n"
        return Letter(address, self.site.say(Sentence("Your personal link to {course}", course=course)), text)
