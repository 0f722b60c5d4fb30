"""Everything said so far, in memory and bounded: the oldest message goes when the limit is reached."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import merge

from .wire import JsonObject

WINDOW = timedelta(hours=24)
TO_APP = "TO_APP"
TO_CONTACT = "TO_CONTACT"


@dataclass(slots=True, eq=False)
class Entry:
    """One message either way. `content` is JSON: the whole send request, or the contact_message received."""

    number: int
    id: str
    direction: str
    channel: str
    address: str
    at: datetime
    content: bytes
    metadata: str
    correlation_id: str
    retention: str
    conversation_id: str
    contact_id: str
    status: str
    callback_url: str = ""
    reason: JsonObject | None = None
    accepted_at: datetime | None = None


@dataclass(slots=True, eq=False)
class Phone:
    """One person on one channel: what was said, when they last wrote, and what Sinch remembers of them."""

    channel: str
    address: str
    contact_id: str
    conversation_id: str
    entries: deque[Entry] = field(default_factory=deque[Entry])
    wrote_at: datetime | None = None
    correlation_id: str = ""
    conversation_metadata: JsonObject = field(default_factory=dict[str, object])
    allowance: float = 45.0
    allowance_at: datetime | None = None

    def window_ends_at(self) -> datetime | None:
        """When free messages stop, None when the person never wrote."""
        return self.wrote_at + WINDOW if self.wrote_at else None

    def note_written(self, at: datetime) -> None:
        """A late message never shortens the window."""
        self.wrote_at = max(at, self.wrote_at) if self.wrote_at else at


class Store:
    """Messages by id and by phone, in the order of acceptance."""

    def __init__(self, limit: int, new_id: Callable[[], str]) -> None:
        self._limit = limit
        self._new_id = new_id
        self._count = 0
        self._order: deque[Entry] = deque()
        self._by_id: dict[str, Entry] = {}
        self._phones: dict[tuple[str, str], Phone] = {}
        self._contacts: dict[str, Phone] = {}
        self._channels: set[str] = set()

    def __len__(self) -> int:
        return len(self._order)

    def next_number(self) -> int:
        self._count += 1
        return self._count

    def add(self, entry: Entry, phone: Phone) -> None:
        """Keep the entry; the phone is known from its first entry to its last."""
        self._order.append(entry)
        self._by_id[entry.id] = entry
        self._phones[(phone.channel, phone.address)] = self._contacts[phone.contact_id] = phone
        self._channels.add(phone.channel)
        phone.entries.append(entry)
        if len(self._order) > self._limit:
            self._drop_oldest()

    def find(self, message_id: str) -> Entry | None:
        return self._by_id.get(message_id)

    def phone(self, channel: str, address: str) -> Phone:
        """The phone at this address; a new one is kept only once a message of it is."""
        found = self._phones.get((channel, address))
        return found or Phone(channel, address, self._new_id(), self._new_id())

    def find_contact(self, contact_id: str) -> Phone | None:
        return self._contacts.get(contact_id)

    def said_with(self, address: str) -> Iterator[Entry]:
        """Everything said with this address on any channel, oldest first."""
        phones = [self._phones.get((channel, address)) for channel in self._channels]
        return merge(*(phone.entries for phone in phones if phone), key=lambda entry: entry.number)

    def newest_first(self, channel: str = "", address: str = "") -> Iterator[Entry]:
        """All messages, or those of one phone, newest first."""
        if channel and address:
            phone = self._phones.get((channel, address))
            return reversed(phone.entries) if phone else iter(())
        return reversed(self._order)

    def oldest_first(self) -> Iterator[Entry]:
        return iter(self._order)

    def _drop_oldest(self) -> None:
        entry = self._order.popleft()
        del self._by_id[entry.id]
        phone = self._phones[(entry.channel, entry.address)]
        phone.entries.popleft()
        if not phone.entries:
            del self._phones[(phone.channel, phone.address)], self._contacts[phone.contact_id]
