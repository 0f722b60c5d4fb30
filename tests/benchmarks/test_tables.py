"""The runner of the benchmarks: what fails is told, what is missed is explained."""

from __future__ import annotations

from .__main__ import Table, measure, modules, page, unexplained
from .table import Row

MISSED = Row("a send", "≤ 2", "3.00", met=False, detail="ours 3 µs; theirs 1 µs")


def test_every_module_with_rows_is_run_and_no_other() -> None:
    found = modules()

    assert {"advancing", "claiming", "conversation", "intake"} <= set(found)
    assert not {"table", "measuring", "alone", "population"} & set(found)


def test_a_module_that_fails_is_a_row_and_stops_no_other() -> None:
    table = measure("no_such_module", short=True)

    (row,) = table.rows
    assert (row.measured, row.met) == ("not measured", False)
    assert "no_such_module" in row.detail


def test_the_page_says_why_a_goal_is_missed() -> None:
    text = page([Table("sending", [MISSED], {"a send": "The driver waits."})], [("Python", "3")])

    assert "| a send | ≤ 2 | 3.00 | NO | ours 3 µs; theirs 1 µs |" in text
    assert "- **a send**: The driver waits." in text


def test_a_missed_goal_without_a_reason_is_told() -> None:
    tables = [Table("sending", [MISSED], {}), Table("claiming", [MISSED], {"a send": "The driver waits."})]

    assert unexplained(tables) == ["a send"]
    assert "- **a send**: why is not known." in page(tables, [("Python", "3")])
