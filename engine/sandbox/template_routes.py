"""WhatsApp templates over the Provisioning API's paths (reference, section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from .template_rules import check_template
from .templates import Template
from .wire import JsonObject, answer, read_object, refuse_provisioning

if TYPE_CHECKING:
    from .sandbox import Sandbox


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
    template.submitted_at = sandbox.sources.now() if body.get("status") == "SUBMIT" else None
    sandbox.catalogue.put(template)
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
    template.submitted_at = sandbox.sources.now() if body.get("status") == "SUBMIT" else None
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
