"""What the shell and the settings ask: who works here, which number speaks, whether sending is suspended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import make_url, select

from designer.draft_model import Desk
from engine.settings import Settings
from storage import house, people
from storage.core import records, table
from storage.database import reading, writing
from storage.house import Suspension
from storage.people import Role
from storage.tables import Person, Sender
from storage.templates import list_templates

SENDERS = table(Sender)
FIRST_ROLE: Role = "owner"
HOUSE_REPLY = "house_reply"
TIME_ZONE = "timezone"


@dataclass(frozen=True, slots=True)
class Standing:
    """What every page shows. `suspended_by` is a name, where the person is known."""

    people: list[Person]
    suspension: Suspension | None
    suspended_by: str | None
    senders: list[Sender]

    def person(self, person_id: str | None) -> Person | None:
        return next((one for one in self.people if one.id == person_id), None)


@dataclass(frozen=True, slots=True)
class Connection:
    """One line of the settings: `ok` is None where there is nothing to be right or wrong. Secrets are never here."""

    name: str
    value: str
    ok: bool | None = None
    variable: str = ""


def standing(desk: Desk) -> Standing:
    """People, numbers, and the emergency stop."""
    with reading(desk.database) as connection:
        suspended = house.suspension(connection)
        by = people.find_person(connection, person_id=suspended.by) if suspended and suspended.by else None
        return Standing(
            people.list_people(connection), suspended, by.name if by else None,
            records(connection, Sender, select(SENDERS).order_by(SENDERS.c.key)),
        )  # fmt: skip


def welcome_person(desk: Desk, *, name: str, language: str, role: Role = FIRST_ROLE) -> Person:
    """Someone who works here from now on; the first one comes by nobody's leave."""
    with writing(desk.database) as connection:
        return people.create_person(
            connection, person_id=desk.new_id(), name=name, role=role, language=language, by=desk.by, at=desk.clock()
        )


def change_language(desk: Desk, language: str) -> None:
    """Keep the language of the person who works here for their next visit."""
    if desk.by is not None:
        with writing(desk.database) as connection:
            people.change_language(connection, person_id=desk.by, language=language, by=desk.by, at=desk.clock())


def rename_person(desk: Desk, person_id: str, name: str) -> None:
    with writing(desk.database) as connection:
        people.rename_person(connection, person_id=person_id, name=name, by=desk.by, at=desk.clock())


def suspend_sending(desk: Desk) -> None:
    """The emergency stop: every automatic send, within seconds."""
    with writing(desk.database) as connection:
        house.suspend_sending(connection, by=desk.by, at=desk.clock())


def resume_sending(desk: Desk) -> None:
    with writing(desk.database) as connection:
        house.resume_sending(connection, by=desk.by, at=desk.clock())


def house_reply(desk: Desk) -> dict[str, str]:
    """What a customer gets whom no journey understood, by language; empty where the house is silent."""
    with reading(desk.database) as connection:
        texts = (house.get_setting(connection, name=HOUSE_REPLY) or {}).get("texts", {})
    return {code: text for code, text in texts.items() if text}


def write_house_reply(desk: Desk, texts: Mapping[str, str]) -> None:
    """Keep it; a language without a text gets that of the house."""
    written = {code: text.strip() for code, text in texts.items() if text.strip()}
    with writing(desk.database) as connection:
        house.set_setting(connection, name=HOUSE_REPLY, value={"texts": written}, by=desk.by, at=desk.clock())


def house_zone(desk: Desk) -> str:
    """The zone for customers of whom none is known; UTC until somebody chose one."""
    with reading(desk.database) as connection:
        return (house.get_setting(connection, name=TIME_ZONE) or {}).get("name") or "UTC"


def write_house_zone(desk: Desk, name: str) -> None:
    with writing(desk.database) as connection:
        house.set_setting(connection, name=TIME_ZONE, value={"name": name}, by=desk.by, at=desk.clock())


def connections(desk: Desk, settings: Settings) -> list[Connection]:
    """What is configured, in the order in which an operator sets it up."""
    with reading(desk.database) as connection:
        approved = [one for one in list_templates(connection) if one.status == "APPROVED"]
    real = settings.provider != "sandbox"
    account, keys, prefix, secret = _account(settings)
    address = settings.webhook_address()
    return [
        Connection("database", make_url(settings.database_url).render_as_string(hide_password=True), True,
                   "PARCOURS_DATABASE_URL"),
        Connection("provider", settings.provider, True, "PARCOURS_PROVIDER"),
        Connection("keys", mask(account), all(keys) if real else None, f"{prefix}*"),
        Connection("webhook", address, bool(address) if real else None, "PARCOURS_PUBLIC_URL"),
        Connection("webhook_secret", "••••••" if settings.webhook_secrets() else "",
                   bool(settings.webhook_secrets()) if real else None, f"{prefix}{secret}"),
        Connection("http_hosts", ", ".join(settings.http_host_list()), None, "PARCOURS_HTTP_HOSTS"),
        Connection("templates", str(len(approved)), bool(approved) or None, ""),
    ]  # fmt: skip


def _account(settings: Settings) -> tuple[str | None, list[Any], str, str]:
    """Who we are at the provider, what it needs from us, and how its settings are called."""
    if settings.provider == "whatsapp_cloud":
        keys = [settings.whatsapp_token, settings.whatsapp_phone_number_id, settings.whatsapp_business_account_id,
                settings.whatsapp_verify_token]  # fmt: skip
        return settings.whatsapp_phone_number_id, keys, "PARCOURS_WHATSAPP_", "APP_SECRET"
    keys = [settings.sinch_project_id, settings.sinch_app_id, settings.sinch_key_id, settings.sinch_key_secret]
    return settings.sinch_app_id, keys, "PARCOURS_SINCH_", "WEBHOOK_SECRET"


def mask(text: str | None) -> str:
    """The last four characters: enough to tell two apart."""
    return f"••••{text[-4:]}" if text else ""
