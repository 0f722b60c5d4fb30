"""The page En direct: where people are, what is held back and why, one customer's way."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, update
from streamlit.testing.v1 import AppTest

from designer import routes
from storage import journeys
from storage.core import table
from storage.database import writing
from storage.tables import JourneyVersion, Message
from tests.designer.pages import click, configured, draw, furnish, open_page, words_of
from tests.storage.house import enter, meet, minutes, send, walk


@pytest.fixture(autouse=True)
def designer(sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with configured(sqlite_database, monkeypatch):
        furnish(sqlite_database)
        yield sqlite_database


def people(database: Engine) -> None:
    """Amina answered and waits no more; John's reminder is held; Chloé was refused."""
    draw(database)
    with writing(database) as connection:
        version = journeys.version(connection, version_id="cart-v1")
        assert isinstance(version, JourneyVersion)
        for name in ("Amina", "John", "Chloé"):
            meet(connection, name)
        amina = enter(connection, version, "Amina", step="bye", status="exited", exit_reason="end",
                      exited_at=minutes(9))  # fmt: skip
        john = enter(connection, version, "John", step="remind", waiting="outcome")
        chloe = enter(connection, version, "Chloé", step="answer")
        walk(connection, amina, ("remind", None, None, 0), ("remind", "next", None, 1), ("answer", None, None, 1),
             ("answer", "branch:yes", "near:oui", 8), ("thanks", None, None, 8), ("bye", None, None, 9))  # fmt: skip
        walk(connection, john, ("remind", None, None, 0))
        walk(connection, chloe, ("remind", None, None, 0), ("remind", "next", "refused:no_consent", 1),
             ("answer", None, None, 1))  # fmt: skip
        send(connection, amina, "remind", "read", accepted_at=minutes(1), delivered_at=minutes(2), read_at=minutes(4))
        send(connection, amina, "thanks", "delivered", minute=8, accepted_at=minutes(8), delivered_at=minutes(9))
        send(connection, john, "remind", "queued", hold_reason="template_paused")
        send(connection, chloe, "remind", "refused", reason="no_consent", failed_at=minutes(1))


def live(**query: str) -> AppTest:
    return open_page(routes.LIVE, journey="cart", **query)


def figures(app: AppTest) -> dict[str, str]:
    return {str(metric.label).rsplit("] ", 1)[-1]: str(metric.value) for metric in app.metric}


def drawing(app: AppTest) -> dict[str, list[dict[str, str]]]:
    (component,) = [one for one in app.get("component_instance") if "nodes" in one.proto.json_args]
    return json.loads(json.loads(component.proto.json_args)["data"])


def test_the_totals_stand_above_the_map(designer: Engine) -> None:
    people(designer)

    shown = figures(live())

    assert shown["en cours"] == "2"
    assert shown["entrés"] == "3"
    assert shown["messages reçus"] == "2"
    assert shown["retenus"] == "1"
    assert shown["non partis"] == "1"
    assert shown["ont répondu"] == "33\u00a0%"


def test_what_is_held_back_is_told_with_its_reason(designer: Engine) -> None:
    people(designer)

    words = words_of(live())

    assert "Où ça coince" in words
    assert "WhatsApp a suspendu le modèle" in words
    assert "pas d’accord marketing" in words


def test_the_map_has_a_picture_for_each_start_and_step(designer: Engine) -> None:
    people(designer)

    ids = [node["id"] for node in drawing(live())["nodes"] if "image" in node]

    assert ids == ["trigger:cart", "step:remind", "step:answer", "step:thanks", "step:bye"]


def test_a_step_in_the_address_opens_its_counts(designer: Engine) -> None:
    people(designer)

    words = words_of(live(step="answer"))

    assert "2 clients arrivés ici" in words
    assert "1 personne ici maintenant" in words
    assert "Chemins pris" in words


def test_the_people_at_a_step_are_listed_by_name(designer: Engine) -> None:
    people(designer)

    app = click(live(step="answer"), "see_people")

    links = " ".join(str(link.proto) for link in app.get("page_link"))
    assert "Chlo" in links
    assert "Amina" not in links


def test_a_person_is_found_by_name_and_linked_to_their_way(designer: Engine) -> None:
    people(designer)
    app = live()

    app.text_input(key="who").input("amina").run()

    assert any("Amina" in str(link.proto) for link in app.get("page_link"))


def test_a_name_that_never_entered_is_said_so(designer: Engine) -> None:
    people(designer)
    app = live()

    app.text_input(key="who").input("Zoé").run()

    assert "n’est entré dans ce parcours" in words_of(app)


def test_one_customers_way_is_a_sentence_at_each_point(designer: Engine) -> None:
    people(designer)

    words = words_of(live(person="amina")).replace("\\", "")

    order = ["Entré dans le parcours", "envoyé", "lu.", "a écrit presque « oui »", "Sorti : arrivé à la fin"]
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert "pas d’accusé de lecture" in words


def test_why_a_customer_received_nothing_is_one_sentence(designer: Engine) -> None:
    people(designer)

    words = words_of(live(person="chloé")).replace("\\", "")

    assert "n’est pas parti : pas d’accord marketing" in words


def test_a_send_that_nobody_confirmed_is_a_line_of_its_own(designer: Engine) -> None:
    people(designer)
    with writing(designer) as connection:
        connection.execute(update(table(Message)).values(status="unknown", reason="interrupted"))

    assert "envois sans confirmation" in words_of(live())


def test_pausing_names_the_people_inside_and_gives_three_choices(designer: Engine) -> None:
    people(designer)

    app = click(live(), "pause")

    assert "2 personnes sont en cours de parcours." in words_of(app)
    assert app.radio(key="pause_cart").options == [
        "**Suspendre** : personne n’entre, rien ne part",
        "**Fermer l’entrée** : ceux qui sont dedans finissent",
        "**Arrêter** : tout le monde sort",
    ]


def test_a_paused_journey_offers_to_be_taken_up_again(designer: Engine) -> None:
    people(designer)
    with writing(designer) as connection:
        journeys.set_state(connection, journey_id="journey-cart", act="pause", by=None, at=minutes(20))

    app = click(live(), "resume")

    assert "l’heure est passée pendant la pause" in words_of(app)


def test_a_journey_that_nobody_entered_says_what_starts_it(designer: Engine) -> None:
    draw(designer)

    words = words_of(live())

    assert "Personne n’est encore entré. Ce parcours démarre avec cart.abandoned." in words


def test_a_draft_has_no_live_page_yet(designer: Engine) -> None:
    draw(designer, live=False)

    assert "n’a jamais été en ligne" in words_of(live())


def test_an_unknown_journey_is_said_so(designer: Engine) -> None:
    assert "Aucun parcours ne s’appelle « cart »" in words_of(live())
