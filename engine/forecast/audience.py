"""The people of a forecast: read from a table, or made up by number."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from engine.countries import country_named
from engine.forecast.mistakes import Mistake
from engine.journey.plain import is_group
from engine.journey.state import Contact
from engine.journey.zones import named_zone

NUMBERS = ("whatsapp", "phone", "whatsapp/phone", "telephone", "téléphone")
OWN = {"name": "name", "nom": "name", "language": "language", "langue": "language", "timezone": "timezone",
       "fuseau": "timezone", "country": "country", "pays": "country"}  # fmt: skip
CONSENTS = {
    "marketing": ("marketing",), "service": ("service",), "all": ("all",), "none": (), "non": (), "no": (),
}  # fmt: skip
ALL = frozenset({"all"})
EVENT = "event."
SHORTEST_NUMBER, LONGEST_NUMBER = 6, 20
EMPTY: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Person:
    """`country` decides the price: that of the number, else of the record. `event`: what starts their passage
    (`event.…`)."""

    contact: Contact
    country: str | None = None
    consents: frozenset[str] = ALL
    event: Mapping[str, Any] = field(default_factory=dict[str, Any])
    opted_out: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """`knows_consents`: False where the table has no such column: everybody is taken to agree. `fields`: the paths that the
    people may have a value at."""

    people: Sequence[Person]
    fields: frozenset[str] = frozenset()
    knows_consents: bool = False
    is_made_up: bool = False


def read_audience(raw: bytes, *, name: str, country_of: Callable[[str], str | None]) -> Audience:
    """A CSV table with a line of columns: `whatsapp` or `phone`, `name`, `language`, `timezone`, `country`, `consent`
    (`marketing`, `service`, `all`, `none`), `event.…` for what starts the passage; any other column is an attribute of the
    record. Separated by `,`, `;` or a tab. `country_of`: digits of a number → ISO code; `country` may also be a name, French or English. Raises Mistake naming the
    line."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Mistake("audience_encoding", name=name) from None
    separator = _separator(text)
    rows = _rows(text, separator, name)
    columns = [column.strip() for column in next((row for _, row in rows), list[str]())]
    _check_columns(columns, name)
    people = [_person(columns, row, line, name, separator, country_of) for line, row in rows]
    if not people:
        raise Mistake("audience_empty", name=name)
    return Audience(people, frozenset(map(_path, columns)), "consent" in map(str.lower, columns))


def _separator(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _rows(text: str, separator: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """(line, values) of every line that holds something."""
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            raise Mistake("audience_quotes", name=name, line=str(line)) from None
        if row is None:
            return
        if any(value.strip() for value in row):
            yield line, row
        line = reader.line_num + 1


def _check_columns(columns: Sequence[str], name: str) -> None:
    known = [column.lower() for column in columns]
    if not columns:
        raise Mistake("audience_empty", name=name)
    twice = next((column for column in columns if known.count(column.lower()) > 1), None)
    if twice is not None:
        raise Mistake("audience_column_twice", name=name, column=twice)
    if not any(column in NUMBERS or OWN.get(column) == "country" for column in known):
        raise Mistake("audience_no_number", name=name)


def _path(column: str) -> str:
    own = OWN.get(column.lower())
    return column if column.startswith(EVENT) else f"contact.{own or column.removeprefix('contact.')}"


def _person(
    columns: Sequence[str], row: Sequence[str], line: int, name: str, separator: str,
    country_of: Callable[[str], str | None],
) -> Person:  # fmt: skip
    if len(row) != len(columns):
        facts = {"found": str(len(row)), "columns": str(len(columns)), "separator": separator}
        raise Mistake("audience_width", name=name, line=str(line), **facts)
    own: dict[str, str] = {}
    attributes: dict[str, str] = {}
    event: dict[str, Any] = {}
    number, consents = "", ALL
    for column, written in zip(columns, row, strict=True):
        value, low = written.strip(), column.lower()
        if low in NUMBERS:
            number = number or _digits(value, line, name)
        elif low == "consent":
            consents = _consents(value, line, name)
        elif low in OWN:
            own[OWN[low]] = _own(OWN[low], value, line, name)
        elif value and column.startswith(EVENT):
            _put(event, column.removeprefix(EVENT).split("."), value)
        elif value:
            attributes[column.removeprefix("contact.")] = value
    country = (country_of(number) if number else None) or own.get("country") or None
    contact = Contact(
        number or f"line-{line}", own.get("name") or None, own.get("language") or None, own.get("timezone") or None,
        (own.get("country") or country), dict(attributes),
    )  # fmt: skip
    return Person(contact, country, consents, event)


def _digits(value: str, line: int, name: str) -> str:
    digits = value.removeprefix("+").removeprefix("00").translate(str.maketrans("", "", " .-()/\u00a0\u202f"))
    if value and not (digits.isascii() and digits.isdigit() and SHORTEST_NUMBER <= len(digits) <= LONGEST_NUMBER):
        raise Mistake("audience_number", name=name, line=str(line), value=value[:40])
    return digits


def _own(field_name: str, value: str, line: int, name: str) -> str:
    if field_name == "timezone" and value and named_zone(value) is None:
        raise Mistake("audience_zone", name=name, line=str(line), value=value[:40])
    return _country(value, line, name) if field_name == "country" and value else value


def _country(value: str, line: int, name: str) -> str:
    code = country_named(value)
    if code is None:
        raise Mistake("audience_country", name=name, line=str(line), value=value[:40])
    return code


def _consents(value: str, line: int, name: str) -> frozenset[str]:
    given = [part.strip().lower() for part in value.replace("+", " ").split()] or ["none"]
    unknown = next((part for part in given if part not in CONSENTS), None)
    if unknown is not None:
        raise Mistake("audience_consent", name=name, line=str(line), value=value[:40])
    return frozenset(purpose for part in given for purpose in CONSENTS[part])


def _put(facts: dict[str, Any], way: Sequence[str], value: str) -> None:
    inner = facts
    for part in way[:-1]:
        found: Any = inner.setdefault(part, {})
        if not is_group(found):
            return
        inner = cast(dict[str, Any], found)
    inner[way[-1]] = value


def made_up(
    count: int, *, country: str, language: str, attributes: Callable[[int], Mapping[str, Any]] = lambda _number: EMPTY,
    fields: Iterable[str] = (),
) -> Audience:  # fmt: skip
    """So many people of one country and language, who agree to everything. `attributes`: what the record of the first,
    second… person holds; `fields`: the paths of these."""
    people = [
        Person(Contact(f"made-up-{number}", "Amina", language, None, country, dict(attributes(number))), country)
        for number in range(1, count + 1)
    ]
    return Audience(people, frozenset(["contact.name", *fields]), is_made_up=True)
