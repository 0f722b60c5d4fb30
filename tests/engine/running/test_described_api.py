"""The API does what its own description (`/api/openapi.json`) says, whatever is posted: cases made of the description.

Short by default. `PARCOURS_FUZZ=long` (`make fuzz`): many more.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from house import TOKEN
from hypothesis import HealthCheck, Phase, given, settings
from pydantic import SecretStr
from schemathesis import GenerationMode
from schemathesis.checks import CheckFunction, load_all_checks
from sqlalchemy import Engine

from engine.app import build_api, build_parts
from engine.settings import Settings

load_all_checks()
LONG = os.environ.get("PARCOURS_FUZZ") == "long"
EXAMPLES = int(os.environ.get("PARCOURS_EXAMPLES", "1500" if LONG else "6"))
OPERATIONS = ("/api/events", "/api/contacts", "/api/consents")
CHECKS: list[CheckFunction] = [
    schemathesis.checks.CHECKS.get_one(name)
    for name in (
        "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
        "negative_data_rejection", "ignored_auth",
    )
]  # fmt: skip


@pytest.fixture
def description(sqlite_database: Engine) -> Iterator[Any]:
    """Of an API in this process, without a worker."""
    address = sqlite_database.url.render_as_string(hide_password=False)
    parts = build_parts(Settings(_env_file=None, database_url=address, api_token=SecretStr(TOKEN)))
    yield schemathesis.openapi.from_asgi("/api/openapi.json", build_api(parts, with_worker=False))
    parts.database.close()
    parts.engine.dispose()


def test_the_description_names_every_operation(description: Any) -> None:
    assert {operation.ok().path for operation in description.get_all_operations()} == set(OPERATIONS)


@pytest.mark.timeout(3600 if LONG else 120)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fits", "does not fit"])
@pytest.mark.parametrize("path", OPERATIONS)
def test_every_answer_is_a_described_one(description: Any, path: str, mode: GenerationMode) -> None:
    @given(case=description[path]["POST"].as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )
    def check(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {TOKEN}"}, checks=CHECKS)

    check()
