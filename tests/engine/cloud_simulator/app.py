"""The simulator's paths: Meta's own under `/{version}/…`, and what a test does under `/simulator/…`."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .account import Account, Behaviour
from .checks import check_content, find_template, recipient_of
from .phones import Phones
from .posting import Poster
from .review import Review
from .subscriptions import Subscriptions
from .wire import GraphError, say

Handler = Callable[[Request], Awaitable[Response]]


class Simulator:
    """One account, served as an ASGI application."""

    def __init__(self, account: Account) -> None:
        self.account, self.behaviour, self.phones = account, Behaviour(), Phones(account)
        self.poster = Poster(account, self.behaviour)
        self.review, self.subscriptions = Review(account, self.poster), Subscriptions(account)
        self.files: dict[str, str] = {}

    def application(self) -> Starlette:
        number, account = (f"/{self.account.version}/{it}" for it in (self.account.number_id, self.account.id))
        routes = [
            Route(f"{number}/messages", self._guard(self.send), methods=["POST"]),
            Route(f"{number}/marketing_messages", self._guard(self.send_marketing), methods=["POST"]),
            Route(f"{number}/media", self._guard(self.upload), methods=["POST"]),
            Route(number, self._guard(self.show_number)),
            Route(f"{account}/message_templates", self._guard(self.list_templates)),
            Route(f"{account}/message_templates", self._guard(self.review.create), methods=["POST"]),
            Route(f"{account}/subscribed_apps", self._guard(self.subscriptions.show)),
            Route(f"{account}/subscribed_apps", self._guard(self.subscriptions.subscribe), methods=["POST"]),
            Route(f"/{self.account.version}/{{id}}", self._guard(self.show_file)),
            Route(f"/{self.account.version}/{{id}}", self._guard(self.review.change), methods=["POST"]),
            Route("/simulator/inbound", self.receive, methods=["POST"]),
            Route("/simulator/change", self.tell, methods=["POST"]),
            Route("/simulator/templates/{name}", self.judge, methods=["PUT"]),
            Route("/simulator/behaviour", self.behave, methods=["PUT"]),
            Route("/simulator/messages", self.show_phone),
            Route("/simulator/ledger", self.show_ledger),
            Route("/{path:path}", self._guard(_nothing), methods=["GET", "POST"]),
        ]
        return Starlette(routes=routes, lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncGenerator[None]:
        self.poster.start()
        yield
        await self.poster.stop()

    def _guard(self, handler: Handler) -> Handler:
        async def handle(request: Request) -> Response:
            try:
                if request.headers.get("authorization") != f"Bearer {self.account.token}":
                    raise GraphError(190, "the access token could not be decrypted", http=401)
                return await handler(request)
            except GraphError as error:
                return error.answer()

        return handle

    # Sending -----------------------------------------------------------------------------------------------------------

    async def send(self, request: Request) -> Response:
        """`POST /{phone_number_id}/messages`."""
        body = _object(await request.body())
        self.phones.asked += 1
        self._refuse()
        to = recipient_of(body)
        content = check_content(body, self.account.templates)
        self._hold_back(to)
        message = self._keep(to, body, content | {"path": request.url.path})
        self._report(message)
        if self.behaviour.lose_answers > 0:
            self.behaviour.lose_answers -= 1
            return Response(status_code=502)
        contact = {"input": body.get("to") or body.get("recipient"), "wa_id": to} if body.get("to") else {"user_id": to}
        sent = [{"id": message["id"], "message_status": "accepted"}]
        return say({"messaging_product": "whatsapp", "contacts": [contact], "messages": sent})

    async def send_marketing(self, request: Request) -> Response:
        """`POST /{phone_number_id}/marketing_messages`: marketing templates, nothing else."""
        body = _object(await request.body())
        if (
            body.get("type") != "template"
            or find_template(body["template"], self.account.templates)["category"] != "MARKETING"
        ):
            raise GraphError(131055, "only marketing templates")
        return await self.send(request)

    def _refuse(self) -> None:
        refusal = self.behaviour.refusal
        if refusal and not refusal.later and refusal.times > 0:
            refusal.times -= 1
            raise GraphError(refusal.code, "as the test wants", http=refusal.http)

    def _hold_back(self, to: str) -> None:
        if self.phones.is_too_fast(self.behaviour.throttle_per_second):
            raise GraphError(130429, "Cloud API message throughput has been reached", http=429)
        if self.behaviour.pair_limit and not self.phones.person(to).admits(time.monotonic()):
            raise GraphError(131056, "too many messages to this number from this one")

    def _keep(self, to: str, body: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
        message = {
            "id": f"wamid.{secrets.token_urlsafe(18)}", "to": to, "at": self.account.now(), "raw": body,
            "opaque": body.get("biz_opaque_callback_data"), **content,
        }  # fmt: skip
        self.phones.keep(message)
        return message

    def _report(self, message: dict[str, Any]) -> None:
        """Its statuses, each in its time; one `failed` where it cannot be delivered."""
        if not self.behaviour.receipts:
            return
        failed = self._failure(message)
        for word, pause in zip(("sent", "delivered", "read"), self.account.delays, strict=True):
            asyncio.get_running_loop().call_later(
                pause, self._tell_status, message, "failed" if failed else word, failed
            )
            if failed:
                return

    def _failure(self, message: dict[str, Any]) -> GraphError | None:
        refusal = self.behaviour.refusal
        if refusal and refusal.later and refusal.times > 0:
            refusal.times -= 1
            return GraphError(refusal.code, "as the test wants")
        if message["kind"] == "session" and not self.phones.person(message["to"]).has_open_window(self.account.now()):
            return GraphError(131047, "more than 24 hours have passed since the customer last replied")
        return None

    def _tell_status(self, message: dict[str, Any], word: str, error: GraphError | None) -> None:
        who = "recipient_user_id" if "." in message["to"] else "recipient_id"
        status = {"id": message["id"], "status": word, "timestamp": str(int(self.account.now())), who: message["to"]}
        price = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "service"}
        more = {"errors": [error.in_status()]} if error else {"pricing": price} if word != "read" else {}
        opaque = {"biz_opaque_callback_data": message["opaque"]} if message["opaque"] else {}
        self.poster.about_number(statuses=[{**status, **opaque, **more}])

    # Reading -----------------------------------------------------------------------------------------------------------

    async def show_number(self, _request: Request) -> Response:
        return say({
            "id": self.account.number_id, "display_phone_number": self.account.display_number, "status": "CONNECTED",
            "verified_name": "Boutique", "quality_rating": "GREEN", "throughput": {"level": "STANDARD"},
        })  # fmt: skip

    async def list_templates(self, request: Request) -> Response:
        start = int(request.query_params.get("after") or 0)
        end = start + self.account.page_size
        more = end < len(self.account.templates)
        paging = {"cursors": {"before": str(start), "after": str(end)}} | (
            {"next": "https://graph.example"} if more else {}
        )
        return say({"data": self.account.templates[start:end], "paging": paging})

    async def upload(self, request: Request) -> Response:
        """A file for 30 days; of its form only the length is looked at."""
        if not await request.body():
            raise GraphError(100, "file is required")
        file_id = str(10**14 + len(self.files))
        self.files[file_id] = f"https://lookaside.example/{file_id}"
        return say({"id": file_id})

    async def show_file(self, request: Request) -> Response:
        file_id = request.path_params["id"]
        if file_id not in self.files:
            raise GraphError(100, f"Object with ID '{file_id}' does not exist", subcode=33)
        return say(
            {"messaging_product": "whatsapp", "id": file_id, "url": self.files[file_id], "mime_type": "image/png"}
        )

    # What a test does ----------------------------------------------------------------------------------------------------

    async def receive(self, request: Request) -> Response:
        """A customer writes: `{"from", "text" | "tap": title | "location": {…} | "message": {type…},
        "name"?}`. A location answers the newest request for one."""
        body = _object(await request.body())
        who, message_id = body["from"], f"wamid.in.{secrets.token_urlsafe(12)}"
        self.phones.person(who).wrote_at = self.account.now()
        hidden = "." in who
        contact = {"profile": {"name": body.get("name", "Amina")}, "user_id" if hidden else "wa_id": who}
        said = {"from_user_id" if hidden else "from": who, "id": message_id, "timestamp": str(int(self.account.now()))}
        self.poster.about_number(contacts=[contact], messages=[said | self._content(who, body)])
        return say({"id": message_id})

    def _content(self, who: str, body: dict[str, Any]) -> dict[str, Any]:
        if "tap" in body:
            message, button = self.phones.find_button(who, body["tap"])
            context = {"context": {"from": self.account.display_number, "id": message["id"]}}
            if message["kind"] == "template":
                return {"type": "button", "button": {"payload": button["data"], "text": button["title"]}, **context}
            kind = "list_reply" if button["kind"] == "row" else "button_reply"
            chosen = {"type": kind, kind: {"id": button["data"], "title": button["title"]}}
            return {"type": "interactive", "interactive": chosen, **context}
        if "location" in body:
            message, _ = self.phones.find_button(who, "Send location")
            context = {"context": {"from": self.account.display_number, "id": message["id"]}}
            return {"type": "location", "location": body["location"], **context}
        return body.get("message") or {"type": "text", "text": {"body": body["text"]}}

    async def tell(self, request: Request) -> Response:
        """Post any change: `{"field", "value"}`; `number`: true puts what every change of a number starts with."""
        body = _object(await request.body())
        value = self.poster.value(**body["value"]) if body.get("number") else body["value"]
        self.poster.change(body["field"], value, time=int(self.account.now()))
        return say({})

    async def judge(self, request: Request) -> Response:
        """A template changes its state, and the account is told."""
        status = _object(await request.body())["status"]
        for template in self.account.templates:
            if template["name"] == request.path_params["name"]:
                template["status"] = status
                told = {"event": status, "message_template_id": int(template["id"]), "reason": "NONE",
                        "message_template_name": template["name"], "message_template_language": template["language"]}  # fmt: skip
                self.poster.change("message_template_status_update", told, time=int(self.account.now()))
        return say({})

    async def behave(self, request: Request) -> Response:
        self.behaviour.change(_object(await request.body()))
        return say({})

    async def show_phone(self, request: Request) -> Response:
        return say({"messages": self.phones.person(request.query_params["to"]).messages})

    async def show_ledger(self, _request: Request) -> Response:
        return say({"asked": self.phones.asked, "sent": self.phones.sent, "webhooks": self.poster.statuses})


async def _nothing(request: Request) -> Response:
    raise GraphError(100, f"Unsupported request: nothing at {request.url.path}", subcode=33)


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise GraphError(100, "the body must be a JSON object")
    return body
