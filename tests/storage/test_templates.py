"""Templates follow what the provider lists."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from storage.database import reading, writing
from storage.templates import (
    ListedTemplate,
    disable_missing,
    list_templates,
    templates_named,
    upsert_templates,
)
from tests.storage.house import NOON, minutes


def listed(name: str, language: str = "fr", **more: Any) -> ListedTemplate:
    values: dict[str, Any] = {
        "template_id": f"{name}-{language}", "category": "MARKETING", "status": "APPROVED",
        "content_hash": "h", "components": {"body": "Bonjour {{1}}"}, **more,
    }  # fmt: skip
    return ListedTemplate(name=name, language=language, **values)


def test_every_language_of_a_template_is_kept(database: Engine) -> None:
    with writing(database) as connection:
        upsert_templates(connection, listed=[listed("cart"), listed("cart", "en"), listed("bye")], at=NOON)

    with reading(database) as connection:
        assert [(each.name, each.language) for each in list_templates(connection)] == [
            ("bye", "fr"), ("cart", "en"), ("cart", "fr"),
        ]  # fmt: skip
        cart = templates_named(connection, name="cart")
        assert sorted(cart) == ["en", "fr"]
        assert cart["fr"].components == {"body": "Bonjour {{1}}"}
        assert templates_named(connection, name="nothing") == {}


def test_a_change_of_category_is_reported_with_what_it_was(database: Engine) -> None:
    with writing(database) as connection:
        first = upsert_templates(connection, listed=[listed("cart", category="UTILITY"), listed("bye")], at=NOON)
        again = [listed("cart", template_id="another-id"), listed("bye")]

        changes = upsert_templates(connection, listed=again, at=minutes(10))

        assert [change.before for change in first] == [None, None]
        assert [(change.after.name, change.after.category) for change in changes] == [("cart", "MARKETING")]
        assert changes[0].before is not None
        assert changes[0].before.category == "UTILITY"
        cart = templates_named(connection, name="cart")["fr"]
        assert (cart.id, cart.category, cart.synced_at) == ("cart-fr", "MARKETING", minutes(10))


def test_a_template_that_the_provider_no_longer_lists_cannot_be_sent(database: Engine) -> None:
    with writing(database) as connection:
        everything = [listed("cart"), listed("old"), listed("ours", status="DRAFT")]
        upsert_templates(connection, listed=everything, at=NOON)

        changes = disable_missing(connection, listed=[listed("cart")], at=minutes(1))

        assert [change.after.name for change in changes] == ["old"]
        states = {each.name: (each.status, each.reason) for each in list_templates(connection)}
        assert states == {
            "cart": ("APPROVED", None), "old": ("DISABLED", "no_longer_listed"), "ours": ("DRAFT", None),
        }  # fmt: skip
        assert disable_missing(connection, listed=[listed("cart")], at=minutes(2)) == []


def test_an_empty_list_changes_nothing(database: Engine) -> None:
    with writing(database) as connection:
        assert upsert_templates(connection, listed=[], at=NOON) == []
