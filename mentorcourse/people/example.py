"""Make an example cohort, so that a new installation can be tried at once."""

from mentorcourse.store import Store

from .cohorts import Person, enrol, write_cohort
from .links import write_link

COHORT = "Example cohort"
NAMES = {
    "facilitator": ["Facilitator"],
    "trainer": ["Trainer 1", "Trainer 2"],
    "participant": [f"Participant {number}" for number in range(1, 7)],
}


def make_example(store: Store) -> list[tuple[str, Person, str]]:
    """Make the cohort with nine people named by role; return (role, person, secret of their link) for each.

    Raises PeopleError when the cohort is there already.
    """
    made = []
    with store.writing() as session:
        cohort = write_cohort(store, session, COHORT)
        for role, names in NAMES.items():
            for name in names:
                email = f"{name.lower().replace(' ', '')}@example.org"
                person, _ = enrol(store, session, cohort.id, name, email, [role])
                made.append((role, person, write_link(store, session, person.id, cohort.id)))
    return made
