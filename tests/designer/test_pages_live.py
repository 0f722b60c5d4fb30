"""The page En direct: where people are, what is held back and why, one customer's way."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select, update
from streamlit.testing.v1 import AppTest

from designer import routes, services
from storage import journeys, start_runs, templates
from storage.core import table
from storage.database import reading, writing
from storage.tables import Enrollment, InboundEvent, JourneyVersion, Message, ServiceWindow
from tests.designer.pages import click, configured, draw, furnish, open_page, words_of
from tests.storage.house import add, enter, meet, minutes, send, walk


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

    words = words_of(live())
    assert "envois sans confirmation" in words
    assert words.count("Bonjour de remind") == 3


def unconfirmed(database: Engine) -> None:
    """Nobody knows whether Chloé got her reminder."""
    people(database)
    with writing(database) as connection:
        message = table(Message)
        late = update(message).where(message.c.contact_id == "chloé").values(status="unknown", reason="interrupted")
        connection.execute(late)


def status_of_chloes_reminder(database: Engine) -> str:
    message = table(Message)
    with reading(database) as connection:
        return connection.execute(select(message.c.status).where(message.c.contact_id == "chloé")).scalar_one()


@pytest.mark.parametrize(("button", "status"), [("resend", "queued"), ("drop", "dropped"), ("wait", "unknown")])
def test_a_person_decides_about_a_send_without_confirmation(designer: Engine, button: str, status: str) -> None:
    unconfirmed(designer)

    app = click(live(), f"unconfirmed:chloé-in-cart-v1.remind:{button}")

    assert not app.exception
    assert status_of_chloes_reminder(designer) == status
    assert not [one for one in app.button if str(one.key).startswith("unconfirmed:")]
    assert ("1 envoi sans confirmation" in words_of(app)) == (button == "wait")


def test_an_answer_that_came_meanwhile_is_said(designer: Engine) -> None:
    unconfirmed(designer)
    app = live()
    with writing(designer) as connection:
        connection.execute(
            update(table(Message)).where(table(Message).c.status == "unknown").values(status="delivered")
        )

    app = click(app, "unconfirmed:chloé-in-cart-v1.remind:resend")

    assert "entre-temps" in " ".join(str(toast.value) for toast in app.toast)
    assert status_of_chloes_reminder(designer) == "delivered"


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

    assert "Les réponses reçues pendant la pause seront lues." in words_of(app)


def paused(database: Engine) -> AppTest:
    """The question that `Reprendre` asks: John's reminder and Chloé's silence are overdue."""
    people(database)
    with writing(database) as connection:
        enrollment = table(Enrollment)
        late = update(enrollment).where(enrollment.c.contact_id == "chloé").values(wake_at=minutes(30))
        connection.execute(late)
        journeys.set_state(connection, journey_id="journey-cart", act="pause", by=None, at=minutes(20))
    return click(live(), "resume")


def after_resuming(database: Engine) -> tuple[str, str, list[str]]:
    """The journey's state, the status of John's reminder, and what his and Chloé's shard is told."""
    message, events = table(Message), table(InboundEvent)
    with reading(database) as connection:
        journey = journeys.find_journey(connection, key="cart")
        status = connection.execute(select(message.c.status).where(message.c.contact_id == "john")).scalar_one()
        told = connection.execute(select(events.c.kind).where(events.c.source == "engine")).scalars().all()
    assert journey is not None
    return journey.state, status, sorted(map(str, told))


def test_resuming_asks_about_those_who_are_overdue(designer: Engine) -> None:
    app = paused(designer)

    (question,) = app.radio
    assert "1 message en retard : envoyer, sauter l’étape ou faire sortir ?" in question.label
    assert question.options == ["**Envoyer maintenant**", "**Sauter l’étape**", "**Faire sortir**"]
    assert question.value == "send"
    captions = list(question.proto.captions)
    assert captions == [
        "1 message part · 1 personne dont le moment est passé continue",
        "1 message ne part pas, son client continue sans lui · 1 personne dont le moment est passé continue",
        "2 personnes sortent du parcours",
    ]


