"""The sandbox as an ASGI app: every path, and where real time, ids and chance come in."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from . import (
    apps,
    behaviour,
    inbound,
    listing,
    media,
    phone_page,
    provisioning_webhooks,
    sending,
    template_routes,
    webhooks,
)
from .poster import OpenPoster, Poster
from .sandbox import Sandbox
from .settings import SandboxSettings
from .sources import Sources, real_sources
from .tokens import find_fault, give_token
from .wire import BadRequestError, answer, refuse, refuse_provisioning

Endpoint = Callable[[Request, Sandbox], Awaitable[Response]]
Handler = Callable[[Request], Awaitable[Response]]

PROJECT = "/v1/projects/{project}"
TEMPLATES = "/whatsapp/templates"
LANGUAGE = TEMPLATES + "/{name}/languages/{language}"

GUARDED: tuple[tuple[str, str, Endpoint], ...] = (
    ("POST", "/messages:send", sending.send_message),
    ("GET", "/messages", listing.list_messages),
    ("GET", "/messages/{message}", listing.get_message),
    ("GET", "/apps/{app}", apps.show_app),
    ("GET", "/apps/{app}/webhooks", webhooks.list_webhooks),
    ("GET", "/webhooks", provisioning_webhooks.list_webhooks),
    ("POST", "/webhooks", provisioning_webhooks.create_webhook),
    ("GET", "/webhooks/{webhook}", provisioning_webhooks.show_webhook),
    ("PATCH", "/webhooks/{webhook}", provisioning_webhooks.change_webhook),
    ("DELETE", "/webhooks/{webhook}", provisioning_webhooks.delete_webhook),
    ("GET", TEMPLATES, template_routes.list_templates),
    ("POST", TEMPLATES, template_routes.create_template),
    ("GET", TEMPLATES + "/{name}", template_routes.get_templates),
    ("DELETE", TEMPLATES + "/{name}", template_routes.delete_templates),
    ("GET", LANGUAGE, template_routes.get_template),
    ("PATCH", LANGUAGE, template_routes.change_template),
    ("DELETE", LANGUAGE, template_routes.delete_template),
)
OPEN: tuple[tuple[str, str, Endpoint], ...] = (
    ("POST", "/oauth2/token", give_token),
    ("POST", "/sandbox/inbound", inbound.receive_inbound),
    ("POST", "/sandbox/opt", inbound.change_opt),
    ("GET", "/sandbox/messages", phone_page.list_sent),
    ("GET", "/sandbox/conversation", phone_page.show_conversation),
    ("GET", "/sandbox/phones", phone_page.list_phones),
    ("GET", "/sandbox/behaviour", behaviour.show_behaviour),
    ("PUT", "/sandbox/behaviour", behaviour.change_behaviour),
    ("GET", "/sandbox/media/{name}", media.give_media),
    ("PUT", "/sandbox/templates/{name}", template_routes.judge_template),
)


def create_app(
    settings: SandboxSettings, sources: Sources | None = None, open_poster: OpenPoster = Poster
) -> Starlette:
    """The ASGI app; without `sources`, the machine's clock and real chance. `open_poster`: what carries its callbacks."""
    sandbox = Sandbox(settings, sources or real_sources(), open_poster)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[None]:
        sandbox.courier.start()
        yield
        await sandbox.courier.stop()
        await sandbox.ledger.close()

    return Starlette(routes=_routes(sandbox), lifespan=lifespan)


def run(settings: SandboxSettings) -> None:
    """Serve until interrupted."""
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning", access_log=False)


def _routes(sandbox: Sandbox) -> list[BaseRoute]:
    routes: list[BaseRoute] = []
    for method, path, endpoint in GUARDED:
        routes.append(Route(PROJECT + path, _guard(sandbox, endpoint, TEMPLATES in path), methods=[method]))
    for method, path, endpoint in (*OPEN, ("POST", "/sandbox/reset", _reset), ("GET", "/healthz", _health)):
        routes.append(Route(path, partial(_answer, endpoint, sandbox), methods=[method]))
    for name in phone_page.FILES:
        routes.append(Route("/" if name == "phone.html" else f"/{name}", _static(name)))
    return [*routes, Route("/{path:path}", _unknown, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])]


def _guard(sandbox: Sandbox, endpoint: Endpoint, provisioning: bool) -> Handler:
    """The key is checked first, then the project."""

    async def handle(request: Request) -> Response:
        fault = find_fault(sandbox.settings, request.headers.get("authorization", ""), sandbox.sources.now())
        if fault:
            return _unauthorised(fault, provisioning)
        project = request.path_params["project"]
        if project == sandbox.settings.project_id:
            return await _answer(endpoint, sandbox, request)
        if provisioning:
            return refuse_provisioning(404, "project_not_initialized", f"project {project} not found", "check the id")
        return refuse(404, f"project {project} not found")

    return handle


def _unauthorised(fault: str, provisioning: bool) -> Response:
    if provisioning:
        response = refuse_provisioning(401, "unauthorized_error", fault, "ask /oauth2/token for a new token")
    else:
        response = refuse(401, fault)
    response.headers["WWW-Authenticate"] = f'Bearer error="invalid_token", error_description="{fault}"'
    return response


async def _answer(endpoint: Endpoint, sandbox: Sandbox, request: Request) -> Response:
    try:
        return await endpoint(request, sandbox)
    except BadRequestError as error:
        return refuse(400, f"Invalid argument: {error}", error.violations)


async def _reset(_request: Request, sandbox: Sandbox) -> Response:
    sandbox.reset()
    return answer({})


async def _health(_request: Request, sandbox: Sandbox) -> Response:
    courier = sandbox.courier
    callbacks = {"waiting": courier.waiting, "delivered": courier.delivered, "dropped": courier.dropped}
    return answer({"status": "ok", "messages": len(sandbox.store), "callbacks": callbacks})


async def _unknown(request: Request) -> Response:
    return refuse(404, f"nothing at {request.method} {request.url.path}")


def _static(name: str) -> Handler:
    async def handle(_request: Request) -> Response:
        return phone_page.serve_file(name)

    return handle
