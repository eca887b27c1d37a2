"""Messages that stay inside this server, between its processes and pages that the gate let in, need no signature."""

from __future__ import annotations

from jupyter_client.session import Session


def unsigned_session() -> Session:
    """A session without a key, and of nobody.

    Made with one, which is then taken away: jupyter_client warns of every session that never had any, as if its
    messages came over a socket that others can write to.
    """
    session = Session(key=b"for a moment", username="")
    session.key = b""
    return session
