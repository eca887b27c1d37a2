"""The trainers' API for their comment bank: sentences that one uses again, one's own and colleagues'."""

from __future__ import annotations

from tornado.web import authenticated

from mentorcourse.review import bank

from .review import ReviewHandler


class BankHandler(ReviewHandler):
    """`/course/api/review/bank`: sentences that one uses again."""

    @authenticated
    async def get(self) -> None:
        """One's own, then what colleagues share."""
        await self._show()

    async def _show(self) -> None:
        kept = await self.attempt(bank.sentences)
        self.answer_with(
            200, sentences=[{"id": one.id, "text": one.text, "shared": one.shared, "by": one.by} for one in kept]
        )

    @authenticated
    async def post(self) -> None:
        """Takes {"text", "shared"}."""
        await self.attempt(bank.add_sentence, self.text(), self.body().get("shared") is True)
        if not self._finished:
            await self._show()


class SentenceHandler(ReviewHandler):
    """`/course/api/review/bank/<number>`: one of one's own sentences."""

    @authenticated
    async def delete(self, sentence: str) -> None:
        """Take it out of the bank."""
        await self.attempt(bank.remove_sentence, int(sentence))
        self.answer_with(200)
