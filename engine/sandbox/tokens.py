"""OAuth2 client credentials. Tokens are signed, not stored, so they outlive a restart as Sinch's do."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from .settings import SandboxSettings
from .wire import answer

if TYPE_CHECKING:
    from .sandbox import Sandbox


async def give_token(request: Request, sandbox: Sandbox) -> Response:
    """`POST /oauth2/token`: 200 with all four keys, or the OAuth2 error body."""
    if not knows_basic(sandbox.settings, request.headers.get("authorization", "")):
        return _oauth_error(401, "invalid_client", "key id or key secret is wrong")
    form = parse_qs((await request.body()).decode("utf-8", "replace"))
    if form.get("grant_type") != ["client_credentials"]:
        return _oauth_error(400, "unsupported_grant_type", "send grant_type=client_credentials as a form")
    token = mint(sandbox.settings, sandbox.sources.now(), sandbox.sources.new_id())
    seconds = int(sandbox.settings.token_lifetime.total_seconds())
    return answer({"access_token": token, "expires_in": seconds, "scope": "", "token_type": "bearer"})


def mint(settings: SandboxSettings, at: datetime, nonce: str) -> str:
    """A token valid from `at` for the configured lifetime."""
    expires = (at + settings.token_lifetime).timestamp()
    claims = f"{expires:.3f}~{nonce}"
    return f"{claims}~{_seal(settings, claims)}"


def find_fault(settings: SandboxSettings, header: str, at: datetime) -> str | None:
    """Why this Authorization header opens nothing, None when it does. Clients look for the word `expired`."""
    kind, _, value = header.partition(" ")
    if kind.lower() == "basic":
        return None if knows_basic(settings, header) else "key id or key secret is wrong"
    if kind.lower() != "bearer":
        return "no bearer token"
    claims, _, seal = value.rpartition("~")
    if not claims or not hmac.compare_digest(seal.encode(), _seal(settings, claims).encode()):
        return "the access token is not one of ours"
    return "the access token is expired" if float(claims.partition("~")[0]) <= at.timestamp() else None


def knows_basic(settings: SandboxSettings, header: str) -> bool:
    """Whether an `Authorization: Basic` header carries the app's key."""
    kind, _, value = header.partition(" ")
    try:
        given = base64.b64decode(value, validate=True)
    except binascii.Error:
        return False
    return kind.lower() == "basic" and hmac.compare_digest(given, f"{settings.key_id}:{settings.key_secret}".encode())


def _seal(settings: SandboxSettings, claims: str) -> str:
    return hmac.new(settings.key_secret.encode(), claims.encode(), hashlib.sha256).hexdigest()


def _oauth_error(status: int, error: str, description: str) -> Response:
    headers = {"WWW-Authenticate": 'Basic realm="sandbox"'} if status == 401 else {}
    return answer({"error": error, "error_description": description}, status, headers)
