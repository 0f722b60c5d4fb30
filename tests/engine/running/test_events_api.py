"""What other systems may tell us, and the answers that they get."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from house import AMINA, House, as_json, until
from journeys import SHIPPED, TEMPLATE_TEXT

ORDER = {"order_id": "C-1"}


def test_an_unknown_contact_is_made_and_the_journey_starts(either_house: House) -> None:
    either_house.publish(SHIPPED)
    person = {"external_id": "c-7", "whatsapp": "+33 6 00 00 00 01", "name": "Amina", "language": "fr",
              "timezone": "Europe/Paris", "attributes": {"city": "Lyon"}}  # fmt: skip

    answer = either_house.event("evt-42", "order.shipped", contact=person, data=ORDER, at="2026-01-05T09:00:00Z")

    assert answer.status_code == 202
    body = answer.json()
    assert body["event"] == "evt-42"
    assert len(body["enrollments"]) == 1
    either_house.hears(TEMPLATE_TEXT.format("Amina", "C-1"))
    assert either_house.rows("SELECT external_id, name, timezone, country FROM contact") == [
        ("c-7", "Amina", "Europe/Paris", "FR")
    ]


def test_the_same_id_again_gives_the_same_answer_and_nothing_else(either_house: House) -> None:
    either_house.publish(SHIPPED)

    answers = [either_house.event("evt-42", "order.shipped", data=ORDER) for _ in range(5)]

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.text for answer in answers}) == 1
    either_house.settled()
    assert either_house.rows("SELECT COUNT(*) FROM enrollment") == [(1,)]
    either_house.hears(TEMPLATE_TEXT.format("cher client", "C-1"))


def test_the_same_id_at_the_same_moment_starts_one_passage(either_house: House) -> None:
    either_house.publish(SHIPPED)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: either_house.event("evt-42", "order.shipped", data=ORDER), range(16)))

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.text for answer in answers}) == 1
    assert either_house.rows("SELECT COUNT(*) FROM enrollment") == [(1,)]
    assert either_house.rows("SELECT COUNT(*) FROM contact") == [(1,)]


@pytest.mark.parametrize("token", ["wrong", "Test-Token", "test-token2"])
def test_a_bad_token_is_refused_and_nothing_is_kept(house: House, token: str) -> None:
    answer = house.post("/api/events", {"id": "e", "name": "n", "contact": {"whatsapp": AMINA}}, token=token)

    assert answer.status_code == 401
    assert "PARCOURS_API_TOKEN" in answer.json()["error"]["message"]
    assert house.rows("SELECT COUNT(*) FROM inbound_event") == [(0,)]


def test_a_body_of_five_megabytes_is_refused(house: House) -> None:
    answer = house.post(
        "/api/events", {"id": "e", "name": "n", "contact": {"whatsapp": AMINA}, "data": {"x": "y" * 5_000_000}}
    )

    assert answer.status_code == 413
    assert "Nothing was kept" in answer.json()["error"]["message"]


def test_a_nul_character_is_named_and_refused(house: House) -> None:
    """An id that loses a character could be another event's: the sender is told, nothing is guessed."""
    answer = house.event("e1", "order.shipped", contact={"whatsapp": AMINA, "name": "Ami\x00na"}, data=ORDER)

    assert answer.status_code == 422
    assert "contact.name holds the control character U+0000" in answer.json()["error"]["message"]
    assert house.rows("SELECT COUNT(*) FROM contact") == [(0,)]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "id: field required"),
        ({"id": "e", "name": "n", "contact": {}}, "give at least one of external_id, whatsapp, phone"),
        (
            {"id": "e", "name": "n", "contact": {"whatsapp": "Amina"}},
            "contact.whatsapp: must be an international number",
        ),
        (
            {"id": "e", "name": "n", "contact": {"whatsapp": AMINA, "timezone": "Paris"}},
            "contact.timezone: must be a time zone",
        ),
        ({"id": "e", "name": "n", "contact": {"whatsapp": AMINA}, "at": "2026-01-05T09:00:00"}, "at:"),
        ({"id": "e", "name": "n", "contact": {"whatsapp": AMINA}, "colour": "red"}, "colour:"),
    ],
)
def test_each_wrong_field_is_named(house: House, body: dict[str, object], words: str) -> None:
    answer = house.post("/api/events", body)

    assert answer.status_code == 422
    assert words in answer.json()["error"]["message"]


def test_ids_of_two_different_people_are_refused_with_both(house: House) -> None:
    house.event("e1", "x", contact={"external_id": "c-1", "whatsapp": AMINA})
    house.event("e2", "x", contact={"external_id": "c-2", "whatsapp": "33600000002"})

    answer = house.event("e3", "x", contact={"external_id": "c-1", "whatsapp": "33600000002"})

    assert answer.status_code == 409
    assert "external_id belongs to" in answer.json()["error"]["message"]
    assert house.rows("SELECT COUNT(*) FROM inbound_event WHERE dedupe_key = 'e3'") == [(0,)]


def test_what_is_told_later_is_added_to_what_is_known(house: House) -> None:
    house.event("e1", "x", contact={"whatsapp": AMINA, "name": "Amina", "attributes": {"city": "Lyon"}})

    house.event("e2", "x", contact={"whatsapp": AMINA, "external_id": "c-9", "attributes": {"size": 38}})

    ((name, external_id, attributes),) = house.rows("SELECT name, external_id, attributes FROM contact")
    assert (name, external_id) == ("Amina", "c-9")
    assert as_json(attributes) == {"city": "Lyon", "size": 38}


