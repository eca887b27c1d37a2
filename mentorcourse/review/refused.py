"""What is raised where something about reflections is not done, in words for whoever asked."""

from __future__ import annotations


class Refused(ValueError):
    """Nothing was changed; `words` are the sentence that says why, and what can be done."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Unknown(Refused):
    """What was asked for is not there for this person."""
