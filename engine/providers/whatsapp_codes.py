"""WhatsApp's error codes, told by the Cloud API itself and passed on by Sinch as `channel_code`: whom each concerns,
whether the same message may pass later, and a sentence. Titles and HTTP statuses change at WhatsApp; the codes do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["message", "person", "sender"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a message did not arrive. `scope`: whom it concerns. `retryable`: the same content may pass later,
    and surely did not arrive yet."""

    scope: Scope
    retryable: bool
    sentence: str

    @property
    def fault(self) -> Literal["person", "moment"]:
        return "person" if self.scope == "person" else "moment"


_KEY = "WhatsApp refuses the key of this number: the provider must renew it."
_PERMISSION = "This number is not allowed to do that at WhatsApp."
_TEMPORARY = "WhatsApp had a temporary error."
_ACCOUNT_RATE = "The account sent too many requests to WhatsApp."
_LOCKED = "WhatsApp locked this business account: nothing can be sent until it is cleared."
_PAYMENT = "WhatsApp found a payment problem on the business account."
_NOT_REGISTERED = "This number is not registered at WhatsApp."
_PARAMETER = "A parameter of the message is wrong or missing."
_FILLED_WRONGLY = "The values do not fit the template's placeholders."
_REGISTRATION = "This number must be registered at WhatsApp again (its PIN or its registration)."
_MARKETING_API = "This account is not ready for WhatsApp's Marketing Messages API."

_REASONS: dict[str, tuple[Scope, bool, str]] = {
    "0": ("sender", False, _KEY),
    "190": ("sender", False, _KEY),
    "3": ("sender", False, _PERMISSION),
    "10": ("sender", False, _PERMISSION),
    "131005": ("sender", False, _PERMISSION),
    "1": ("message", True, _TEMPORARY),
    "2": ("message", True, _TEMPORARY),
    "131000": ("message", True, _TEMPORARY),
    "131016": ("message", True, _TEMPORARY),
    "133004": ("message", True, _TEMPORARY),
    "4": ("sender", True, _ACCOUNT_RATE),
    "80007": ("sender", True, _ACCOUNT_RATE),
    "130429": ("sender", True, "This number sent faster than WhatsApp lets it."),
    "131056": ("message", True, "Too many messages in a short time to this person."),
    "131057": ("sender", True, "WhatsApp is working on this number: a few minutes of pause."),
    "2494100": ("sender", True, "WhatsApp is working on this number: a few minutes of pause."),
    "131048": ("sender", False, "WhatsApp limits this number because people reported or blocked it."),
    "131049": (
        "message",
        False,
        "WhatsApp held the message back: this person gets enough marketing already.",
    ),
    "130472": ("message", False, "WhatsApp keeps this person out of marketing messages for an experiment."),
    "131050": ("person", False, "The person stopped marketing messages from this business in WhatsApp."),
    "131026": (
        "person",
        False,
        "The message cannot be delivered: no WhatsApp on this number, or a very old one.",
    ),
    "131047": (
        "message",
        False,
        "More than 24 hours have passed since the person last wrote: only a template may be sent.",
    ),
    "131021": ("message", False, "The number would write to itself."),
    "131030": ("message", False, "This test number may only write to the numbers on its list."),
    "131031": ("sender", False, _LOCKED),
    "368": ("sender", False, _LOCKED),
    "130497": ("message", False, "WhatsApp does not let this business write to this country."),
    "131037": ("sender", False, "The display name of this number is not approved."),
    "131042": ("sender", False, _PAYMENT),
    "131044": ("sender", False, _PAYMENT),
    "131045": ("sender", False, _NOT_REGISTERED),
    "133010": ("sender", False, _NOT_REGISTERED),
    "100": ("message", False, _PARAMETER),
    "131008": ("message", False, _PARAMETER),
    "131009": ("message", False, _PARAMETER),
    "135000": ("message", False, _PARAMETER),
    "131051": ("message", False, "WhatsApp does not know this type of message."),
    "131052": ("message", False, "A file could not be fetched from WhatsApp."),
    "131053": ("message", True, "WhatsApp could not fetch the file of this message."),
    "131055": ("message", False, "The Marketing Messages API carries marketing templates only."),
    "131061": ("message", False, "A template with a highest price leaves by the Marketing Messages API only."),
    "131062": (
        "message",
        False,
        "This message needs the person's phone number, which WhatsApp does not show.",
    ),
    "131063": ("sender", False, "Marketing templates are switched off for this account."),
    "131064": ("sender", False, "WhatsApp stopped this account because templates are in the wrong category."),
    "132000": ("message", False, _FILLED_WRONGLY),
    "132008": ("message", False, _FILLED_WRONGLY),
    "132012": ("message", False, _FILLED_WRONGLY),
    "132018": ("message", False, _FILLED_WRONGLY),
    "132001": ("message", False, "The template does not exist in this language, or is not approved."),
    "132005": ("message", False, "With its values filled in, the template is too long."),
    "132007": ("message", False, "The template's content breaks a policy of WhatsApp."),
    "132015": ("message", False, "WhatsApp paused this template because of its quality."),
    "132016": ("message", False, "WhatsApp switched this template off for good."),
    "132068": ("message", False, "The form (Flow) of this message is blocked."),
    "132069": ("message", True, "The form (Flow) of this message may be sent ten times an hour only, for now."),
    "133000": ("sender", False, _REGISTRATION),
    "133005": ("sender", False, _REGISTRATION),
    "133006": ("sender", False, _REGISTRATION),
    "133008": ("sender", False, _REGISTRATION),
    "133009": ("sender", False, _REGISTRATION),
    "133015": ("sender", False, _REGISTRATION),
    "133016": ("sender", False, _REGISTRATION),
    "134011": ("sender", False, "The terms of WhatsApp's payments must be accepted for this account."),
    "134100": ("message", False, "The Marketing Messages API carries marketing templates only."),
    "134101": ("message", True, "WhatsApp is still preparing this template for the Marketing Messages API."),
    "134102": ("sender", False, _MARKETING_API),
    "137000": ("message", False, "The person's WhatsApp was set up anew; its identity is not confirmed yet."),
}
WHATSAPP_FAILURES = {code: Failure(*reason) for code, reason in _REASONS.items()}


def find_failure(code: str) -> Failure | None:
    """What a code means; None for one that is in no list. 200 to 299 are all permissions."""
    permission = len(code) == 3 and code.startswith("2") and code.isascii() and code.isdigit()
    return WHATSAPP_FAILURES.get("10" if permission else code)
