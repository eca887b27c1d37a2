"""Whom a JupyterHub knows takes part where its groups say so, and nowhere else."""

from __future__ import annotations

import pytest

from mentorcourse import people
from mentorcourse.people import NotAdmitted
from mentorcourse.people.hub_accounts import places_of
from mentorcourse.server.hub_service import hub_service
from mentorcourse.settings import BadSetting
from mentorcourse.store import Store

PARTICIPANT, FACILITATOR = "mentorcourse-participant-spring-2027", "mentorcourse-facilitator-spring-2027"


def roles_of(store: Store, person: str) -> dict[str, frozenset[str]]:
    """The roles of a person (by id), by the cohort's name."""
    return {one.cohort.name: one.roles for one in people.memberships(store, person)}


def test_a_group_names_a_role_and_a_cohort_and_other_groups_mean_nothing():
    found = places_of([PARTICIPANT, FACILITATOR, "mentorcourse-trainer-autumn", "mentorcourse-owner-x", "everybody"])
    assert found == {"spring-2027": {"participant", "facilitator"}, "autumn": {"trainer"}}


def test_the_first_sign_in_makes_the_person_and_the_cohort(store: Store):
    sign_in = people.enter_from_hub(store, "mentor-one", "", [PARTICIPANT])
    assert roles_of(store, sign_in.person) == {"spring-2027": {"participant"}}
    found = people.who(store, sign_in.token)
    assert found is not None
    assert (found.name, found.cohort_name) == ("mentor-one", "spring-2027")


def test_the_same_account_is_the_same_person_again(store: Store):
    first = people.enter_from_hub(store, "mentor-two", "", [PARTICIPANT])
    assert people.enter_from_hub(store, "mentor-two", "", [PARTICIPANT]).person == first.person


def test_roles_follow_the_groups_at_every_sign_in(store: Store):
    first = people.enter_from_hub(store, "leader", "", [FACILITATOR, "mentorcourse-trainer-autumn"])
    people.enter_from_hub(store, "leader", "", [PARTICIPANT])
    assert roles_of(store, first.person) == {"spring-2027": {"participant"}}


def test_whoever_is_in_no_group_is_not_admitted_and_loses_what_they_had(store: Store):
    first = people.enter_from_hub(store, "gone", "", [PARTICIPANT])
    with pytest.raises(NotAdmitted, match="in no group"):
        people.enter_from_hub(store, "gone", "", ["everybody"])
    assert roles_of(store, first.person) == {}
    assert people.who(store, first.token) is None


HUB = {
    "JUPYTERHUB_API_TOKEN": "t",
    "JUPYTERHUB_CLIENT_ID": "service-course",
    "JUPYTERHUB_SERVICE_PREFIX": "/services/course/",
    "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:9000",
    "JUPYTERHUB_PUBLIC_URL": "https://hub.example.edu/services/course/",
}


def test_what_the_hub_says_is_where_the_service_stands():
    service = hub_service(HUB)
    assert (service.host, service.port, service.base_url) == ("127.0.0.1", 9000, "/services/course/")
    assert service.public_url == "https://hub.example.edu/services/course"


@pytest.mark.parametrize("missing", sorted(HUB))
def test_what_is_missing_of_the_hubs_settings_is_named_with_the_mend(missing: str):
    with pytest.raises(BadSetting) as said:
        hub_service({name: value for name, value in HUB.items() if name != missing})
    assert missing.removeprefix("JUPYTERHUB_").lower() in str(said.value).lower()
