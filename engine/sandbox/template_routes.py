"""WhatsApp templates over the Provisioning API's paths (reference, section 6)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from .provisioning_webhooks import announce
from .template_rules import check_template
from .templates import Template
from .wire import BadRequestError, JsonObject, Violation, answer, read_object, refuse_provisioning

if TYPE_CHECKING:
    from .sandbox import Sandbox

STATES = ("APPROVED", "REJECTED", "PAUSED", "DISABLED", "PENDING")


async def list_templates(request: Request, sandbox: Sandbox) -> Response:
    """`GET /whatsapp/templates`, with name prefix, states and pages."""
    query = request.query_params
    size, start = query.get("pageSize", "50"), query.get("pageToken", "0")
    if not (size.isdigit() and 1 <= int(size) <= 1000 and start.isdigit()):
        return _invalid(["pageSize must be from 1 to 1000, pageToken one of an earlier answer"])
    shown = [_show(sandbox, template) for template in sandbox.catalogue.all()]
    shown = [template for template in shown if template["name"].startswith(query.get("templateName", ""))]
    states = [state for part in query.getlist("filterStates") for state in part.split(",")]
    shown = [template for template in shown if not states or template.get("state") in states]
    return answer(_page(shown, int(start), int(size)))


async def create_template(request: Request, sandbox: Sandbox) -> Response:
    """`POST /whatsapp/templates`: 201; PENDING first when submitted, a draft otherwise."""
    body = read_object(await request.body())
    if faults := check_template(body):
        return _invalid(faults)
    if sandbox.catalogue.find(body["name"], body["language"]):
        message = f"template {body['name']} exists in {body['language']}"
        return refuse_provisioning(409, "template_exists", message, "choose another name or language")
    template = Template(body["name"], body["language"], body["category"], body["details"])
    template.whatsapp_id = str(int.from_bytes(sandbox.sources.new_id().encode()[-6:]))
    sandbox.catalogue.put(template)
    _submit(sandbox, template, body)
    return answer(_show(sandbox, template), 201)


async def get_templates(request: Request, sandbox: Sandbox) -> Response:
    """`GET /whatsapp/templates/{name}`: every language of a name."""
    found = sandbox.catalogue.languages(request.path_params["name"])
    if not found:
        return _not_found(request)
    return answer(_page([_show(sandbox, template) for template in found], 0, len(found)))


async def get_template(request: Request, sandbox: Sandbox) -> Response:
    """`GET /whatsapp/templates/{name}/languages/{language}`."""
    template = sandbox.catalogue.find(request.path_params["name"], request.path_params["language"])
    return answer(_show(sandbox, template)) if template else _not_found(request)


async def delete_templates(request: Request, sandbox: Sandbox) -> Response:
    """`DELETE /whatsapp/templates/{name}`: 204, all languages."""
    found = sandbox.catalogue.languages(request.path_params["name"])
    for template in found:
        sandbox.catalogue.remove(template)
    return Response(status_code=204) if found else _not_found(request)


async def change_template(request: Request, sandbox: Sandbox) -> Response:
    """`PATCH .../languages/{language}`: new details or category; it is a draft again unless submitted."""
    template = sandbox.catalogue.find(request.path_params["name"], request.path_params["language"])
    if template is None:
        return _not_found(request)
    body = read_object(await request.body())
    kept: JsonObject = {"name": template.name, "language": template.language, "category": template.category}
    changed: JsonObject = {**kept, "details": template.details, **body}
    if faults := check_template(changed):
        return _invalid(faults)
    template.category, template.details, template.state = changed["category"], changed["details"], ""
    _submit(sandbox, template, body)
    return answer(_show(sandbox, template))


async def delete_template(request: Request, sandbox: Sandbox) -> Response:
    """`DELETE .../languages/{language}`: a draft always, a submitted one only with `deleteSubmitted=true`."""
    template = sandbox.catalogue.find(request.path_params["name"], request.path_params["language"])
    if template is None:
        return _not_found(request)
    submitted = sandbox.catalogue.state(template, sandbox.sources.now())
    if submitted and request.query_params.get("deleteSubmitted") != "true":
        code = "template_not_deletable_due_to_input_config"
        return refuse_provisioning(409, code, "the template was submitted", "add deleteSubmitted=true")
    sandbox.catalogue.remove(template)
    return Response(status_code=204)


async def judge_template(request: Request, sandbox: Sandbox) -> Response:
    """`PUT /sandbox/templates/{name}` `{"state"}`: WhatsApp pauses, disables or approves it in every language, and says so."""
    found = sandbox.catalogue.languages(request.path_params["name"])
    state = str(read_object(await request.body()).get("state", ""))
    if state not in STATES:
        raise BadRequestError([Violation("state", f"must be one of {', '.join(STATES)}")])
    for template in found:
        template.state, template.submitted_at = state, None
        announce(sandbox, "WHATSAPP_TEMPLATE_STATUS_UPDATED", _show(sandbox, template))
    return answer({"templates": [_show(sandbox, template) for template in found]}) if found else _not_found(request)


def _submit(sandbox: Sandbox, template: Template, body: JsonObject) -> None:
    """A draft, or under review, whose answer is told when it is due."""
    at = sandbox.sources.now() if body.get("status") == "SUBMIT" else None
    template.submitted_at = at
    if at is not None:
        delay = sandbox.settings.approval_delay.total_seconds()
        sandbox.courier.after(delay, lambda: _tell_answer(sandbox, template, at))


def _tell_answer(sandbox: Sandbox, template: Template, submitted_at: datetime) -> None:
    """Of this submission only: it may have been submitted anew, or deleted."""
    if (
        template.submitted_at != submitted_at
        or sandbox.catalogue.find(template.name, template.language) is not template
    ):
        return
    template.state, template.submitted_at = template.verdict(), None
    announce(sandbox, f"WHATSAPP_TEMPLATE_{template.state}", _show(sandbox, template))


def _show(sandbox: Sandbox, template: Template) -> JsonObject:
    return sandbox.catalogue.show(template, sandbox.sources.now())


def _page(shown: list[JsonObject], start: int, size: int) -> JsonObject:
    following = str(start + size) if start + size < len(shown) else ""
    previous = str(max(0, start - size)) if start else ""
    page: JsonObject = {"totalSize": len(shown), "pageSize": size, "templates": shown[start : start + size]}
    return {**page, "previousPageToken": previous, "nextPageToken": following}


def _invalid(faults: list[str]) -> Response:
    message, remedy = "; ".join(faults), "correct the fields named"
    return refuse_provisioning(400, "invalid_input", message, remedy, validationErrors=faults)


def _not_found(request: Request) -> Response:
    message = f"template {request.path_params['name']} not found"
    return refuse_provisioning(404, "template_not_found", message, "check name and language")
