"""What an HTTP status of Sinch means for us (its error table): which error, whether to try again, what to
tell."""

from __future__ import annotations

import datetime as dt
from typing import cast

import httpx

from engine.providers.base import Misconfigured, NoAnswer, ProviderError, Rejected, Throttled
from engine.providers.exchanges import read_pause
from engine.providers.fields import JsonObject, parse_object, read_object, read_text

LONGEST_SENTENCE = 400

_MISCONFIGURED = {
    401: "Sinch refuses our key: check PARCOURS_SINCH_KEY_ID and PARCOURS_SINCH_KEY_SECRET.",
    402: "Sinch stopped this account for a payment reason: look at its billing page.",
    403: "Sinch forbids this: the key is not of this project, or the credit is used up.",
    404: "Sinch does not know this here: check PARCOURS_SINCH_PROJECT_ID, PARCOURS_SINCH_APP_ID and "
    "PARCOURS_SINCH_REGION (it must be the region where the app was made).",
}
_UNDECIDED = frozenset({408, 425, 499})


def read_fault(response: httpx.Response, now: dt.datetime) -> ProviderError:
    """The error behind an answer that is not 2xx.

    A server error leaves the outcome of a send unknown: Sinch does not say whether the message was queued.
    """
    status = response.status_code
    code, said = _read_error(response)
    if status == 429:
        return Throttled(
            f"Sinch asks us to slow down{said}.", provider_code=code, retry_after=read_pause(response, now)
        )
    if status in _MISCONFIGURED:
        return Misconfigured(_MISCONFIGURED[status] + (f" It says{said}." if said else ""), provider_code=code)
    if status < 400:
        return Misconfigured(
            f"Sinch answered with a redirect ({status}): check PARCOURS_SINCH_API_URL.", provider_code=code
        )
    if status >= 500 or status in _UNDECIDED:
        sentence = f"Sinch answered {status}{said}; what became of the request is not known."
        return NoAnswer(sentence, provider_code=code, bytes_left=True)
    return Rejected(f"Sinch refused this request{said}.", provider_code=code)


def _read_error(response: httpx.Response) -> tuple[str, str]:
    """(the provider's code, `: its words`), from either API's error body; the bare status when it has
    none."""
    try:
        body = parse_object(response.content)
    except ValueError:
        return str(response.status_code), ""
    error = read_object(body, "error") or body
    code = read_text(error, "status") or read_text(error, "errorCode") or str(response.status_code)
    words = [read_text(error, name).strip() for name in ("message", "error_description", "resolution")]
    words += _details(read_object(error, "additionalInformation"))
    said = "; ".join(word for word in words if word).rstrip(".")[:LONGEST_SENTENCE]
    return code, f": {said}" if said else ""


def _details(more: JsonObject) -> list[str]:
    """What the Provisioning API adds: the fields it refuses, or WhatsApp's own words."""
    listed = more.get("validationErrors")
    errors = cast("list[object]", listed) if isinstance(listed, list) else []
    meta = read_object(more, "metaError")
    told = [str(error) for error in errors] + [read_text(meta, name) for name in ("error_user_msg", "message")]
    return [word.strip() for word in [*told, read_text(more, "metaError")] if word.strip()][:3]
