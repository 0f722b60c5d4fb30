"""Lists of people: what is read of them, and the line and the remedy where something is wrong."""

from __future__ import annotations

import pytest

from engine.countries import country_of
from engine.forecast.audience import made_up, read_audience
from engine.forecast.mistakes import Mistake
from tests.engine.forecast.forecast_house import people


def refused(*lines: str, language: str = "fr") -> str:
    with pytest.raises(Mistake) as caught:
        people(*lines)
    return caught.value.sentence(language)


def test_a_line_is_a_person_with_country_fields_and_attributes() -> None:
    audience = people(
        "whatsapp,name,language,timezone,consent,city,event.order.total",
        "+33 6 00 00 00 01,Amina,fr,Europe/Paris,marketing,Lyon,80",
    )

    (amina,) = audience.people
    assert (amina.country, amina.consents, amina.event) == ("FR", {"marketing"}, {"order": {"total": "80"}})
    assert (amina.contact.name, amina.contact.timezone) == ("Amina", "Europe/Paris")
    assert amina.contact.attributes == {"city": "Lyon"}
    assert {"contact.city", "event.order.total"} <= audience.fields


def test_a_table_of_a_french_spreadsheet_is_read() -> None:
    raw = "\ufefftéléphone;nom;langue\r\n33600000001;Amina;fr\r\n\r\n".encode()

    audience = read_audience(raw, name="list.csv", country_of=country_of)

    assert [(one.contact.name, one.country) for one in audience.people] == [("Amina", "FR")]


def test_without_a_number_the_country_of_the_record_decides() -> None:
    (person,) = people("name,country", "Amina,be").people

    assert (person.country, person.contact.country) == ("BE", "BE")


def test_a_country_may_be_written_by_its_name() -> None:
    audience = people("country", "France", "Allemagne", "germany")

    assert [(one.country, one.contact.country) for one in audience.people] == [("FR", "FR"), ("DE", "DE"), ("DE", "DE")]


def test_consents_are_known_only_where_there_is_a_column() -> None:
    known = people("phone,consent", "33600000001,none", "33600000002,", "33600000003,marketing+service")
    unknown = people("phone", "33600000001")

    assert [one.consents for one in known.people] == [set(), set(), {"marketing", "service"}]
    assert known.knows_consents
    assert not unknown.knows_consents
    assert unknown.people[0].consents == {"all"}


WRONG = {
    "list.csv, ligne 1 : il manque une colonne": ("name", "Amina"),
    "list.csv : personne": ("phone",),
    "ligne 1 : deux colonnes s’appellent « Phone »": ("Phone,phone", "1,2"),
    "ligne 3 : 3 valeurs pour 2 colonnes": ("phone,name", "33600000001,A", "33600000002,B,C"),
    "ligne 2 : « 06-abc »": ("phone", "06-abc"),
    "ligne 2 : « Europe/Pari »": ("phone,timezone", "33600000001,Europe/Pari"),
    "ligne 2 : « Farnce » n’est pas un pays connu. Écrivez son code ISO": ("phone,country", "33600000001,Farnce"),
    "ligne 2 : « XX »": ("country", "XX"),
    "ligne 2 : « peut-être »": ("phone,consent", "33600000001,peut-être"),
    "ligne 2 : un guillemet": ("phone,name", '33600000001,"Amina'),
}


@pytest.mark.parametrize(("told", "lines"), WRONG.items(), ids=lambda value: str(value)[:24])
def test_a_fault_names_its_line(told: str, lines: tuple[str, ...]) -> None:
    assert told in refused(*lines)


def test_a_line_after_a_value_of_two_lines_keeps_its_number() -> None:
    assert "ligne 4" in refused("phone,name", '33600000001,"A\nB"', "bad,C")


def test_what_is_no_text_is_told() -> None:
    with pytest.raises(Mistake, match="UTF-8"):
        read_audience(b"phone\n\xff\xfe", name="list.csv", country_of=country_of)


def test_made_up_people_are_as_many_as_wanted() -> None:
    audience = made_up(3, country="DE", language="de", attributes=lambda number: {"place": number})

    assert [(one.country, one.contact.attributes["place"]) for one in audience.people] == [
        ("DE", 1),
        ("DE", 2),
        ("DE", 3),
    ]
    assert audience.is_made_up
