from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.designer.components.component_page import lent, open_browser, serve

pytestmark = pytest.mark.browser
ENDLESS_PAUSE = """
    const later = window.setTimeout;
    window.setTimeout = (call, delay, ...rest) => (delay === 800 ? 0 : later(call, delay, ...rest));
"""
PLACEHOLDER = "Bonjour *{{ contact.name }}*, merci !"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serve(Path(__file__).with_name("message_editor_app.py")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 1200, "height": 900}, locale="fr-FR")


@pytest.fixture
def page(tab: Page, address: str) -> Iterator[Page]:
    with lent(tab, address) as opened:
        yield opened


@pytest.fixture
def own_page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1200, "height": 900}, locale="fr-FR")
    yield opened
    opened.close()


def show(page: Page, address: str, query: str = "") -> Locator:
    page.goto(f"{address}/?{query}")
    box = page.get_by_role("textbox", name="Texte du message")
    expect(box).to_be_visible(timeout=30_000)
    return box


def arrivals(page: Page) -> list[dict[str, Any]]:
    return json.loads(page.get_by_text("ARRIVÉES").inner_text().removeprefix("ARRIVÉES "))


def wait_for_arrivals(page: Page, count: int) -> list[dict[str, Any]]:
    for _ in range(100):
        if len(arrivals(page)) >= count:
            break
        page.wait_for_timeout(100)
    found = arrivals(page)
    assert len(found) == count, found
    return found


def write(box: Locator, text: str) -> None:
    box.fill("")
    box.press_sequentially(text)


def bubble(page: Page) -> Locator:
    return page.get_by_test_id("editor-bubble")


