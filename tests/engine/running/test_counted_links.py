"""Links that lead through us: made when a message leaves, followed, counted once for a person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import commanding
from house import AMINA, House, running_house, until
from sqlalchemy import Engine

from engine.commands.templates import push_file
from storage.counts import counts_by_step
from storage.database import reading

TARGET = "https://shop.example/c/42?who=Amina&x=1"
PAGE = "https://shop.example/news"


@pytest.fixture
def counting_house(chosen_database: Engine) -> Iterator[House]:
    with running_house(chosen_database, is_public=True, count_links="all") as running:
        yield running


def send(**step: Any) -> dict[str, Any]:
    return {
        "key": "news", "purpose": "service", "language": "fr",
        "triggers": [{"id": "t", "type": "keyword", "any_of": ["menu"], "next": "tell"}],
        "steps": {"tell": {"type": "send_session", "next": "bye", **step}, "bye": {"type": "exit"}},
    }  # fmt: skip


def raw(house: House) -> dict[str, Any]:
    until(house.phone)
    return house.phone()[0]["raw"]["message"]


def opened(house: House, journey_id: str) -> tuple[int, list[Any]]:
    with reading(house.engine) as connection:
        clicked = counts_by_step(connection, journey_id=journey_id)["tell"].messages.clicked
    return clicked, house.rows("SELECT target, clicks FROM counted_link ORDER BY target")


def test_a_link_is_followed_and_counted_once_for_a_person(counting_house: House) -> None:
    house = counting_house
    button = {"title": "Voir", "url": TARGET}
    journey = house.publish(send(text=f"Nouveautés : {PAGE}. Ou wa.me : https://wa.me/33600000002", link_button=button))
    house.says("menu")
    content = raw(house)["choice_message"]
    link = content["choices"][0]["url_message"]["url"]
    said = content["text_message"]["text"]
    in_text = said.removeprefix("Nouveautés : ").partition(". Ou")[0]

    by_crawler = house.http.get(link, headers={"User-Agent": "WhatsApp/2.23"})
    by_head = house.http.head(link)
    unseen = opened(house, journey)
    answers = [house.http.get(link), house.http.get(link), house.http.get(in_text)]

    assert link.startswith(f"{house.api}/l/") and said.endswith("https://wa.me/33600000002")
    assert [it.status_code for it in (by_crawler, by_head, *answers)] == [302] * 5
    assert [it.headers["location"] for it in answers] == [TARGET, TARGET, PAGE]
    assert unseen == (0, [(TARGET, 0), (PAGE, 0)])
    assert opened(house, journey) == (1, [(TARGET, 2), (PAGE, 1)]), "one message, however often"


def test_an_unknown_link_leads_nowhere(counting_house: House) -> None:
    for token in ("x" * 24, "https:%2f%2fevil.example", "..", "é"):
        answer = counting_house.http.get(f"{counting_house.api}/l/{token}")
        assert answer.status_code == 404 and "location" not in answer.headers
    page = counting_house.http.get(f"{counting_house.api}/l/{'x' * 24}?to=https://evil.example")
    assert page.headers["content-type"].startswith("text/html") and "evil" not in page.text


def test_a_template_button_that_leads_to_us_is_counted(
    counting_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, file = counting_house, tmp_path / "t.yaml"
    file.write_text(
        "templates: [{name: suivi, language: fr, category: utility, body: Votre colis part., buttons: [{title: Suivre, "
        f"url: '{house.api}/l/{{{{1}}}}', example: '{house.api}/l/x'}}]}}]",
        "utf-8",
    )
    with commanding(house, monkeypatch):
        assert push_file(file) == 0
    until(lambda: house.rows("SELECT 1 FROM message_template WHERE name = 'suivi' AND status = 'APPROVED'"))
    journey = house.publish(send() | {"steps": {
        "tell": {"type": "send_template", "template": "suivi", "values": {"button.0": TARGET}, "next": "bye"},
        "bye": {"type": "exit"},
    }})  # fmt: skip

    house.says("menu")
    template = raw(house)["template_message"]["channel_template"]["WHATSAPP"]
    token = template["parameters"]["button[0]url[1]text"]
    answer = house.http.get(f"{house.api}/l/{token}")

    assert answer.headers["location"] == TARGET
    assert opened(house, journey) == (1, [(TARGET, 1)])


def test_without_a_public_address_links_go_out_as_they_are(house: House) -> None:
    house.publish(send(text=f"Voir {PAGE}", link_button={"title": "Voir", "url": TARGET}))

    house.says("menu")

    content = raw(house)["choice_message"]
    assert content["text_message"]["text"] == f"Voir {PAGE}"
    assert content["choices"][0]["url_message"]["url"] == TARGET
    assert house.rows("SELECT * FROM counted_link") == [] and house.phone(AMINA)
