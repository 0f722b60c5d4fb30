"""What WhatsApp reports of a message: its statuses and its reasons for failing, in our terms and in sentences."""

from __future__ import annotations

from dataclasses import replace

from engine.providers.base import Receipt, ReceiptStatus
from engine.providers.fields import JsonObject, read_first, read_object, read_text
from engine.providers.whatsapp_codes import Failure, find_failure

RECEIPT_STATUSES: dict[str, ReceiptStatus] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
}


def add_failure(receipt: Receipt, status: JsonObject) -> Receipt:
    """The first error is the reason."""
    error = read_first(status, "errors")
    code = read_text(error, "code") or "UNKNOWN"
    failure = find_failure(code) or _told(error)
    return replace(
        receipt, code=code, channel_code=code, reason=failure.sentence, fault=failure.fault, scope=failure.scope,
        retryable=failure.retryable,
    )  # fmt: skip


def _told(error: JsonObject) -> Failure:
    words = [
        read_text(error, "code"),
        read_text(read_object(error, "error_data"), "details") or read_text(error, "title"),
    ]
    told = ", ".join(word.rstrip(".") for word in words if word)
    return Failure("message", False, f"WhatsApp gave a reason we do not know: {told or 'none'}.")
