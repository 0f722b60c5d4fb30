"""The house's own people as the audience of a forecast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, true

from engine.audience import CHUNK, contact_of, fits
from engine.countries import country_of
from engine.forecast.audience import Audience, Person
from engine.journey.conditions import Condition
from engine.runner.policy import consented_purposes, is_opted_out
from storage import contacts, segments


def house_people(connection: Connection, condition: Condition | None, *, limit: int) -> Audience:
    """Everybody who fits, or everybody for no condition; the first `limit` by id. What they agreed to is known."""
    wanted = true() if condition is None else fits(condition)
    people: list[Person] = []
    after = ""
    while len(people) < limit:
        page = segments.page_of_people(connection, wanted, after=after, limit=min(CHUNK, limit - len(people)))
        if not page:
            break
        after = page[-1][0]
        people.extend(_people(connection, [contact_id for contact_id, _ in page]))
    fields = frozenset(f"contact.{name}" for one in people for name in one.contact.facts())
    return Audience(people, fields, knows_consents=True)


def _people(connection: Connection, ids: Sequence[str]) -> Iterator[Person]:
    found, said = contacts.load_contacts(connection, ids), contacts.load_consents(connection, ids)
    addresses = contacts.addresses_of(connection, ids)
    for contact_id in ids:
        if (row := found.get(contact_id)) is None:
            continue
        numbers = [address["value"] for address in addresses.get(contact_id, []) if address["channel"] == "whatsapp"]
        country = next((code for number in numbers if (code := country_of(number))), None) or row["country"]
        statements = said.get(contact_id, [])
        yield Person(
            contact_of(row), country, frozenset(consented_purposes(statements)), opted_out=is_opted_out(statements)
        )  # fmt: skip
