"""Finding customers by a name or a number, whatever journey they are in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, select

from storage.contacts import ADDRESSES, CONTACTS
from storage.trails import is_called


def search_contacts(connection: Connection, text: str, *, limit: int) -> Sequence[RowMapping]:
    """Contacts with these words in their name or number, the newest first; all of them for an empty text. Erased ones are
    left out."""
    query = select(CONTACTS).where(CONTACTS.c.erased_at.is_(None))
    if text:
        found = select(CONTACTS.c.id).outerjoin(ADDRESSES, ADDRESSES.c.contact_id == CONTACTS.c.id)
        query = query.where(CONTACTS.c.id.in_(found.where(is_called(text))))
    query = query.order_by(CONTACTS.c.created_at.desc(), CONTACTS.c.id).limit(limit)
    return connection.execute(query).mappings().all()
