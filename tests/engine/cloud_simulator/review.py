"""Templates written through the account: taken, reviewed, and the answer told by webhook."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from .account import Account
from .posting import Poster
from .wire import GraphError, say

JsonObject = dict[str, Any]
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
MAY_CHANGE = ("APPROVED", "REJECTED", "PAUSED")


class Review:
    """A name that ends in `_rejected` is rejected as promotional, every other template approved, after `review_delay`."""

    def __init__(self, account: Account, poster: Poster) -> None:
        self.account, self.poster = account, poster

    async def create(self, request: Request) -> Response:
        """`POST /{account}/message_templates`."""
        body = _object(await request.body())
        _check(body)
        if any((one["name"], one["language"]) == (body["name"], body["language"]) for one in self.account.templates):
            raise GraphError(100, "there is already content in this language for this template", subcode=2388024)
        template = {
            "id": str(10**15 + len(self.account.templates)), "status": "PENDING", "rejected_reason": "NONE",
            "quality_score": {"score": "UNKNOWN"}, **body,
        }  # fmt: skip
        self.account.templates.append(template)
        self._review_later(template)
        return say({"id": template["id"], "status": "PENDING", "category": body["category"]})

    async def change(self, request: Request) -> Response:
        """`POST /{template_id}`: components are replaced as a whole."""
        found = [one for one in self.account.templates if one["id"] == request.path_params["id"]]
        if not found:
            raise GraphError(100, "Unsupported post request. Object does not exist", subcode=33)
        body = _object(await request.body())
        if found[0]["status"] not in MAY_CHANGE:
            raise GraphError(100, "only approved, rejected and paused templates may be edited", subcode=2388003)
        if "category" in body and found[0]["status"] == "APPROVED":
            raise GraphError(100, "the category of an approved template cannot be edited", subcode=2388025)
        _check({**found[0], **body})
        found[0].update(body, status="PENDING")
        self._review_later(found[0])
        return say({"success": True})

    def _review_later(self, template: JsonObject) -> None:
        asyncio.get_running_loop().call_later(self.account.review_delay, self._answer, template)

    def _answer(self, template: JsonObject) -> None:
        if template["status"] != "PENDING":
            return
        refused = template["name"].endswith("_rejected")
        template["status"] = "REJECTED" if refused else "APPROVED"
        template["rejected_reason"] = "PROMOTIONAL" if refused else "NONE"
        told = {
            "event": template["status"], "message_template_id": int(template["id"]),
            "message_template_name": template["name"], "message_template_language": template["language"],
            "reason": template["rejected_reason"],
        }  # fmt: skip
        self.poster.change("message_template_status_update", told, time=int(self.account.now()))


def _check(body: JsonObject) -> None:
    """What Meta's page on creating templates asks for; an error says what is missing."""
    if not re.fullmatch(r"[a-z0-9_]{1,512}", body.get("name", "")):
        raise GraphError(100, "name must be lower case letters, digits and underscores")
    if body.get("category") not in ("MARKETING", "UTILITY", "AUTHENTICATION"):
        raise GraphError(100, "category must be MARKETING, UTILITY or AUTHENTICATION")
    parts = {component["type"]: component for component in body.get("components", [])}
    if "BODY" not in parts:
        raise GraphError(100, "a BODY component is required")
    _check_examples(parts["BODY"], "body_text", body.get("parameter_format", "POSITIONAL"))
    header = parts.get("HEADER", {})
    if header.get("format") == "TEXT":
        _check_examples(header, "header_text", body.get("parameter_format", "POSITIONAL"))
    elif header.get("format") in ("IMAGE", "VIDEO", "DOCUMENT") and not header.get("example", {}).get("header_handle"):
        raise GraphError(100, "header_handle is required", subcode=2388273)
    for button in parts.get("BUTTONS", {}).get("buttons", []):
        if VARIABLE.search(button.get("url", "")) and not isinstance(button.get("example"), list):
            raise GraphError(100, "example of the url button is required", subcode=2388073)


def _check_examples(part: JsonObject, field: str, form: str) -> None:
    names = list(dict.fromkeys(VARIABLE.findall(part.get("text", ""))))
    example = part.get("example", {})
    if form == "NAMED":
        given = [one["param_name"] for one in example.get(f"{field}_named_params", [])]
        fits = given == names
    else:
        listed = example.get(field, [])
        listed = listed[0] if field == "body_text" and listed else listed
        fits = len(listed) == len(names) and all(name.isdigit() for name in names)
    if not fits:
        raise GraphError(100, f"{field}: the examples do not fit the variables", subcode=2388043)


def _object(raw: bytes) -> JsonObject:
    body = orjson.loads(raw)
    if not isinstance(body, dict):
        raise GraphError(100, "the body must be a JSON object")
    return body