def test_somebody_without_an_address_is_not_sent_to(house: House) -> None:
    house.publish(SHIPPED)

    house.event("e1", "order.shipped", contact={"external_id": "c-7"}, data=ORDER)

    until(lambda: house.exits() == ["refused:no_address"])
    assert house.statuses() == []


def test_an_event_nobody_waits_for_is_taken_and_starts_nothing(house: House) -> None:
    answer = house.event("e1", "nobody.listens")

    assert answer.status_code == 202
    assert answer.json()["enrollments"] == []


def test_the_description_of_the_api_names_each_operation(house: House) -> None:
    description = house.http.get(f"{house.api}/api/openapi.json").json()

    assert set(description["paths"]) == {"/api/events", "/api/contacts", "/api/consents"}
    assert house.http.get(f"{house.api}/api/docs").status_code == 200
    assert house.http.get(f"{house.api}/readyz").json() == {"ready": True, "reason": None}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("at", "9999-12-31T23:59:59-10:00", "must be a moment of our time"),
        ("at", "0001-01-01T00:00:00+10:00", "must be a moment of our time"),
        ("whatsapp", "+33 (0)6 70 00 00 02", "digits only"),
        ("whatsapp", "٣٣٦٠٠٠٠٠٠٠١", "digits only"),
        ("phone", "33 6 12", "cannot be a number of its country"),
    ],
)
def test_what_could_become_another_moment_or_person_is_refused(
    house: House, field: str, value: str, words: str
) -> None:
    body = {"id": "e", "name": "n", "contact": {"external_id": "c"}}
    (body if field == "at" else body["contact"])[field] = value  # type: ignore[index]

    answer = house.post("/api/events", body)

    assert answer.status_code == 422
    assert words in answer.json()["error"]["message"]


def test_an_italian_number_keeps_its_zero(house: House) -> None:
    house.event("e", "n", contact={"phone": "+39 06 698 12345"})

    assert house.rows("SELECT value FROM address") == [("390669812345",)]


def test_data_that_is_nested_too_deeply_is_refused_for_good(house: House) -> None:
    data: dict[str, object] = {}
    for _ in range(900):
        data = {"a": data}

    answer = house.event("e", "n", data=data)

    assert answer.status_code == 422
    assert "groups inside each other" in answer.json()["error"]["message"]


def test_the_word_bearer_may_be_written_small(house: House) -> None:
    body = {"id": "e", "name": "n", "contact": {"whatsapp": AMINA}}

    answer = house.http.post(f"{house.api}/api/events", json=body, headers={"authorization": "bearer test-token"})

    assert answer.status_code == 202


# What there is not ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status", "code", "words"),
    [
        ("POST", "/api/nowhere", 404, "not_found", "There is nothing at /api/nowhere; /api/docs says what there is."),
        ("GET", "/", 404, "not_found", "There is nothing at /;"),
        ("GET", "/api/events", 405, "bad_method", "/api/events does not answer to GET; use POST."),
        ("DELETE", "/webhooks/sinch", 405, "bad_method", "/webhooks/sinch does not answer to DELETE; use POST."),
        ("POST", "/healthz", 405, "bad_method", "/healthz does not answer to POST; use GET, HEAD."),
    ],
)
def test_what_there_is_not_is_said_in_the_form_of_every_error(
    house: House, method: str, path: str, status: int, code: str, words: str
) -> None:
    answer = house.http.request(method, f"{house.api}{path}")

    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code)
    assert words in error["message"]
    assert ("allow" in answer.headers) == (status == 405)


# How much is kept of one person ------------------------------------------------------------------------------------


def attributes(prefix: str, number: int, size: int = 1) -> dict[str, str]:
    return {f"{prefix}{index}": "x" * size for index in range(number)}


@pytest.mark.parametrize(
    ("first", "second", "code", "words"),
    [
        (attributes("a", 150), attributes("b", 51), "too_many_attributes", "more than 200 attributes"),
        (attributes("a", 8, 4000), attributes("b", 8, 4000), "attributes_too_large", "larger than 64 kB"),
    ],
    ids=["too many", "too large"],
)
def test_a_contact_takes_no_more_attributes_than_its_record_holds(
    either_house: House, first: dict[str, str], second: dict[str, str], code: str, words: str
) -> None:
    """Nothing of the request is kept: no attribute, no name, no event."""
    assert either_house.post("/api/contacts", {"whatsapp": AMINA, "attributes": first}).status_code == 200

    person = {"whatsapp": AMINA, "name": "Amina", "attributes": second}
    answers = [either_house.post("/api/contacts", person), either_house.event("e1", "x", contact=person)]

    for answer in answers:
        assert answer.status_code == 422
        assert answer.json()["error"]["code"] == code
        assert words in answer.json()["error"]["message"]
    assert either_house.rows("SELECT name FROM contact") == [(None,)]
    assert either_house.rows("SELECT COUNT(*) FROM inbound_event") == [(0,)]


def test_a_new_contact_with_too_much_is_not_made(house: House) -> None:
    answer = house.post("/api/contacts", {"whatsapp": AMINA, "attributes": attributes("a", 20, 4000)})

    assert answer.status_code == 422
    assert house.rows("SELECT COUNT(*) FROM contact") == [(0,)]


def test_a_full_contact_can_still_be_told_other_values(house: House) -> None:
    house.post("/api/contacts", {"whatsapp": AMINA, "attributes": attributes("a", 200)})

    assert house.post("/api/contacts", {"whatsapp": AMINA, "attributes": {"a7": "new"}}).status_code == 200
