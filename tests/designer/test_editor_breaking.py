"""“Try to break it” in the problems tab: what made-up customers find, and that it goes when the journey is mended."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from designer.breaking import try_to_break
from designer.draft_model import Desk
from designer.draft_services import edit_draft
from designer.editing import set_field
from designer.editor_words import WORDS
from engine.checker.context import KnownTemplate
from engine.journey.definition import read_definition
from engine.journey.rehearsal import rehearse
from engine.journey.stories import read_story_text
from tests.designer.editing_samples import cart
from tests.designer.editor_house import checked, create, desk, opened, words

__all__ = ["desk"]


def asked(app: AppTest) -> AppTest:
    app.session_state["editor:tab"] = "problems"
    checked(app)
    app.button(key="editor:break").click()
    return checked(app)


def sound() -> dict[str, Any]:
    journey = cart()
    journey["steps"]["answer"] |= {"for": "20h", "otherwise": "bye", "no_reply": "bye"}
    return journey


def broken() -> dict[str, Any]:
    journey = sound()
    journey["steps"]["answer"].pop("otherwise")
    return journey


def test_a_journey_that_leaves_an_answer_alone_is_broken_and_the_conversation_is_shown(desk: Desk) -> None:
    create(desk, broken())

    app = asked(opened())

    assert "rien ne lui répond" in words(app)
    assert any("· sortie (no_next, answer)" in str(one.value) for one in app.code)
    assert WORDS["break.story"][0] in labels(app)


def labels(app: AppTest) -> set[str]:
    return {getattr(one.proto, "label", "") for one in app.get("download_button")}


def test_a_sound_journey_is_not_broken_by_anybody(desk: Desk) -> None:
    create(desk, sound())

    app = asked(opened())

    assert "150 clients inventés ont essayé : rien ne casse." in words(app)


def test_what_was_found_goes_when_the_journey_changes(desk: Desk) -> None:
    create(desk, broken())
    app = asked(opened())

    edit_draft(desk, "cart", lambda now: set_field(now, "step:answer", ("otherwise",), "bye"))
    checked(app)

    assert "rien ne lui répond" not in words(app)


def test_the_story_that_is_offered_fails_when_it_is_played() -> None:
    attempt = try_to_break(broken(), {}, "fr", lambda _share: None)

    report = rehearse(read_story_text(attempt.breaks[0].story, "found"), read_definition(broken()))

    assert not report.ok


def test_customers_tap_the_quick_replies_of_the_library() -> None:
    journey = sound()
    journey["steps"]["answer"]["branches"] = [{"id": "later", "buttons": ["Plus tard"], "next": "thanks"}]
    journey["steps"]["thanks"] |= {"text": "{{ answers.nobody }}"}
    parts = {"body": "Bonjour", "buttons": [{"type": "QUICK_REPLY", "text": "Plus tard"}]}
    library = {("cart_reminder", "fr"): KnownTemplate("MARKETING", "APPROVED", parts)}

    attempt = try_to_break(journey, library, "en", lambda _share: None)

    assert any("taps: Plus tard" in found.story for found in attempt.breaks)
    assert any("category: marketing" in found.story for found in attempt.breaks)


def test_a_text_that_cannot_be_read_is_named_instead() -> None:
    journey = sound()
    journey["steps"]["thanks"]["text"] = "{{ contact."

    assert try_to_break(journey, {}, "fr", lambda _share: None).problem
