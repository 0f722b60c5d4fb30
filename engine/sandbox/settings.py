"""What the sandbox is told at start. Nothing here changes while it runs; see behaviour.py for what does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ReceiptDelays:
    """Time from the accepted send to each callback; every message varies by a quarter more or less."""

    submitted: timedelta = timedelta(milliseconds=60)
    queued: timedelta = timedelta(milliseconds=120)
    delivered: timedelta = timedelta(milliseconds=300)
    read: timedelta = timedelta(milliseconds=500)


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """One simulated Sinch project with one app and one WhatsApp sender.

    `app_id` is a ULID (26 characters). `webhook_url` empty: no callback until one is registered.
    `channels` are those configured on the app. `ledger_path` receives one JSON line per accepted send.
    `templates_path` is a JSON file: a list of WhatsApp templates in the Provisioning shape.
    """

    project_id: str = "00000000-0000-4000-8000-000000000001"
    app_id: str = "01HXAPP0000000000000000000"
    key_id: str = "sandbox-key"
    key_secret: str = "sandbox-secret"  # noqa: S105 public: it opens a simulator
    webhook_url: str = ""
    webhook_secret: str = "sandbox-webhook-secret"  # noqa: S105 public: the same
    sender_number: str = "33100000000"
    sender_name: str = "Boutique Parcours"
    channels: tuple[str, ...] = ("WHATSAPP", "SMS", "RCS")
    host: str = "127.0.0.1"
    port: int = 8701
    ledger_path: Path | None = None
    templates_path: Path | None = None
    retention: str = "none"
    token_lifetime: timedelta = timedelta(hours=1)
    approval_delay: timedelta = timedelta(seconds=3)
    receipt_delays: ReceiptDelays = ReceiptDelays()
    callback_workers: int = 16
    callback_timeout: timedelta = timedelta(seconds=10)
    callback_first_retry: timedelta = timedelta(milliseconds=500)
    callback_retry_for: timedelta = timedelta(minutes=10)
    max_callbacks_waiting: int = 400_000
    max_messages: int = 200_000
