from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.designer.components.component_page import lent, open_browser, serve
from tests.designer.components.phone_samples import HOSTILE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serve(Path(__file__).with_name("phone_app.py")) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 500, "height": 900})


@pytest.fixture
def page(tab: Page, address: str) -> Iterator[Page]:
    with lent(tab, address) as opened:
        yield opened


@pytest.fixture
def own_page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 500, "height": 900})
    yield opened
    opened.close()


def show(page: Page, address: str, query: str = "") -> Locator:
    page.goto(f"{address}/?{query}")
    phone = page.get_by_test_id("phone")
    expect(phone).to_be_visible(timeout=30_000)
    return phone


def taken(page: Page, count: int) -> list[dict[str, object]]:
    listed = page.get_by_test_id("stText").last
    expect(listed).to_have_text(re.compile(rf"^\[(.*\"seq\"){{{count}}}.*\]$"), timeout=15_000)
    return json.loads(listed.inner_text())


def test_bold_italic_struck_and_code_are_real_elements(page: Page, address: str) -> None:
    first = show(page, address).get_by_test_id("message-m1")

    expect(first.locator("strong", has_text="Amina")).to_have_count(1)
    expect(first.locator("em")).to_have_text("deux articles")
    expect(first.locator("del")).to_have_text("59 €")
    expect(first.locator("code")).to_have_text("HIVER10")
    expect(first.locator(".text")).to_contain_text("Bonjour Amina 👋, votre panier vous attend")


def test_lists_and_quotes_are_read_line_by_line(page: Page, address: str) -> None:
    third = show(page, address).get_by_test_id("message-m3")

    expect(third.locator("ul > li")).to_have_text(["Point relais : demain", "Domicile : jeudi"])
    expect(third.locator("ol > li")).to_have_text(["choisissez", "confirmez"])
    expect(third.locator(".text blockquote")).to_have_text("Livraison offerte dès 40 €")


def test_arithmetic_and_snake_case_are_not_markup(page: Page, address: str) -> None:
    message = show(page, address, "sample=media").get_by_test_id("message-d7")

    expect(message.locator("code.mono")).to_have_text("ligne un\n  ligne deux", use_inner_text=True)
    expect(message).to_contain_text("fin de 2*3*4 snake_case_a")
    expect(message.locator("strong, em")).to_have_count(0)


def test_a_customer_s_endless_lone_markers_do_not_hold_the_page(page: Page, address: str) -> None:
    phone = show(page, address)
    started = time.monotonic()

    page.get_by_test_id("phone-text").fill("*a " * 20_000)
    page.get_by_test_id("phone-send").click()

    expect(phone.get_by_role("button", name="Lire la suite")).to_be_visible()
    taken(page, 1)
    assert time.monotonic() - started < 5


def test_hostile_text_stays_text(own_page: Page, address: str) -> None:
    dialogs: list[str] = []
    own_page.on("dialog", lambda dialog: dialogs.append(dialog.message))

    phone = show(own_page, address, "sample=hostile&compose=0")

    expect(phone.locator("article")).to_have_count(len(HOSTILE))
    expect(phone).to_contain_text("<script>window.hacked = 1</script>")
    expect(
        phone.locator("script, iframe, [onerror], [onmouseover], [src^='javascript'], [href^='javascript']")
    ).to_have_count(0)
    assert own_page.evaluate("window.hacked") is None
    assert dialogs == []


def test_a_tapped_button_arrives_once(page: Page, address: str) -> None:
    phone = show(page, address)

    phone.get_by_test_id("message-m3").get_by_role("button", name="À domicile").dblclick()

    [event] = taken(page, 1)
    assert event == {"seq": 1, "kind": "tap", "message_id": "m3", "button_id": "home", "title": "À domicile"}


def test_five_quick_taps_all_arrive_in_order_though_the_page_is_slow(page: Page, address: str) -> None:
    phone = show(page, address, "slow=0.4")
    titles = ["Point relais", "À domicile", "Point relais", "À domicile", "Point relais"]
    buttons = phone.get_by_test_id("message-m3")
    found = {title: buttons.get_by_role("button", name=title).element_handle() for title in set(titles)}

    page.evaluate("buttons => buttons.forEach(button => button.click())", [found[title] for title in titles])

    events = taken(page, 5)
    assert [event["title"] for event in events] == titles
    assert [event["seq"] for event in events] == [1, 2, 3, 4, 5]


def test_more_than_three_buttons_hide_behind_all_options(page: Page, address: str) -> None:
    first = show(page, address).get_by_test_id("message-m1")
    expect(first.get_by_role("button", name="Nous appeler")).to_have_count(0)

    first.get_by_role("button", name="Voir toutes les options").click()
    page.get_by_role("dialog", name="Toutes les options").get_by_role("button", name="Copier le code").click()

    [event] = taken(page, 1)
    assert event["button_id"] == "code"
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_row_of_the_list_sheet_arrives_as_a_tap(page: Page, address: str) -> None:
    message = show(page, address).get_by_test_id("message-m4")

    message.get_by_role("button", name="Choisir un créneau").click()
    sheet = page.get_by_role("dialog", name="Choisir un créneau")
    expect(sheet).to_contain_text("Entre 14 h et 18 h")
    sheet.get_by_role("button", name="Soirée").click()

    [event] = taken(page, 1)
    assert (event["message_id"], event["button_id"], event["title"]) == ("m4", "eve", "Soirée")


