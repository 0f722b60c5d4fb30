"""Countries by the names that people write."""

from __future__ import annotations

import pytest

from engine.countries import country_named


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("FR", "FR"), (" fr ", "FR"), ("France", "FR"), ("ALLEMAGNE", "DE"), ("Germany", "DE"), ("Etats-Unis", "US"),
        ("United States", "US"), ("Royaume-Uni", "GB"), ("UK", "GB"), ("Côte d’Ivoire", "CI"), ("cote d'ivoire", "CI"),
        ("XX", None), ("Farnce", None), ("", None), ("Europe", None), ("FRANCE2", None),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_code_and_its_name_in_two_languages(written: str, code: str | None) -> None:
    assert country_named(written) == code
