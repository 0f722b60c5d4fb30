"""`parcours forecast` as an operator meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.commands.forecasting import Asked, forecast_file

SAMPLES = Path(__file__).parents[3] / "engine" / "samples"
CART = SAMPLES / "panier-abandonne.yaml"
AT = "2026-12-01T09:00"


@pytest.fixture
def audience(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    lines = ["whatsapp,name,language,consent", *(f"336{number:08d},A,fr,marketing" for number in range(40))]
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_without_people_one_passage_and_its_assumptions_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    ended = forecast_file(CART, Asked(at=AT), language="fr")

    told = capsys.readouterr().out
    assert ended == 0
    assert "au plus          0,416 $ (12 messages), avec 10 retours vers Sa réponse" in told
    assert "sa_reponse.finir" in told


def test_an_audience_is_told_in_the_readers_language(audience: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = Asked(audience, at=AT, templates=SAMPLES / "templates.json", sms_prices=("FR=0.05",))

    ended = forecast_file(CART, asked, language="en")

    told = capsys.readouterr().out
    assert ended == 0
    assert "40 people, start “panier”, 2026-12-01 09:00 UTC" in told
    assert all(title in told for title in ("Duration", "People a path", "The same texts by SMS", "Assumptions"))
    assert "France" not in told
    assert "event.total: not in the list" in told


def test_json_holds_passage_and_forecast(audience: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forecast_file(CART, Asked(audience, at=AT, as_json=True, replies=("read=80%",), seed=3), language="fr")

    told = json.loads(capsys.readouterr().out)
    assert told["passage"]["worst_cost"] == pytest.approx(0.4159)
    assert told["forecast"]["people"] == {"given": 40, "entered": 40, "not_entered": {}}
    assert told["forecast"]["cost"]["card_from"] == "2026-10-01"
    assert {"key": "read", "is_given": True}.items() <= next(
        {name: one[name] for name in ("key", "is_given")}.items()
        for one in told["forecast"]["assumptions"]
        if one["key"] == "read"
    )


def test_a_country_by_its_name_has_its_prices(capsys: pytest.CaptureFixture[str]) -> None:
    forecast_file(CART, Asked(at=AT, country="Allemagne", people=2, sms_prices=("Germany=0.05",)), language="en")
    by_name = capsys.readouterr().out

    forecast_file(CART, Asked(at=AT, country="DE", people=2, sms_prices=("DE=0.05",)), language="en")

    assert capsys.readouterr().out == by_name


MISTAKES = {
    "Aucun tarif n’est connu au 2026-01-05": Asked(at="2026-01-05"),
    "« demain » n’est pas un moment": Asked(at="demain"),
    "« nowhere » n’est pas un départ": Asked(at=AT, start="nowhere"),
    "« maybe » n’est pas une hypothèse": Asked(at=AT, replies=("maybe=1%",)),
    "« cheap » n’est pas un prix par SMS": Asked(at=AT, people=1, sms_prices=("cheap",)),
    "n’est pas une liste de modèles": Asked(at=AT, templates=CART),
    "« soon » n'est pas une durée": Asked(at=AT, over="soon"),
    "nobody.csv: Ce fichier n'existe pas": Asked(Path("nobody.csv"), at=AT),
    "« Farnce » n’est pas un pays connu. Écrivez son code ISO": Asked(at=AT, country="Farnce"),
    "« XX » n’est pas un pays connu": Asked(at=AT, people=1, sms_prices=("XX=0.05",)),
}


@pytest.mark.parametrize(("sentence", "asked"), MISTAKES.items(), ids=lambda value: str(value)[:20])
def test_what_cannot_be_used_ends_with_two_and_a_sentence(
    sentence: str, asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = forecast_file(CART, asked, language="fr")

    told = capsys.readouterr()
    assert (ended, told.out) == (2, "")
    assert sentence in told.err


def test_a_journey_that_cannot_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("steps: 3", "utf-8")

    assert forecast_file(bad, Asked(), language="fr") == 2
    assert "bad.yaml" in capsys.readouterr().err
