"""The schema: one class a table. Alembic migrations in `storage/migrations` follow it."""

from storage.tables.audience import ContactFact, Segment, StartRun
from storage.tables.calls import HttpCall
from storage.tables.channels import MessageTemplate, Portfolio, PortfolioReach, Sender, Shard
from storage.tables.contacts import Address, Consent, Contact, ServiceWindow
from storage.tables.events import InboundEvent
from storage.tables.journeys import DraftEdit, Journey, JourneyVersion, Story
from storage.tables.passages import Enrollment, Message, StepEvent
from storage.tables.people import AuditEntry, HouseSetting, Person
from storage.tables.served import CountedLink, MediaFile, MediaPiece
from storage.tables.workers import WorkerSign

__all__ = [
    "Address",
    "AuditEntry",
    "Consent",
    "Contact",
    "ContactFact",
    "CountedLink",
    "DraftEdit",
    "Enrollment",
    "HouseSetting",
    "HttpCall",
    "InboundEvent",
    "Journey",
    "JourneyVersion",
    "MediaFile",
    "MediaPiece",
    "Message",
    "MessageTemplate",
    "Person",
    "Portfolio",
    "PortfolioReach",
    "Segment",
    "Sender",
    "ServiceWindow",
    "Shard",
    "StartRun",
    "StepEvent",
    "Story",
    "WorkerSign",
]
