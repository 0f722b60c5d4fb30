"""Webhooks and WhatsApp templates: made, listed, changed, deleted, refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def bare(other_sandbox: Any) -> Iterator[Any]:
    """A sandbox of its own, with no webhook."""
    with other_sandbox(webhook_url="") as wire:
        yield wire


def create_webhook(wire: Any, target: str, **more: Any) -> Any:
    return wire.http.post(wire.path("/webhooks"), json={"app_id": wire.settings.app_id, "target": target, **more})


def test_a_webhook_is_made_listed_changed_and_deleted(bare: Any) -> None:
    listed = bare.path(f"/apps/{bare.settings.app_id}/webhooks")
    made = create_webhook(bare, "http://127.0.0.1:9/a", target_type="HTTP", triggers=["MESSAGE_INBOUND"]).json()
    place = bare.path(f"/webhooks/{made['id']}")

    changed = bare.http.patch(place, json={"triggers": ["OPT_OUT"]}).json()

    assert (changed["target"], changed["triggers"]) == ("http://127.0.0.1:9/a", ["OPT_OUT"])
    assert bare.http.get(listed).json()["webhooks"] == [changed]
    assert bare.http.delete(place).status_code == 200
    assert bare.http.get(listed).json()["webhooks"] == []
    assert bare.http.get(place).status_code == 404


def test_a_registered_webhook_gets_the_events_it_listens_to(bare: Any) -> None:
    bare.receiver.events.clear()
    create_webhook(bare, bare.receiver.url, target_type="HTTP", secret="s3cret", triggers=["MESSAGE_INBOUND"])

    bare.say(text="bonjour")

    assert bare.receiver.wait_for("message")
    assert bare.receiver.of("message_delivery_report") == []


def test_a_webhook_dismisses_by_default_as_at_sinch(bare: Any) -> None:
    assert create_webhook(bare, "http://127.0.0.1:9/a").json()["target_type"] == "DISMISS"


def test_a_target_is_registered_once(bare: Any) -> None:
    create_webhook(bare, "http://127.0.0.1:9/a")

    again = create_webhook(bare, "http://127.0.0.1:9/a")

    assert (again.status_code, again.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_an_app_has_five_webhooks_at_most(bare: Any) -> None:
    statuses = [create_webhook(bare, f"http://127.0.0.1:9/{n}").status_code for n in range(6)]

    assert statuses == [200] * 5 + [400]


@pytest.mark.parametrize(
    "change",
    [{"target": "ftp://a"}, {"target_type": "POST"}, {"triggers": ["ALL"]}, {"secret": 1}, {"target": ""}],
)
def test_a_broken_webhook_is_refused_by_field(bare: Any, change: dict[str, Any]) -> None:
    answer = create_webhook(bare, **{"target": "http://127.0.0.1:9/a", **change})

    faults = answer.json()["error"]["details"][0]["fieldViolations"]
    assert [fault["field"] for fault in faults] == list(change)


BODY = {"type": "BODY", "text": "Bonjour {{1}}, à demain.", "examples": ["Ana"]}
TEMPLATE = {"name": "see_you", "language": "FR", "category": "UTILITY", "details": {"components": [BODY]}}


def create_template(wire: Any, **changes: Any) -> Any:
    return wire.http.post(wire.path("/whatsapp/templates"), json={**TEMPLATE, "status": "SUBMIT", **changes})


def read_template(wire: Any) -> dict[str, Any]:
    return wire.http.get(wire.path("/whatsapp/templates/see_you/languages/FR")).json()


def wait_for_state(wire: Any, state: str, until: Any) -> dict[str, Any]:
    return until(lambda: found if (found := read_template(wire)).get("state") == state else None)


def test_a_submitted_template_is_pending_then_approved_then_usable(bare: Any, until: Any) -> None:
    made = create_template(bare)
    early = bare.send(bare.template_request("see_you", parameters={"body[1]text": "Ana"}))
    approved = wait_for_state(bare, "APPROVED", until)
    late = bare.send(bare.template_request("see_you", parameters={"body[1]text": "Ana"}))

    statuses = until(lambda: (held := {m["id"]: m["status"] for m in bare.phone()})[late] == "READ" and held)
    assert (made.status_code, made.json()["state"], made.json()["changes"]["status"]) == (
        201,
        "PENDING",
        "IN_PROGRESS",
    )
    assert "changes" not in approved
    assert statuses[early] == "FAILED"


def test_a_body_that_begins_with_a_variable_is_rejected_at_review(bare: Any, until: Any) -> None:
    create_template(bare, details={"components": [{**BODY, "text": "{{1}}, à demain."}]})

    assert wait_for_state(bare, "REJECTED", until)["rejectionCode"] == "INVALID_FORMAT"


def test_a_draft_has_no_state(bare: Any) -> None:
    made = create_template(bare, status="DRAFT").json()

    assert "state" not in made
    assert made["changes"]["status"] == "DRAFT"


def test_a_template_exists_once_per_language(bare: Any) -> None:
    create_template(bare)

    assert create_template(bare).json()["errorCode"] == "template_exists"
    assert create_template(bare, language="EN_US").status_code == 201


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"name": "See You"}, "name"),
        ({"language": "fr"}, "language"),
        ({"category": "NEWS"}, "category"),
        ({"details": {"components": []}}, "BODY"),
        ({"details": {"components": [{**BODY, "examples": []}]}}, "examples"),
        ({"details": {"components": [{**BODY, "text": "Bonjour {{2}}."}]}}, "variables"),
        ({"details": {"components": [{**BODY, "text": "x" * 1025}]}}, "1024"),
        ({"details": {"components": [BODY, {"type": "BUTTONS", "buttons": []}]}}, "buttons"),
    ],
)
def test_a_broken_template_is_refused_in_the_provisioning_shape(bare: Any, change: dict[str, Any], word: str) -> None:
    answer = create_template(bare, **change)

    assert (answer.status_code, answer.json()["errorCode"]) == (400, "invalid_input")
    assert word in answer.json()["message"]


def test_templates_are_listed_by_prefix_and_page(bare: Any) -> None:
    create_template(bare)
    create_template(bare, language="EN_US")
    place = bare.path("/whatsapp/templates")

    page = bare.http.get(place, params={"templateName": "see", "pageSize": 1}).json()
    following = bare.http.get(place, params={"templateName": "see", "pageToken": page["nextPageToken"]}).json()

    assert (page["totalSize"], page["templates"][0]["language"]) == (2, "EN_US")
    assert [template["language"] for template in following["templates"]] == ["FR"]
    assert following["nextPageToken"] == ""


def test_seeded_templates_are_approved(bare: Any) -> None:
    found = bare.http.get(bare.path("/whatsapp/templates/order_update")).json()["templates"]

    assert [(template["language"], template["state"]) for template in found] == [("FR", "APPROVED")]


def test_deleting_by_name_deletes_every_language(bare: Any) -> None:
    create_template(bare)
    create_template(bare, language="EN_US")
    place = bare.path("/whatsapp/templates/see_you")

    assert bare.http.delete(place).status_code == 204
    assert bare.http.get(place).json()["errorCode"] == "template_not_found"


def test_a_submitted_language_is_deleted_only_on_purpose(bare: Any) -> None:
    create_template(bare)
    place = bare.path("/whatsapp/templates/see_you/languages/FR")

    assert bare.http.delete(place).status_code == 409
    assert bare.http.delete(place, params={"deleteSubmitted": "true"}).status_code == 204


def test_an_edited_template_is_reviewed_again(bare: Any, until: Any) -> None:
    create_template(bare)
    wait_for_state(bare, "APPROVED", until)
    place = bare.path("/whatsapp/templates/see_you/languages/FR")
    details = {"components": [{**BODY, "text": "Bonsoir {{1}}, à demain."}]}

    edited = bare.http.patch(place, json={"details": details, "status": "SUBMIT"}).json()

    assert (edited["state"], edited["details"]) == ("PENDING", details)


def test_a_missing_token_is_refused_in_the_provisioning_shape(bare: Any) -> None:
    answer = bare.http.get(bare.path("/whatsapp/templates"), headers={"Authorization": "Bearer nothing"})

    assert (answer.status_code, answer.json()["errorCode"]) == (401, "unauthorized_error")
