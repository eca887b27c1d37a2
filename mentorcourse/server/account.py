"""A person's own account: their passphrase, their other devices, their cohorts."""

from __future__ import annotations

from tornado.web import HTTPError, authenticated

from mentorcourse import people
from mentorcourse.language import Sentence
from mentorcourse.people import NotAdmitted, PassphraseRefused, passphrases

from .entry import EntryHandler
from .identity import COOKIE

WANTED = Sentence(
    "A passphrase has {shortest} to {longest} characters: four or five unrelated words are good.",
    shortest=passphrases.SHORTEST,
    longest=passphrases.LONGEST,
)


class AccountHandler(EntryHandler):
    """`/course/account`: a page with a button for each."""

    @authenticated
    async def get(self) -> None:
        """The form."""
        await self._page()

    @authenticated
    async def post(self) -> None:
        """Do what one of the page's buttons says."""
        actions = {"everywhere": self._everywhere, "cohort": self._cohort}
        if not self._hub_signs_in:
            actions["passphrase"] = self._passphrase
        action = actions.get(self.get_body_argument("action", ""))
        if action is None:
            raise HTTPError(400)
        await action()

    async def _passphrase(self) -> None:
        first, again = (self.get_body_argument(name, "", strip=False) for name in ("passphrase", "again"))
        if first != again:
            await self._page(422, error=Sentence("The two passphrases differ. Type the same one twice."))
            return
        try:
            await self.site.run(people.set_passphrase, self.site.store, self._person, first)
        except PassphraseRefused:
            await self._page(422, error=WANTED)
            return
        await self._page(
            done=Sentence("Your passphrase is set. With it and your e-mail you can sign in on any device.")
        )

    async def _everywhere(self) -> None:
        await self.site.run(people.end_everywhere, self.site.store, self._person)
        self.site.hub.tell(self._person, {"signed_out": True})
        self.clear_cookie(COOKIE, path=self.base_url)
        self.redirect(f"{self.base_url}course/sign-in")

    async def _cohort(self) -> None:
        cohort, token = self.get_body_argument("cohort", ""), self.get_cookie(COOKIE) or ""
        try:
            await self.site.run(people.switch_cohort, self.site.store, token, cohort)
        except NotAdmitted as refused:
            await self._page(403, error=str(refused))
            return
        self.redirect(f"{self.base_url}course/")

    @property
    def _hub_signs_in(self) -> bool:
        """Whether people come through a JupyterHub, and so have no passphrase here."""
        return bool(self.settings["mentorcourse_hub_signs_in"])

    @property
    def _person(self) -> str:
        assert self.visit, "the gate lets only members come here"
        return self.visit.person

    async def _page(self, status: int = 200, error: str = "", done: str = "") -> None:
        places = await self.site.run(people.memberships, self.site.store, self._person)
        has = await self.site.run(people.has_passphrase, self.site.store, self._person)
        page = {"cohorts": [one.cohort for one in places], "has_passphrase": has, "minimum": people.SHORTEST}
        page["hub_signs_in"] = self._hub_signs_in
        page["email"] = next((one.person.email for one in places), None)
        said = {"error": self.site.say(error), "done": self.site.say(done)}
        self.show("account.html", status, visit=self.visit, **said, **page)
