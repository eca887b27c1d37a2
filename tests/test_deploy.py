"""The configurations in deploy/ name what the course asks for, and mark what nobody has run."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import yaml
from traitlets.config.loader import PyFileConfigLoader

from mentorcourse.people.hub_accounts import GROUP
from mentorcourse.server.hub_service import NEEDED, hub_service
from tests.hub.running import DEPLOY

FOLDER = DEPLOY.parent


def documents(name: str) -> list[dict[str, Any]]:
    """The documents of a YAML file in deploy/."""
    return list(yaml.safe_load_all((FOLDER / name).read_text(encoding="utf-8")))


def container_environment() -> dict[str, str]:
    """What the course's container gets, secrets included."""
    secret, _, deployment = documents("kubernetes.yaml")
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    return {**secret["stringData"], **{one["name"]: one["value"] for one in container["env"]}}


def test_the_container_gets_all_that_a_service_of_a_hub_needs():
    environment = container_environment()
    assert set(NEEDED) <= set(environment)
    service = hub_service(environment)
    assert (service.host, service.port, service.base_url) == ("0.0.0.0", 8866, "/services/course/")


def test_the_container_is_asked_for_its_health_under_the_service_s_own_path():
    container = documents("kubernetes.yaml")[2]["spec"]["template"]["spec"]["containers"][0]
    paths = {container[probe]["httpGet"]["path"] for probe in ("readinessProbe", "livenessProbe")}
    assert paths == {"/services/course/course/ready", "/services/course/course/health"}


def test_the_chart_s_values_and_the_service_agree_on_name_port_and_groups():
    (values,), (_, service, _) = documents("z2jh-values.yaml"), documents("kubernetes.yaml")
    port = service["spec"]["ports"][0]["port"]
    assert values["hub"]["services"]["course"]["url"] == f"http://{service['metadata']['name']}:{port}"
    groups = values["hub"]["loadRoles"]["mentor-course"]["groups"]
    assert all(GROUP.fullmatch(group) for group in groups)


def test_the_hub_starts_the_course_that_is_installed_beside_it_wherever_it_is_called_from(tmp_path: Path):
    read = PyFileConfigLoader(DEPLOY.name, path=str(FOLDER)).load_config()
    command = [*read.JupyterHub.services[0]["command"], "--help"]
    said = subprocess.run(command, cwd=tmp_path, env={"PATH": ""}, capture_output=True, text=True, check=True).stdout
    assert "--hub" in said


def test_the_readme_says_what_was_not_run():
    text = Path(FOLDER / "README.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|") and "**not run**" in line]
    assert any("kubernetes.yaml" in row for row in rows)
    assert any("Littlest" in row for row in rows)
