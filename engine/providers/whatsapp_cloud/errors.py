"""What an answer of WhatsApp that is not 2xx means for us: which error, whether to try again, what to tell.

The code decides, not the HTTP status or the title: Meta changes both (docs/decisions/0027).
"""

from __future__ import annotations

import datetime as dt

import httpx

from engine.providers.base import (
    Misconfigured,
    NoAnswer,
    PersonRejected,
    ProviderError,
    Rejected,
    SpamLimited,
    TemplateHeld,
    Throttled,
    TooFastForPerson,
)
from engine.providers.exchanges import read_pause
from engine.providers.fields import JsonObject, parse_object, read_object, read_text
from engine.providers.whatsapp_codes import find_failure

LONGEST_SENTENCE = 400
UNDECIDED = frozenset({408, 425, 499})

SECONDS: dict[str, int] = {
    "2": 15, "131016": 15, "133004": 15, "1": 15, "131000": 15,
    "130429": 2, "4": 60, "80007": 60,
    "131057": 60, "2494100": 300, "131048": 7200,
    "131056": 16, "132015": 600, "134101": 600,
}  # fmt: skip
"""Codes after which the same message may leave later, and how long to wait at least where WhatsApp does not say."""

UNKNOWN_TO_ITSELF = frozenset({"1", "131000"})
"""“Something went wrong”: with a server error nobody can say whether the message left."""


class TemplateUnready(TemplateHeld):
    """The template is approved, but not ready yet for the Marketing Messages API."""

    code = "template_in_review"


LATER: dict[str, type[ProviderError]] = {
    "131056": TooFastForPerson,
    "132015": TemplateHeld,
    "134101": TemplateUnready,
    "131048": SpamLimited,
}
"""What waits without the others of its sender; every other code of `SECONDS` holds the whole sender."""

_REMEDIES = {
    "0": "check PARCOURS_WHATSAPP_TOKEN.",
    "190": "PARCOURS_WHATSAPP_TOKEN is wrong or has expired.",
    "3": "the app of PARCOURS_WHATSAPP_TOKEN lacks a permission.",
    "10": "the app of PARCOURS_WHATSAPP_TOKEN lacks a permission.",
    "131005": "the app of PARCOURS_WHATSAPP_TOKEN lacks a permission.",
}


def read_fault(response: httpx.Response, now: dt.datetime) -> ProviderError:
    """The error behind an answer that is not 2xx. An answer without WhatsApp's own error is judged by its status."""
    error = _read_error(response)
    code = read_text(error, "code")
    if not code:
        return _read_bare(response, now)
    if response.status_code >= 500 and (code in UNKNOWN_TO_ITSELF or find_failure(code) is None):
        sentence = f"WhatsApp answered {response.status_code}{_said(error)}; what became of the request is not known."
        return NoAnswer(sentence, provider_code=code, bytes_left=True)
    if code == "100" and read_text(error, "error_subcode") == "33":
        return Misconfigured(
            "WhatsApp does not know this id, or our token may not see it: check PARCOURS_WHATSAPP_PHONE_NUMBER_ID, "
            "PARCOURS_WHATSAPP_BUSINESS_ACCOUNT_ID and PARCOURS_WHATSAPP_TOKEN.",
            provider_code=code,
        )
    return _read_known(response, error, code, now)


def _read_known(response: httpx.Response, error: JsonObject, code: str, now: dt.datetime) -> ProviderError:
    failure = find_failure(code)
    if failure is None:
        if response.status_code == 429:
            return Throttled(f"WhatsApp asks us to slow down{_said(error)}.", provider_code=code,
                             retry_after=read_pause(response, now))  # fmt: skip
        return Rejected(f"WhatsApp refused this request{_said(error)}.", provider_code=code)
    sentence = f"{failure.sentence.rstrip('.')}{_said(error)}."
    if code in SECONDS:
        pause = read_pause(response, now, dt.timedelta(seconds=SECONDS[code]))
        return LATER.get(code, Throttled)(sentence, provider_code=code, retry_after=pause)
    if failure.scope == "sender":
        return Misconfigured(f"{sentence} Remedy: {_remedy(code)}", provider_code=code)
    kind = PersonRejected if failure.scope == "person" else Rejected
    return kind(sentence, provider_code=code)


def _remedy(code: str) -> str:
    permission = _REMEDIES["10"] if len(code) == 3 and code.startswith("2") else ""
    return _REMEDIES.get(code) or permission or "look at the number in WhatsApp Manager."


def _read_bare(response: httpx.Response, now: dt.datetime) -> ProviderError:
    """Something between us and WhatsApp answered, or WhatsApp without its error."""
    status = response.status_code
    code = str(status)
    if status == 429:
        return Throttled("WhatsApp asks us to slow down.", provider_code=code, retry_after=read_pause(response, now))
    if status >= 500 or status in UNDECIDED:
        sentence = f"WhatsApp answered {status}; what became of the request is not known."
        return NoAnswer(sentence, provider_code=code, bytes_left=True)
    if status < 400 or status in (401, 403, 404, 405):
        sentence = f"What answers ({status}) is not WhatsApp's API: check PARCOURS_WHATSAPP_API_URL."
        return Misconfigured(sentence, provider_code=code)
    return Rejected(f"WhatsApp refused this request with {status}.", provider_code=code)


def _read_error(response: httpx.Response) -> JsonObject:
    try:
        return read_object(parse_object(response.content), "error")
    except ValueError:
        return {}


def _said(error: JsonObject) -> str:
    """`: its words`, the details where there are any."""
    details = read_text(read_object(error, "error_data"), "details")
    words = details or read_text(error, "error_user_msg") or read_text(error, "message")
    words = words.strip().rstrip(".")[:LONGEST_SENTENCE]
    return f" (WhatsApp says: {words})" if words else ""
