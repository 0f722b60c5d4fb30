"""Templates are written, reviewed and told of, and webhooks registered, at both providers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cloud_house import CloudHouse, running_cloud_house
from commands import commanding, run
from house import House, has_read_templates_since, running_house, until
from sqlalchemy import Engine

from engine.commands.templates import list_known, push_file
from engine.commands.webhooks import register, show
from engine.providers.base import Misconfigured, Rejected

FILE = """
templates:
  - name: colis_retarde            # a comment
    language: fr
    category: utility
    header: {text: "Commande {{1}}", example: C-42}
    body: |
      Bonjour {{1}}, votre colis prend du retard. Nouvelle date : {{2}}, avec nos excuses.
    examples: {1: Amina, 2: mardi}
    footer: Boutique Lyon
    buttons:
      - {reply: Où est mon colis ?}
      - {title: Suivre, url: "https://shop.example/c/{{1}}", example: "https://shop.example/c/42"}
  - name: promo_rejected
    language: fr
    category: marketing
    body: Des soldes toute la semaine.
"""


@pytest.fixture
def cloud(chosen_database: Engine) -> Iterator[CloudHouse]:
    with running_cloud_house(chosen_database) as running:
        yield running


@pytest.fixture(params=["house", "cloud"])
def either(request: pytest.FixtureRequest) -> House:
    """At the sandbox, and at the Cloud API."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "templates.yaml"
    path.write_text(FILE, "utf-8")
    return path


def status(house: House, name: str) -> list[tuple[str, str | None]]:
    query = "SELECT status, reason FROM message_template WHERE name = :name"
    return [(row[0], row[1]) for row in house.rows(query, name=name)]


def test_a_file_is_submitted_reviewed_told_of_and_mended(
    either: House, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with commanding(either, monkeypatch):
        pushed = run(lambda: push_file(file), capsys)
        until(lambda: status(either, "colis_retarde") == [("APPROVED", None)], 4)
        until(lambda: status(either, "promo_rejected")[0][0] == "REJECTED", 4)
        shown = run(list_known, capsys)
        file.write_text(FILE.replace("toute la semaine", "jusqu'à samedi"), "utf-8")
        again = run(lambda: push_file(file), capsys)

    assert pushed[0] == 0 and "colis_retarde (fr): submitted for review" in pushed[1]
    assert "colis_retarde (fr): to check: 2 placeholders in 7" in pushed[1]
    word = "PROMOTIONAL" if isinstance(either, CloudHouse) else "INCORRECT_CATEGORY"
    assert f"promo_rejected  fr  MARKETING  REJECTED ({word})" in shown[1]
    assert again[0] == 0 and "colis_retarde (fr): there already, unchanged [APPROVED]" in again[1]
    assert "promo_rejected (fr): changed, submitted for review" in again[1]


def test_news_of_a_template_counts_at_once_and_a_webhook_moves_with_us(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    house.http.put(f"{house.sandbox}/sandbox/templates/colis_expedie", json={"state": "PAUSED"})
    until(lambda: status(house, "colis_expedie") == [("PAUSED", None)], 3)

    with commanding(house, monkeypatch, public_url="https://new.example"):
        before = run(show, capsys)
        moved = run(register, capsys)
        again = run(register, capsys)
        after = run(show, capsys)

    address = "https://new.example/webhooks/sinch"
    assert before[0] == 1 and f"to repair: the address should be {address}" in before[1]
    assert f"messages: repaired {address} (before: {house.api}/webhooks/sinch)" in moved[1]
    assert f"templates and number: repaired {address}" in moved[1]
    assert f"messages: in place already {address}" in again[1]
    assert after[0] == 0 and f"messages: {address}" in after[1]


def test_a_worker_reads_the_list_when_the_api_of_another_process_hears_of_a_template(postgres_database: Engine) -> None:
    """News names a template and a state; what else changed of it stands in the list alone."""
    with running_house(postgres_database, apart=True) as house:
        told_at = house.clock()

        house.http.put(f"{house.sandbox}/sandbox/templates/colis_expedie", json={"state": "PAUSED"})

        until(lambda: has_read_templates_since(house.engine, told_at))


def test_whatsapp_takes_an_address_that_knows_our_word(
    cloud: CloudHouse, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cloud.account is not None
    with commanding(cloud, monkeypatch), pytest.raises(Misconfigured, match="PARCOURS_PUBLIC_URL"):
        run(register, capsys)
    with commanding(cloud, monkeypatch, public_url=cloud.sandbox), pytest.raises(Rejected, match="verification"):
        run(register, capsys)
    refused = cloud.account.override
    with commanding(cloud, monkeypatch, public_url=cloud.api):
        first, second = run(register, capsys), run(register, capsys)
        shown = run(show, capsys)

    address = f"{cloud.api}/webhooks/whatsapp"
    assert (refused, cloud.account.override) == ("", address)
    assert f"messages: added {address}" in first[1] and f"messages: in place already {address}" in second[1]
    assert shown[0] == 0 and address in shown[1]


def test_a_template_that_whatsapp_would_refuse_does_not_leave(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(FILE.replace("name: promo_rejected", "name: Promo d'été"), "utf-8")

    code, said = run(lambda: push_file(file), capsys)

    assert code == 1
    assert f"{file}: ligne 14 : Promo d'été (fr), name: « Promo d'été » : minuscules sans accent" in said


def test_a_file_that_is_none_says_what_is_missing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("templates:\n  - {name: a, language: fr, category: news, body: x, colour: red}\n", "utf-8")

    code, said = run(lambda: push_file(file), capsys)

    assert code == 1 and "templates.0.category" in said and "templates.0.colour" in said
    assert run(lambda: push_file(file.with_name("none.yaml")), capsys)[0] == 2
