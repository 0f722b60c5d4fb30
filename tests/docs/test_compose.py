"""compose.yaml names parts, commands and settings that exist, and starts them in an order that works."""

from __future__ import annotations

from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from engine.cli import app
from engine.settings import Settings
from tests.docs.pages import ROOT

COMPOSE: dict[str, Any] = YAML(typ="safe").load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if name != "db"}
NO_SETTING = {"PARCOURS_SANDBOX_WEBHOOK_URL"}
"""Variables that only the simulator reads."""


def test_every_part_of_production_is_there() -> None:
    assert set(SERVICES) == {"db", "migrate", "api", "worker", "designer", "sandbox"}


def test_one_image_serves_every_part() -> None:
    assert {service["image"] for service in OURS.values()} == {"parcours"}
    assert (ROOT / "Dockerfile").exists()


@pytest.mark.parametrize("name", OURS)
def test_a_part_runs_a_command_that_exists(name: str) -> None:
    done = CliRunner().invoke(app, [*OURS[name]["command"], "--help"])

    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("name", OURS)
def test_a_part_is_given_settings_that_exist(name: str) -> None:
    known = {f"PARCOURS_{field.upper()}" for field in Settings.model_fields}

    assert set(OURS[name]["environment"]) <= known | NO_SETTING


def test_nothing_is_reachable_from_other_machines() -> None:
    assert all(port.startswith("127.0.0.1:") for service in OURS.values() for port in service.get("ports", ()))


def test_what_is_waited_for_says_when_it_is_ready() -> None:
    for service in SERVICES.values():
        for name, how in service.get("depends_on", {}).items():
            assert how["condition"] != "service_healthy" or "healthcheck" in SERVICES[name]
            assert name in SERVICES


def test_nobody_works_before_the_database_is_ready() -> None:
    for name in ("api", "worker", "designer"):
        assert SERVICES[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
