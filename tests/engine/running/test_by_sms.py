"""What WhatsApp could not bring goes by SMS, and that is told."""

from __future__ import annotations

from house import AMINA, House, running_house, until
from sqlalchemy import Engine

from engine.sandbox.settings import SandboxSettings
from storage.counts import counts_by_step
from storage.database import reading

SHIPPED = {
    "key": "shipped", "purpose": "service", "language": "fr",
    "triggers": [{"id": "t", "type": "event", "name": "order.shipped", "next": "tell"}],
    "steps": {
        "tell": {"type": "send_template", "template": "colis_expedie",
                 "values": {"1": "Amina", "2": "C-1", "3": "mardi"}, "next": "bye"},
        "bye": {"type": "exit"},
    },
}  # fmt: skip


def _lose_template(house: House, name: str) -> None:
    """WhatsApp has it no more, and has told nobody."""
    settings = SandboxSettings()
    form, key = {"grant_type": "client_credentials"}, (settings.key_id, settings.key_secret)
    token = house.http.post(f"{house.sandbox}/oauth2/token", data=form, auth=key).json()["access_token"]
    path = f"/v1/projects/{settings.project_id}/whatsapp/templates/{name}"
    gone = house.http.delete(f"{house.sandbox}{path}", headers={"Authorization": f"Bearer {token}"})
    assert gone.status_code == 204


def test_a_message_that_whatsapp_refuses_arrives_by_sms(chosen_database: Engine) -> None:
    with running_house(chosen_database, sinch_sms_sender="Boutique") as house:
        journey = house.publish(SHIPPED)
        _lose_template(house, "colis_expedie")
        house.event("e1", "order.shipped")

        until(lambda: house.rows("SELECT 1 FROM message WHERE went_by = 'sms' AND status = 'delivered'"))
        (message,) = house.phone(AMINA)
        with reading(house.engine) as connection:
            told = counts_by_step(connection, journey_id=journey)["tell"].messages

    assert message["channel"] == "SMS" and message["text"].startswith("Bonjour Amina")
    assert (told.by_sms, told.delivered, told.failed) == (1, 1, {})
