"""Which test files keep a machine of two cores busy alone, and which take long."""

from __future__ import annotations

HEAVY = (
    "tests/crash/test_crash.py", "tests/acceptance/", "tests/designer/components/test_message_editor_browser.py",
    "tests/designer/test_pages_browser.py", "tests/scale/", "tests/docs/test_guides.py",
)  # fmt: skip
LONG = ("tests/storage/test_plans.py", "tests/engine/running/", "tests/engine/generated/", "tests/engine/commands/")


def is_heavy(file: str) -> bool:
    return file.startswith(HEAVY) or file.endswith("_browser.py")


def order(file: str) -> tuple[bool, bool]:
    """What takes long begins early, so that nobody is left with it at the end."""
    return not file.startswith(HEAVY), not file.startswith(LONG)