def choose_step(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebar").get_by_text(name).click()


def test_the_bubble_shows_the_sample_contact_s_values(page: Page, address: str) -> None:
    show(page, address)

    expect(bubble(page).locator("strong")).to_have_text("Amina")
    expect(bubble(page)).to_contain_text("Bonjour Amina, merci !")
    expect(bubble(page)).to_contain_text("Répondez STOP pour arrêter")
    expect(bubble(page).get_by_role("button", name="Plus tard")).to_be_visible()


def test_the_bubble_follows_each_key_before_python_knows(own_page: Page, address: str) -> None:
    own_page.add_init_script(ENDLESS_PAUSE)
    box = show(own_page, address)

    write(box, "Merci _beaucoup_")

    expect(bubble(own_page).locator("em")).to_have_text("beaucoup")
    assert arrivals(own_page) == []


def test_python_has_the_text_after_the_pause(page: Page, address: str) -> None:
    box = show(page, address)

    write(box, "Salut {{ contact.name }}")

    [edit] = wait_for_arrivals(page, 1)
    assert edit["texts"] == {"fr": "Salut {{ contact.name }}", "en": ""}
    assert (edit["field_id"], edit["revision"]) == ("step:thanks:text", 1)


def test_python_has_the_text_on_leaving_without_waiting(own_page: Page, address: str) -> None:
    own_page.add_init_script(ENDLESS_PAUSE)
    box = show(own_page, address)
    box.fill("Tout de suite")

    own_page.get_by_role("textbox", name="Autre champ").focus()

    expect(own_page.get_by_text('"fr": "Tout de suite"')).to_be_visible()


def test_each_pause_sends_one_edit_and_the_numbers_grow(page: Page, address: str) -> None:
    box = show(page, address)

    write(box, "un")
    wait_for_arrivals(page, 1)
    box.press_sequentially(" deux")
    edits = wait_for_arrivals(page, 2)

    assert [edit["texts"]["fr"] for edit in edits] == ["un", "un deux"]
    assert edits[0]["nonce"] < edits[1]["nonce"]
    expect(box).to_have_value("un deux")


def test_text_typed_just_before_a_reload_is_there_after_it(page: Page, address: str) -> None:
    box = show(page, address)
    box.fill("Presque perdu")

    page.reload()

    expect(page.get_by_role("textbox", name="Texte du message")).to_have_value("Presque perdu", timeout=30_000)
    assert wait_for_arrivals(page, 1)[0]["texts"]["fr"] == "Presque perdu"


def test_a_found_text_is_offered_where_the_message_has_changed_since(page: Page, address: str) -> None:
    show(page, address)
    old, mine = {"fr": "Ancien", "en": ""}, {"fr": "Mon texte", "en": ""}
    kept = {"texts": mine, "base": old, "handed": old, "conflict": {}, "nonce": 0, "revision": 0}
    place = "parcours.message_editor:editor:step:bye:text"
    page.evaluate("([place, kept]) => sessionStorage.setItem(place, JSON.stringify(kept))", [place, kept])

    choose_step(page, "step:bye:text")
    box = page.get_by_role("textbox", name="Texte du message")
    expect(box).to_have_value("À bientôt")
    expect(page.get_by_role("alert").filter(has_text="Mon texte")).to_be_visible()
    page.get_by_role("button", name="Reprendre mon texte").click()

    expect(box).to_have_value("Mon texte")
    assert wait_for_arrivals(page, 1)[0]["texts"]["fr"] == "Mon texte"


def test_someone_else_s_change_shows_when_nobody_types(page: Page, address: str) -> None:
    box = show(page, address)

    page.get_by_role("button", name="Changement de Paul").click()

    expect(box).to_have_value("Texte de Paul")
    expect(bubble(page)).to_contain_text("Texte de Paul")
    assert arrivals(page) == []


def test_an_undo_on_the_page_brings_the_earlier_text_back(page: Page, address: str) -> None:
    box = show(page, address)
    write(box, "Une autre idée")
    wait_for_arrivals(page, 1)

    page.get_by_role("button", name="Annuler la dernière modification").click()

    expect(box).to_have_value(PLACEHOLDER)
    page.wait_for_timeout(1200)  # longer than the pause: the undone text must not come back
    assert len(arrivals(page)) == 1


def test_an_empty_line_before_a_list_is_kept(page: Page, address: str) -> None:
    box = show(page, address)

    box.fill("Deux choix :\n\n- un\n- deux")

    lines = bubble(page).locator(".text")
    title, item = lines.locator("p").bounding_box(), lines.locator("li").first.bounding_box()
    assert title and item and title["height"] > 1.8 * item["height"]


def test_someone_else_s_change_never_replaces_text_being_typed(own_page: Page, address: str) -> None:
    own_page.add_init_script(ENDLESS_PAUSE)
    box = show(own_page, address)
    box.fill("Ma phrase")

    own_page.get_by_role("button", name="Changement de Paul").evaluate("button => button.click()")  # focus stays here

    expect(own_page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    own_page.wait_for_timeout(300)
    expect(box).to_have_value("Ma phrase")
    box.blur()
    edit = wait_for_arrivals(own_page, 1)[0]
    assert (edit["texts"]["fr"], edit["revision"]) == ("Ma phrase", 1)


def test_going_to_another_step_hands_over_the_first_one_s_text(page: Page, address: str) -> None:
    box = show(page, address)
    box.fill("Premier texte")

    choose_step(page, "step:bye:text")
    expect(box).to_have_value("À bientôt")
    box.fill("Second texte")
    edits = wait_for_arrivals(page, 2)

    assert [(edit["field_id"], edit["texts"]["fr"]) for edit in edits] == [
        ("step:thanks:text", "Premier texte"),
        ("step:bye:text", "Second texte"),
    ]
    choose_step(page, "step:thanks:text")
    expect(box).to_have_value("Premier texte")


def test_the_counter_counts_the_filled_text(page: Page, address: str) -> None:
    box = show(page, address)
    counter = page.get_by_test_id("editor-counter")

    box.fill("{{ contact.name }} 👋 {{ contact.city | default('Lyon') }}")

    expect(bubble(page)).to_contain_text("Amina 👋 Lyon")
    expect(counter).to_have_text("13/1\u202f024")  # an emoji is two units


def test_a_text_too_long_says_how_much_to_remove(page: Page, address: str) -> None:
    box = show(page, address, "limit=10")

    box.fill("{{ contact.name }} 123456")

    expect(page.get_by_test_id("editor-counter")).to_contain_text("Retirez 2 caractères")
    expect(box).to_have_attribute("aria-invalid", "true")


def test_an_unknown_field_stays_visible_as_written(page: Page, address: str) -> None:
    box = show(page, address)

    box.fill("Bonjour {{ prenon }}")

    expect(bubble(page).locator(".unknown")).to_have_text("{{ prenon }}")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Bonjour *{{ contact.commande }}* !", "[commande]"),
        ("Bonjour {{ contact.city }} !", "[city]"),
        ("Merci {{ event.order.number }} !", "[number]"),
    ],
)
def test_a_field_that_the_sample_does_not_have_is_shown_by_its_name(
    page: Page, address: str, written: str, shown: str
) -> None:
    box = show(page, address)

    box.fill(written)

    expect(bubble(page).locator(".unknown")).to_have_text(shown)
    expect(bubble(page).locator("strong")).to_have_count(1 if "*" in written else 0)


def test_a_field_with_a_replacement_shows_the_replacement(page: Page, address: str) -> None:
    box = show(page, address)

    box.fill("Bonjour {{ contact.city | default('chez vous') }}")

    expect(bubble(page)).to_contain_text("Bonjour chez vous")
    expect(bubble(page).locator(".unknown")).to_have_count(0)


