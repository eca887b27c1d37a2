"""The throw-away PostgreSQL answers, and leaves nothing behind."""

from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from tests.postgres import running_postgres


def test_a_throw_away_postgres_answers_and_is_gone_afterwards() -> None:
    with running_postgres() as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.scalar(text("select 'Grüße'")) == "Grüße"
        engine.dispose()
        folder = Path(str(make_url(url).query["host"]))
    assert not folder.exists()


def test_the_fixture_gives_the_address_of_a_running_postgres(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert str(connection.scalar(text("select version()"))).startswith("PostgreSQL")
    engine.dispose()
