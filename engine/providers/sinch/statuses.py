"""What Sinch reports of a message: its statuses and its reasons for failing, in our terms and in
sentences."""

from __future__ import annotations

from engine.providers.base import ReceiptStatus
from engine.providers.whatsapp_codes import Failure, Scope, find_failure

RECEIPT_STATUSES: dict[str, ReceiptStatus] = {
    "QUEUED_ON_CHANNEL": "sent",
    "DELIVERED": "delivered",
    "READ": "read",
    "FAILED": "failed",
    "SWITCHING_CHANNEL": "switching",
}

# Sinch publishes no retryable flag; this is the reading of its ReasonCode descriptions. `DELIVERY_TIMED_OUT`
# may have arrived, so it is not sent again.
_REASONS: dict[str, tuple[Scope, bool, str]] = {
    "UNKNOWN": ("message", False, "The provider does not say why the message failed."),
    "INTERNAL_ERROR": ("message", True, "The provider had an internal error."),
    "RATE_LIMITED": ("sender", True, "Too many messages at once; this one was not sent."),
    "RECIPIENT_INVALID_CHANNEL_IDENTITY": (
        "person",
        False,
        "The number is not a valid address on this channel.",
    ),
    "RECIPIENT_NOT_REACHABLE": (
        "message",
        False,
        "The person cannot be reached on this channel for now, or WhatsApp held a marketing message back.",
    ),
    "RECIPIENT_NOT_OPTED_IN": (
        "person",
        False,
        "The person has not agreed to receive messages on this channel.",
    ),
    "OUTSIDE_ALLOWED_SENDING_WINDOW": (
        "message",
        False,
        "More than 24 hours have passed since the person last wrote: only a template may be sent.",
    ),
    "CHANNEL_FAILURE": ("message", True, "The channel did not take the message, even after several tries."),
    "CHANNEL_BAD_CONFIGURATION": ("sender", False, "The channel is set up wrongly in the provider's app."),
    "CHANNEL_CONFIGURATION_MISSING": ("sender", False, "The provider's app has no such channel."),
    "MEDIA_TYPE_UNSUPPORTED": ("message", False, "The channel does not accept this type of file."),
    "MEDIA_TOO_LARGE": ("message", False, "The file is too large for the channel."),
    "MEDIA_NOT_REACHABLE": ("message", True, "The link of the file could not be opened."),
    "NO_CHANNELS_LEFT": ("message", False, "No channel is left on which to try."),
    "TEMPLATE_NOT_FOUND": ("message", False, "The template does not exist, or is not approved."),
    "TEMPLATE_INSUFFICIENT_PARAMETERS": (
        "message",
        False,
        "The template has placeholders that were not filled.",
    ),
    "TEMPLATE_NON_EXISTING_LANGUAGE_OR_VERSION": (
        "message",
        False,
        "The template does not exist in this language.",
    ),
    "DELIVERY_TIMED_OUT": (
        "message",
        False,
        "The channel gave up waiting; the message may have arrived all the same.",
    ),
    "DELIVERY_REJECTED_DUE_TO_POLICY": (
        "message",
        False,
        "The channel refused the message because of its policy.",
    ),
    "CONTACT_NOT_FOUND": ("person", False, "The provider does not know this contact."),
    "BAD_REQUEST": ("message", False, "The provider found a mistake in the message."),
    "UNKNOWN_APP": ("sender", False, "The provider's app does not exist any more."),
    "NO_CHANNEL_IDENTITY_FOR_CONTACT": ("person", False, "The contact has no address on this channel."),
    "CHANNEL_REJECT": ("message", False, "The channel refused the message for good."),
    "NO_PERMISSION": ("sender", False, "The provider's app is not allowed to send this."),
    "NO_PROFILE_AVAILABLE": ("person", False, "The person has no profile on this channel."),
    "UNSUPPORTED_OPERATION": ("message", False, "The channel cannot show this type of message."),
}
REASONS = {code: Failure(*failure) for code, failure in _REASONS.items()}


def explain_failure(code: str, channel_code: str = "", description: str = "") -> Failure:
    """WhatsApp's own code is the more precise one where we know it; an unknown reason is told as the provider
    tells it."""
    known = find_failure(channel_code) or REASONS.get(code)
    if known is not None:
        return known
    told = ", ".join(word for word in (code, channel_code and f"channel code {channel_code}", description) if word)
    return Failure("message", False, f"The provider gave a reason we do not know: {told or 'none'}.")
