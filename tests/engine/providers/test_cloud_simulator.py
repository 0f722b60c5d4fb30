"""The simulator of the Cloud API knows nothing of the product, and refuses what WhatsApp refuses."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from tests.engine.cloud_simulator import checks
from tests.engine.cloud_simulator.account import Account
from tests.engine.cloud_simulator.wire import GraphError

FOLDER = Path(checks.__file__).parent
OURS = {"engine", "storage", "designer"}
TEMPLATES = Account("").templates


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in named} | {
        (node.module or "").split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0
    }


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_it_imports_nothing_of_the_product(path: Path) -> None:
    assert imported(path) & OURS == set()


def body(**parts: Any) -> dict[str, Any]:
    return {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "+33600000001", **parts}


def buttons(count: int, title: str = "Oui") -> dict[str, Any]:
    given = [{"type": "reply", "reply": {"id": str(number), "title": title}} for number in range(count)]
    return {
        "type": "interactive",
        "interactive": {"type": "button", "body": {"text": "x"}, "action": {"buttons": given}},
    }


def offered(kind: str, **action: Any) -> dict[str, Any]:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": "x"}, "action": action}}


def sheet(*sizes: int, title: str = "Nord", button: str = "Choisir") -> dict[str, Any]:
    """A list with so many rows in each section."""
    sections = [
        {"title": title, "rows": [{"id": f"{place}.{row}", "title": "x"} for row in range(size)]}
        for place, size in enumerate(sizes)
    ]
    return offered("list", button=button, sections=sections)


def parcel(*values: str, **more: Any) -> dict[str, Any]:
    filled = [{"type": "body", "parameters": [{"type": "text", "text": value} for value in values]}]
    template = {"name": "colis_expedie", "language": {"code": "fr"}, "components": filled, **more}
    return {"type": "template", "template": template}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"type": "text", "text": {"body": "x" * 4097}}, 131009),
        ({"type": "text", "text": {}}, 131008),
        (buttons(4), 131009),
        (buttons(1, "x" * 21), 131009),
        (sheet(11), 131009),
        (sheet(5, 6), 131009),
        (sheet(1, 1, title=""), 131009),
        (sheet(1, button="x" * 21), 131009),
        (offered("cta_url", name="cta_url", parameters={"display_text": "Ouvrir", "url": "shop"}), 131009),
        (offered("location_request_message", name="share"), 131009),
        (parcel("Amina"), 132000),
        (parcel("Amina", "C-1", "mardi\nmidi"), 132018),
        (parcel("Amina", "C-1", "mardi", name="inconnu"), 132001),
        ({"type": "image", "image": {}}, 131009),
        ({"type": "text", "text": {"body": "x"}, "surprise": 1}, 100),
    ],
)
def test_what_whatsapp_refuses_it_refuses(content: dict[str, Any], code: int) -> None:
    with pytest.raises(GraphError) as caught:
        checks.check_content(body(**content), TEMPLATES)

    assert caught.value.code == code


@pytest.mark.parametrize("to", ["33600000001", "+0600000001", "abc"])
def test_a_number_without_its_country_is_refused(to: str) -> None:
    with pytest.raises(GraphError):
        checks.recipient_of(body(to=to))


def test_a_whole_template_is_shown_as_the_phone_shows_it() -> None:
    shown = checks.check_content(body(**parcel("Amina", "C-1", "mardi")), TEMPLATES)

    assert shown["text"].startswith("Bonjour Amina, bonne nouvelle : votre commande C-1")
    assert [button["title"] for button in shown["buttons"]] == ["Où est mon colis ?"]