def test_insert_puts_the_field_where_the_cursor_is(page: Page, address: str) -> None:
    box = show(page, address)
    write(box, "Total : .")
    box.press("ArrowLeft")

    page.get_by_test_id("editor-insert").click()
    expect(page.get_by_role("menuitem", name="Prénom")).to_contain_text("Amina")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(box).to_have_value("Total : {{ event.total }}.")
    expect(box).to_be_focused()
    expect(bubble(page)).to_contain_text("Total : 49 €.")


def test_ctrl_b_and_ctrl_i_mark_the_selection_and_unmark_it(page: Page, address: str) -> None:
    box = show(page, address)
    write(box, "merci")

    box.press("Control+a")
    box.press("Control+b")
    expect(box).to_have_value("*merci*")
    expect(bubble(page).locator("strong")).to_have_text("merci")
    box.press("Control+b")
    box.press("Control+i")

    expect(box).to_have_value("_merci_")


def test_a_tool_s_change_can_be_undone_with_ctrl_z(page: Page, address: str) -> None:
    box = show(page, address)
    write(box, "merci")
    box.press("Control+a")
    page.get_by_role("button", name="Barré").click()
    expect(box).to_have_value("~merci~")

    box.press("Control+z")

    expect(box).to_have_value("merci")


def test_an_emoji_goes_in_at_the_cursor(page: Page, address: str) -> None:
    box = show(page, address)
    write(box, "Bravo ")

    page.get_by_test_id("editor-emoji").click()
    page.get_by_role("button", name="🎉").click()

    expect(box).to_have_value("Bravo 🎉")


def test_each_language_keeps_its_own_text(page: Page, address: str) -> None:
    box = show(page, address)
    expect(page.get_by_role("tab", name="English")).to_contain_text("à écrire")

    page.get_by_role("tab", name="English").click()
    expect(box).to_have_value("")
    write(box, "Hi {{ contact.name }}")
    edit = wait_for_arrivals(page, 1)[0]

    assert edit["texts"] == {"fr": PLACEHOLDER, "en": "Hi {{ contact.name }}"}
    expect(bubble(page)).to_contain_text("Hi Amina")
    page.get_by_role("tab", name="Français").click()
    expect(box).to_have_value(PLACEHOLDER)


def test_hostile_text_and_values_stay_text(page: Page, address: str) -> None:
    box = show(page, address, "name=HOSTILE")

    box.fill("{{ contact.name }} <script>window.hacked=1</script> *<svg onload=window.hacked=1>*")

    expect(bubble(page)).to_contain_text("<img src=x onerror='window.hacked=1'>")
    expect(bubble(page).locator("strong")).to_have_text("<svg onload=window.hacked=1>")
    expect(bubble(page).locator("img, script, .text svg")).to_have_count(0)
    assert page.evaluate("window.hacked") is None


def test_letters_in_the_editor_do_not_reach_the_page(page: Page, address: str) -> None:
    show(page, address)
    page.get_by_test_id("editor-bold").focus()

    page.keyboard.press("c")

    page.wait_for_timeout(400)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_bubble_goes_below_on_a_small_screen(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    box = show(page, address)

    text, phone = box.bounding_box(), bubble(page).bounding_box()
    width = page.evaluate("document.documentElement.scrollWidth")

    page.close()
    assert text and phone and phone["y"] > text["y"] + text["height"]
    assert width <= 390


def test_the_list_under_a_text_opens_on_the_bubble(page: Page, address: str) -> None:
    show(page, address, "list")

    bubble(page).get_by_role("button", name="Choisir une ville").click()

    sheet = bubble(page).get_by_role("dialog", name="Choisir une ville")
    expect(sheet).to_contain_text("Nord")
    expect(sheet.get_by_role("button", name="Lille")).to_contain_text("Grand Place")
    sheet.get_by_role("button", name="Fermer").click()
    expect(sheet).to_have_count(0)


def test_a_language_without_words_shows_what_its_customers_read_instead(page: Page, address: str) -> None:
    box = show(page, address)
    page.get_by_role("tab", name="English").click()

    expect(bubble(page)).to_contain_text("Bonjour Amina, merci !")
    expect(bubble(page)).to_contain_text("Pas d'anglais : affiché en français")
    write(box, "Thanks")

    expect(bubble(page)).to_contain_text("Thanks")
    expect(bubble(page)).not_to_contain_text("affiché en français")


def test_a_contact_without_a_tab_is_told_under_the_bubble_that_opens(page: Page, address: str) -> None:
    show(page, address, "caption=Pas%20d%27allemand%20%3A%20affich%C3%A9%20en%20fran%C3%A7ais")

    expect(bubble(page)).to_contain_text("Pas d'allemand : affiché en français")
    page.get_by_role("tab", name="English").click()
    expect(bubble(page)).not_to_contain_text("Pas d'allemand")
