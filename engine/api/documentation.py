"""OpenAPI made from the models, and a page to read it without any script from elsewhere."""

from __future__ import annotations

import html
from typing import Any

import orjson
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from engine.api.models import ConsentBody, ContactAnswer, EventAnswer, EventBody, Person

OPERATIONS: tuple[tuple[str, str, type[BaseModel], type[BaseModel], int], ...] = (
    ("/api/events", "Something happened: start journeys, reach goals", EventBody, EventAnswer, 202),
    ("/api/contacts", "Write what you know of a person", Person, ContactAnswer, 200),
    ("/api/consents", "Record a yes or a no", ConsentBody, ContactAnswer, 202),
)
ERRORS = {
    "400": "The body is not JSON.",
    "401": "The bearer token is missing or wrong.",
    "409": "The ids given name two different people.",
    "413": "The body is too large.",
    "422": "A field is missing or wrong; the message names it.",
    "503": "It could not be kept; send it again.",
}


def openapi() -> dict[str, Any]:
    """The whole description, OpenAPI 3.1."""
    models = {model for _, _, body, answer, _ in OPERATIONS for model in (body, answer)}
    _, definitions = models_json_schema(
        [(model, "validation") for model in sorted(models, key=lambda model: model.__name__)],
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Parcours", "version": "1", "description": "What other systems may tell Parcours."},
        "paths": {path: {"post": _operation(path, title, body, answer, status)}
                  for path, title, body, answer, status in OPERATIONS},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {**definitions.get("$defs", {}), "Error": _error_schema()},
        },
        "security": [{"token": []}],
    }  # fmt: skip


def _operation(path: str, title: str, body: type[BaseModel], answer: type[BaseModel], status: int) -> dict[str, Any]:
    return {
        "operationId": path.rsplit("/", 1)[-1],
        "summary": title,
        "description": (body.__doc__ or "").strip(),
        "requestBody": {"required": True, "content": _content(body.__name__)},
        "responses": {
            str(status): {"description": "Taken.", "content": _content(answer.__name__)},
            **{code: {"description": text, "content": _content("Error")} for code, text in ERRORS.items()},
        },
    }


def _content(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _error_schema() -> dict[str, Any]:
    text = {"type": "string"}
    error = {"type": "object", "properties": {"code": text, "message": text}, "required": ["code", "message"]}
    return {"type": "object", "properties": {"error": error}, "required": ["error"]}


def documentation_page() -> str:
    """Each operation with its fields and an example that can be pasted in a terminal."""
    description = openapi()
    schemas = description["components"]["schemas"]
    parts = [
        f"<h2>POST {path}</h2><p><b>{html.escape(title)}</b></p><p>{html.escape((body.__doc__ or '').strip())}</p>"
        f"<pre>{html.escape(orjson.dumps(schemas[body.__name__], option=orjson.OPT_INDENT_2).decode())}</pre>"
        for path, title, body, _, _ in OPERATIONS
    ]
    example = (
        'curl -X POST -H "Authorization: Bearer $PARCOURS_API_TOKEN" -H "Content-Type: application/json" \\\n'
        '  -d \'{"id": "evt-42", "name": "cart.abandoned", "contact": {"whatsapp": "33600000001", "name": "Amina"}}\' \\\n'
        "  http://127.0.0.1:8700/api/events"
    )
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        "<title>Parcours API</title><style>body{font:16px/1.5 system-ui;max-width:52rem;margin:2rem auto;padding:0 1rem}"
        "pre{background:#f4f4f5;padding:1rem;overflow:auto;border-radius:8px}</style><h1>Parcours API</h1>"
        f"<p>Machine-readable: <a href=/api/openapi.json>/api/openapi.json</a></p><pre>{html.escape(example)}</pre>"
        f"{''.join(parts)}</html>"
    )