def test_escape_closes_the_sheet_and_focus_goes_back(page: Page, address: str) -> None:
    message = show(page, address).get_by_test_id("message-m4")
    opener = message.get_by_role("button", name="Choisir un créneau")
    opener.click()

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


def test_enter_sends_and_shift_enter_starts_a_line(page: Page, address: str) -> None:
    show(page, address)
    box = page.get_by_role("textbox", name="Écrire un message")

    box.press_sequentially("oui")
    box.press("Shift+Enter")
    box.press_sequentially("merci")
    box.press("Enter")

    [event] = taken(page, 1)
    assert event == {"seq": 1, "kind": "say", "text": "oui\nmerci"}
    expect(box).to_have_value("")


def test_what_the_person_writes_shows_at_once_and_once(page: Page, address: str) -> None:
    phone = show(page, address, "slow=4")
    box = page.get_by_test_id("phone-text")

    box.fill("coucou")
    box.press("Enter")

    expect(phone.locator("article", has_text="coucou").get_by_role("img", name="En attente")).to_be_visible(
        timeout=3_500
    )
    taken(page, 1)
    expect(phone.locator("article", has_text="coucou")).to_have_count(1)
    expect(phone.locator("article", has_text="coucou").get_by_role("img", name="Lu")).to_be_visible()


def test_letters_typed_in_the_phone_do_not_reach_the_page(page: Page, address: str) -> None:
    phone = show(page, address)
    phone.get_by_role("log").focus()

    page.keyboard.press("c")

    page.wait_for_timeout(400)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_without_compose_buttons_show_and_send_nothing(page: Page, address: str) -> None:
    phone = show(page, address, "compose=0")
    button = phone.get_by_test_id("message-m3").get_by_role("button", name="À domicile")

    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)

    page.wait_for_timeout(600)
    assert taken(page, 0) == []
    expect(page.get_by_test_id("phone-text")).to_have_count(0)


def test_a_message_that_would_not_leave_says_why(page: Page, address: str) -> None:
    held = show(page, address).get_by_test_id("message-m5")

    expect(held).to_contain_text("Fenêtre de 24 h fermée")
    expect(held.locator(".balloon")).to_have_css("border-style", "dashed")


def test_missing_media_is_an_empty_frame_with_its_name(page: Page, address: str) -> None:
    phone = show(page, address, "sample=media")

    frame = phone.get_by_test_id("message-d2").get_by_role("img", name="Vidéo guide.mp4, fichier absent")

    expect(frame).to_be_visible()
    expect(phone.locator("img, video")).to_have_count(0)


def test_ticks_have_words(page: Page, address: str) -> None:
    phone = show(page, address)

    for message, status in {"m1": "Lu", "m3": "Remis", "m4": "Envoyé"}.items():
        expect(phone.get_by_test_id(f"message-{message}").get_by_role("img", name=status)).to_be_visible()


def test_long_text_folds_and_opens(page: Page, address: str) -> None:
    message = show(page, address, "sample=media").get_by_test_id("message-d6")
    expect(message).not_to_contain_text("FIN")

    message.get_by_role("button", name="Lire la suite").click()

    expect(message).to_contain_text("FIN")
    expect(message.get_by_role("button", name="Lire la suite")).to_have_count(0)


def test_right_to_left_text_reads_from_the_right(page: Page, address: str) -> None:
    text = show(page, address, "sample=media").get_by_test_id("message-d4").locator(".text")

    expect(text.locator("strong")).to_have_text("أمينة")
    assert text.evaluate("node => node.matches(':dir(rtl)')")


def test_the_sample_contact_s_values_are_underlined_on_focus(page: Page, address: str) -> None:
    first = show(page, address).get_by_test_id("message-m1")
    value = first.locator(".filled")
    expect(value).to_have_text("Amina")
    expect(value).to_have_css("text-decoration-line", "none")

    first.focus()

    expect(value).to_have_css("text-decoration-line", "underline")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_in_both_themes(browser: Browser, address: str, scheme: str) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    phone = show(page, address)

    colours = (
        phone.get_by_test_id("message-m1")
        .locator(".balloon")
        .evaluate("node => [getComputedStyle(node).color, getComputedStyle(node).backgroundColor]")
    )

    page.close()
    assert contrast(*colours) >= 4.5
    assert (luminance(colours[1]) < 0.2) is (scheme == "dark")


def test_nothing_scrolls_sideways_on_a_small_screen(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    phone = show(page, address)

    overflow = phone.get_by_role("log").evaluate("node => node.scrollWidth - node.clientWidth")
    width = page.evaluate("document.documentElement.scrollWidth")

    page.close()
    assert overflow <= 0
    assert width <= 390


def test_without_a_height_the_phone_is_as_tall_as_its_messages(page: Page, address: str) -> None:
    log = show(page, address, "sample=media&height=0").get_by_role("log")

    assert log.evaluate("node => node.scrollHeight - node.clientHeight") <= 0
    assert log.evaluate("node => node.clientHeight") > 900


def luminance(colour: str) -> float:
    channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