@pytest.mark.parametrize(
    ("way", "status", "told"),
    [("send", "queued", []), ("skip", "cancelled", ["outcome"]), ("leave", "cancelled", ["leave", "leave"])],
)
def test_resuming_does_what_was_chosen(designer: Engine, way: str, status: str, told: list[str]) -> None:
    app = paused(designer)
    app.radio(key="late_cart").set_value(way)
    app.button(key="resume").click()  # a dialog stays open where its fragment alone is run; here the page is

    app = click(app, "resume_now")

    assert not app.exception
    assert after_resuming(designer) == ("live", status, told)


def test_a_pause_says_how_many_free_replies_may_miss_their_day(
    designer: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(designer)
    monkeypatch.setattr(services, "system_clock", lambda: minutes(60))
    with writing(designer) as connection:
        for name, minute in (("chloé", 10), ("john", -3000), ("amina", 8)):
            add(connection, ServiceWindow(sender_id="main", address_id=f"at-{name}", last_inbound_at=minutes(minute)))

    words = words_of(click(live(), "pause"))

    assert "1 réponse libre peut manquer ses 24 h" in words
    assert "jusqu’au 6 janv. à 12:10" in words


def test_a_journey_that_nobody_entered_says_what_starts_it(designer: Engine) -> None:
    draw(designer)

    words = words_of(live())

    assert "Personne n’est encore entré. Ce parcours démarre avec cart.abandoned." in words


def test_a_draft_has_no_live_page_yet(designer: Engine) -> None:
    draw(designer, live=False)

    assert "n’a jamais été en ligne" in words_of(live())


def test_an_unknown_journey_is_said_so(designer: Engine) -> None:
    assert "Aucun parcours ne s’appelle « cart »" in words_of(live())


def test_what_was_sent_to_a_segment_stands_with_its_numbers(designer: Engine) -> None:
    start = {"id": "go", "type": "audience", "segment": "lyon", "next": "remind"}
    draw(
        designer,
        triggers=[start],
        segments={"lyon": {"when": {"attribute": "contact.city", "operator": "is", "value": "Lyon"}}},
    )
    with writing(designer) as connection:
        start_runs.plan(connection, "run", journey_id="journey-cart", trigger_id="go", occurrence="now",
                        planned_for=minutes(0), due_at=minutes(0), found=412)  # fmt: skip
        start_runs.add_counts(connection, {("run", "entered"): 400, ("run", "refused"): 12})
        start_runs.finish(connection, "run", "done", now=minutes(1))

    words = words_of(live())

    assert "terminé, 412 personnes trouvées, 400 entrées, 12 non admises" in words.replace("\u202f", " ")


def list_reminder(database: Engine, body: str) -> None:
    """As the provider tells it."""
    listed = templates.ListedTemplate(
        "t1", "cart_reminder", "fr", "UTILITY", "APPROVED", {"body": body}, content_hash=body
    )
    with writing(database) as connection:
        templates.upsert_templates(connection, listed=[listed], at=minutes(len(body)))


def test_a_template_that_changed_is_shown_with_what_stood_there_and_let_go(designer: Engine) -> None:
    """“Its step holds and the people in charge are told.”"""
    list_reminder(designer, "Votre panier vous attend.")
    draw(designer)
    list_reminder(designer, "Votre panier vous attend : -20 %.")
    with writing(designer) as connection:
        version = journeys.version(connection, version_id="cart-v1")
        assert isinstance(version, JourneyVersion)
        meet(connection, "John")
        john = enter(connection, version, "John", step="remind", waiting="outcome")
        send(connection, john, "remind", "queued", hold_reason="template_changed")

    app = live()

    words = words_of(app)
    assert "le modèle a changé depuis la mise en ligne" in words
    assert "Avant : Votre panier vous attend" in words
    assert "20 %" in words.split("Maintenant :", 1)[1].split("]")[0]
    app = click(app, "let_go:cart_reminder:fr")
    assert "let_go:cart_reminder:fr" not in [button.key for button in app.button]
    with reading(designer) as connection:
        assert connection.execute(select(table(Message).c.hold_reason)).scalars().all() == [None]
