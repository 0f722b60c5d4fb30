"""The tab Essai on the editor page: trying the draft as a customer, and stories made of it."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from designer.draft_model import Desk
from designer.draft_services import edit_draft
from designer.editing import set_field
from designer.story_services import stories_of
from engine.journey.stories import Person
from storage.contacts import add_contact
from storage.database import writing
from tests.designer.editing_samples import cart
from tests.designer.editor_house import NOON, checked, create, opened, words

PHONE = "trial:phone"


def tried(app: AppTest) -> AppTest:
    """The test phone is in sight."""
    app.session_state["editor:tab"] = "trial"
    return checked(app)


def given(app: AppTest, mark: str) -> dict[str, Any]:
    found = [json.loads(one.proto.json) for one in app.get("bidi_component") if mark in one.proto.json]
    return found[-1]


def talk(app: AppTest) -> str:
    """What the phone shows, line by line."""
    return "\n".join(one["text"] for one in given(app, '"compose"')["messages"]).replace("\xa0", " ")


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return checked(app)


def does(app: AppTest, *events: dict[str, Any]) -> AppTest:
    """What a person does in the phone, as it comes from the browser."""
    held = app.session_state.get(PHONE, {})
    items = held.get("events", {}).get("items", [])
    numbered = [{"seq": place, **event} for place, event in enumerate(events, start=len(items) + 1)]
    app.session_state[PHONE] = {"events": {"client": "phone-1", "items": [*items, *numbered]}}
    return checked(app)


def says(app: AppTest, text: str) -> AppTest:
    return does(app, {"kind": "say", "text": text})


def reminded(desk: Desk) -> AppTest:
    """Amina abandoned a cart and was reminded."""
    create(desk, cart())
    return press(tried(opened()), "trial:arrive:cart")


def test_the_phone_that_a_key_opened_asks_for_the_keyboard_until_it_is_left(desk: Desk) -> None:
    """Of two runs that follow closely the browser may be spared the first."""
    create(desk, cart())
    app = opened()
    app.session_state["parcours:editor:tab_wanted"], app.session_state["parcours:editor:trial_by_key"] = "trial", True

    after_the_key = given(checked(checked(app)), '"compose"')["focus"]
    app.session_state["editor:tab"] = "problems"
    after_a_click = given(tried(checked(app)), '"compose"')["focus"]

    assert (after_the_key, after_a_click) == (True, False)


def test_the_phone_offers_the_starts_of_the_journey(desk: Desk) -> None:
    create(desk, cart())

    app = tried(opened())

    assert "Comment Amina arrive-t-il" in words(app).replace("\\", "")
    assert app.button(key="trial:arrive:cart").label.replace("\\", "") == "cart.abandoned"


def test_a_customer_gets_the_template_as_the_library_has_it(desk: Desk) -> None:
    app = reminded(desk)

    assert "Bonjour Amina, votre panier vous attend." in talk(app)


def test_a_reply_says_how_it_was_understood_and_lights_its_way(desk: Desk) -> None:
    app = says(reminded(desk), "Oui!")

    walked = given(app, '"nodes"')["walked"]

    assert "« Oui! » reconnu comme « oui » → « oui »" in talk(app)
    assert "Merci Amina !" in talk(app)
    assert "Sorti du parcours" in talk(app)
    assert {"trigger:cart", "step:remind", "step:answer", "step:thanks"} <= set(walked["cards"])
    assert "step:answer|branch:yes" in walked["arrows"]
    assert "step:answer|no_reply" not in walked["arrows"]


def test_the_next_step_is_the_end_of_the_wait(desk: Desk) -> None:
    app = press(reminded(desk), "trial:next")

    assert "Le client n’a rien répondu → Sans réponse après 24 h" in talk(app)
    assert app.button(key="trial:next").disabled


def test_the_conversation_is_played_again_when_the_draft_changes(desk: Desk) -> None:
    app = says(reminded(desk), "oui")

    edit_draft(desk, "cart", lambda draft: set_field(draft, "step:thanks", ("text",), {"fr": "À bientôt !"}))
    checked(app)

    assert "À bientôt !" in talk(app)
    assert "Merci" not in talk(app)
    assert "Depuis votre modification, la suite est autre." in talk(app)


def test_a_move_that_no_longer_fits_is_marked(desk: Desk) -> None:
    app = does(reminded(desk), {"kind": "tap", "message_id": "story-1.1", "button_id": "x", "title": "Oui"})

    assert "Ce geste ne va plus ici" in talk(app)
    assert any("Un geste ne va plus dans ce brouillon" in one.value for one in app.info)


def test_the_last_move_is_taken_back_and_all_of_them(desk: Desk) -> None:
    app = says(reminded(desk), "oui")

    taken_back = talk(press(app, "trial:back"))
    restarted = talk(press(app, "trial:restart"))

    assert "Merci" not in taken_back
    assert "Bonjour Amina" in taken_back
    assert "Bonjour Amina" not in restarted


def test_a_receipt_is_told_and_drawn(desk: Desk) -> None:
    app = reminded(desk)

    app.selectbox(key="trial:what").select("read")
    app = press(checked(app), "trial:do")

    assert "Message lu" in talk(app)
    assert [one["status"] for one in given(app, '"compose"')["messages"] if one["side"] == "business"] == ["read"]


def test_somebody_of_the_audience_can_be_tried(desk: Desk) -> None:
    with writing(desk.database) as connection:
        add_contact(connection, "zoe", now=NOON, name="Zoé", language="fr", attributes={"city": "Lille"})
    app = reminded(desk)

    app.selectbox(key="trial:who:0:who").select("zoe")
    checked(app)

    assert "Ne part pas : pas d’accord marketing" in "\n".join(
        one.get("problem") or "" for one in given(app, '"compose"')["messages"]
    )


def test_a_customer_is_described_by_hand(desk: Desk) -> None:
    app = reminded(desk)

    app.text_input(key="trial:who:0:name").input("Léa")
    app.text_area(key="trial:who:0:others").input("city = Nice\npoints = 12")
    next(one for one in app.button if one.label == "Essayer avec ce client").click()
    checked(app)

    assert "Bonjour Léa, votre panier" in talk(app)


def test_a_field_that_cannot_be_read_is_named_and_changes_nothing(desk: Desk) -> None:
    app = reminded(desk)

    app.text_input(key="trial:who:0:name").input("Léa")
    app.text_area(key="trial:who:0:others").input("Nice")
    next(one for one in app.button if one.label == "Essayer avec ce client").click()
    checked(app)

    assert "« Nice » n’est pas un champ" in words(app)
    assert "Bonjour Amina" in talk(app)


def test_a_conversation_is_saved_as_a_story_that_holds(desk: Desk) -> None:
    app = says(reminded(desk), "oui")

    app.text_input(key="trial:save:name:0").input("Amina dit oui")
    app = press(checked(app), "trial:save:do")

    [kept] = stories_of(desk, "cart")
    assert kept.name == "Amina dit oui"
    assert kept.story is not None
    assert kept.story.contact == Person(
        name="Amina", language="fr", timezone="Europe/Paris", country="FR", attributes={"city": "Lyon", "orders": 3},
        consent=["marketing", "service"],
    )  # fmt: skip
    assert "1 sur 1 tiennent" in words(app)
    assert "Tient" in words(app)


def test_a_story_that_no_longer_holds_shows_what_differs(desk: Desk) -> None:
    app = press(says(reminded(desk), "oui"), "trial:save:do")

    edit_draft(desk, "cart", lambda draft: set_field(draft, "step:thanks", ("text",), {"fr": "À bientôt !"}))
    checked(app)

    told = "\n".join(one.value for one in app.code)
    assert "Ne tient plus" in words(app)
    assert "attendu" in told
    assert "Merci Amina !" in told
    assert "À bientôt !" in told


def test_a_story_is_opened_renamed_and_deleted(desk: Desk) -> None:
    app = press(says(reminded(desk), "oui"), "trial:save:do")
    [kept] = stories_of(desk, "cart")
    press(app, "trial:restart")

    opened_again = talk(press(app, f"story:{kept.id}:open"))
    app.text_input(key=f"story:{kept.id}:name").input("Autre nom")
    press(checked(app), f"story:{kept.id}:rename")
    renamed = [one.name for one in stories_of(desk, "cart")]
    press(app, f"story:{kept.id}:delete")

    assert "Merci Amina !" in opened_again
    assert renamed == ["Autre nom"]
    assert stories_of(desk, "cart") == []


def test_the_drawing_marks_what_no_story_tries(desk: Desk) -> None:
    app = press(says(reminded(desk), "demain"), "trial:save:do")

    coverage = given(press(app, "trial:coverage"), '"nodes"')["coverage"]

    assert coverage["words"] == "3 étapes sur 4 essayées · 2 chemins sur 5"
    assert coverage["cards"] == ["step:thanks"]
    assert "step:answer|branch:yes" in coverage["arrows"]


def test_t_on_the_drawing_opens_the_phone_and_the_mark_of_stories_toggles(desk: Desk) -> None:
    create(desk, cart())
    app = opened()

    app.session_state["canvas"] = {"command": {"nonce": "1", "name": "trial"}}
    checked(app)
    app.session_state["canvas"] = {"command": {"nonce": "2", "name": "coverage"}}
    checked(app)

    assert "Scénarios" in words(app)
    assert given(app, '"nodes"')["coverage"]["words"] == "0 étapes sur 4 essayées · 0 chemins sur 5"


def test_a_draft_with_a_text_that_cannot_be_used_says_so(desk: Desk) -> None:
    create(desk, cart())
    edit_draft(desk, "cart", lambda draft: set_field(draft, "step:thanks", ("text",), {"fr": "{{ oh"}))

    app = tried(opened())

    assert any("Le brouillon ne peut pas être joué" in one.value for one in app.warning)
