"""What customers write in answer to a question, and what must never be read into it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.journey.answers import read_email, read_number, read_rating
from engine.journey.dates import read_date

MONDAY = dt.date(2026, 1, 5)


def value(understood: object) -> object:
    return getattr(understood, "value", None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3), (" 3 ! ", 3), ("-4", -4), ("12,5", 12.5), ("12.5", 12.5), ("1 500", 1500), ("1\u202f500,50", 1500.5),
        ("1.500,50", 1500.5), ("1,500.50", 1500.5), ("1'200", 1200), ("nous serons 3", 3), ("3 personnes", 3), ("80 €", 80),
        ("\uff11\uff12", 12), ("٣", 3), ("3.0", 3.0),
    ],
)  # fmt: skip
def test_a_number_is_read_with_comma_or_dot_and_words_around_it(text: str, number: float) -> None:
    read = value(read_number(text))

    assert read == number
    assert type(read) is type(number)


def test_three_digits_behind_a_comma_are_thousands_in_english() -> None:
    assert value(read_number("1,500", "en_GB")) == 1500
    assert value(read_number("1,500", "fr")) == 1.5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "deux",
        "2 ou 3",
        "12/05",
        "14h30",
        "C-4412",
        "1.2.3",
        "a3",
        "1" * 16,
        "il y en avait bien plus de 3 ce soir-là",
        "NaN",
        "1e5",
        "½",
    ],
)
def test_what_is_no_number_or_more_than_one_is_not_guessed(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("4", 4), ("4/5", 4), ("4 sur 5", 4), ("je mets 4 sur 5 !", 4), ("4 out of 5", 4), ("Quatre", 4), ("four!", 4), ("⭐⭐⭐⭐", 4),
        ("⭐️ ⭐️", 2), ("4️⃣", 4), ("une note de 4", 4), ("5 !!!", 5), ("un", 1),
    ],
)  # fmt: skip
def test_a_rating_is_read_as_customers_give_it(text: str, rating: int) -> None:
    assert value(read_rating(text, (1, 5))) == rating


@pytest.mark.parametrize(
    "text", ["0", "6", "4/10", "4,5", "4.5", "bof", "c'était un peu long", "⭐" * 6, "👍", "", "entre 4 et 5", "-3"]
)
def test_what_is_outside_the_scale_or_no_rating_is_not_guessed(text: str) -> None:
    assert read_rating(text, (1, 5)) is None


def test_a_scale_may_start_at_nought_and_stand_the_wrong_way_round() -> None:
    assert value(read_rating("0", (10, 0))) == 0
    assert value(read_rating("dix", (0, 10))) == 10


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-05-12", "2026-05-12"), ("12/05/2026", "2026-05-12"), ("12.05.26", "2026-05-12"), ("12-5-2026", "2026-05-12"),
        ("12 mai 2026", "2026-05-12"), ("12 mai", "2026-05-12"), ("mardi 12 mai svp", "2026-05-12"), ("le 1er févr.", "2026-02-01"),
        ("May 12th, 2026", "2026-05-12"), ("on the 12th of May", "2026-05-12"), ("12/05", "2026-05-12"), ("3 janvier", "2027-01-03"),
        ("5 janvier", "2026-01-05"), ("4 juillet 1987", "1987-07-04"), ("04/07/87", "1987-07-04"), ("29 février", "2028-02-29"),
        ("demain", "2026-01-06"), ("aujourd'hui", "2026-01-05"), ("Tomorrow!", "2026-01-06"), ("Après-demain", "2026-01-07"),
    ],
)  # fmt: skip
def test_a_date_is_read_in_french_and_english(text: str, date: str) -> None:
    found = read_date(text, MONDAY)

    assert found is not None
    assert found.isoformat() == date


@pytest.mark.parametrize(
    "text",
    ["", "mardi", "12", "31/02/2026", "12/13/2026", "le 12 ou le 13 mai", "12 mai à 14h", "2026", "12/05/0026", "9999999999/1/1", "mai juin", "1 2 3 4"],
)  # fmt: skip
def test_what_is_no_date_or_more_than_one_is_not_guessed(text: str) -> None:
    assert read_date(text, MONDAY) is None


def test_the_month_comes_first_where_it_is_so_written() -> None:
    assert read_date("05/12/2026", MONDAY, month_first=True) == dt.date(2026, 5, 12)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("amina@example.com", "amina@example.com"), (" Amina.B+x@Shop.Example.COM. ", "Amina.B+x@shop.example.com"),
        ("c'est amina@example.fr, merci", "amina@example.fr"), ("<amina@example.fr>", "amina@example.fr"),
    ],
)  # fmt: skip
def test_an_e_mail_address_is_found(text: str, address: str) -> None:
    assert value(read_email(text)) == address


@pytest.mark.parametrize(
    "text",
    ["", "amina", "amina@", "@example.com", "amina@example", "a@b.fr ou c@d.fr", "a..b@c.fr", ".a@c.fr", "a@b.c1"],
)
def test_what_is_no_address_or_more_than_one_is_not_guessed(text: str) -> None:
    assert read_email(text) is None


def test_an_answer_alone_is_told_from_one_in_a_sentence() -> None:
    alone = [read_number("3 !"), read_rating("4/5", (1, 5)), read_email("a@b.fr")]
    among = [read_number("3 personnes"), read_rating("une note de 4", (1, 5)), read_email("voici a@b.fr")]

    assert [understood.alone for understood in alone if understood] == [True] * 3
    assert [understood.alone for understood in among if understood] == [False] * 3


ANYTHING = st.text(max_size=60)
NUMBERS = st.builds("{}{}".format, st.integers(-(10**18), 10**18), st.sampled_from(["", ",5", " euros"])) | st.text(
    "012 .,'-", max_size=20
)
RATINGS = st.builds("{}{}".format, st.integers(-3, 99), st.sampled_from(["", "/5", " sur 10", " !"])) | st.text(
    "⭐★", max_size=12
)
ADDRESSES = st.builds(
    "{}@{}.{}".format,
    st.sampled_from(["a", "É.a", "a..b", ".a", "a."]),
    st.sampled_from(["b", "B.c", "É"]),
    st.sampled_from(["fr", "COM"]),
)
DATES = st.sampled_from(["demain", "Today !"]) | st.builds(
    "{} {} {}".format, st.integers(1, 31), st.sampled_from(["mai", "february", "5", "12"]), st.integers(1000, 9999)
)


@given(NUMBERS | ANYTHING, st.sampled_from(["fr", "en"]))
def test_a_number_that_is_read_is_finite_and_short(text: str, language: str) -> None:
    understood = read_number(text, language)

    assert understood is None or type(understood.value) in (int, float)
    assert understood is None or abs(understood.value) < 10**15


@given(RATINGS | ANYTHING, st.tuples(st.integers(0, 10), st.integers(0, 10)))
def test_a_rating_that_is_read_is_a_whole_number_within_its_scale(text: str, scale: tuple[int, int]) -> None:
    understood = read_rating(text, scale)

    assert understood is None or type(understood.value) is int
    assert understood is None or min(scale) <= understood.value <= max(scale)


@given(ADDRESSES | ANYTHING)
def test_an_address_that_is_read_was_written_and_has_one_name_and_a_small_domain(text: str) -> None:
    understood = read_email(text)

    if understood is not None:
        name, domain = understood.value.split("@")
        assert f"{name}@" in text
        assert not (name.startswith(".") or name.endswith(".") or ".." in name)
        assert domain == domain.lower()
        assert "." in domain
        assert not any(letter.isspace() for letter in understood.value)


@given(DATES | ANYTHING, st.booleans())
def test_a_date_that_is_read_is_a_day_of_these_centuries(text: str, month_first: bool) -> None:
    found = read_date(text, MONDAY, month_first=month_first)

    assert found is None or type(found) is dt.date
    assert found is None or 1900 <= found.year <= 2199
