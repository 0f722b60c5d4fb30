"""Fixtures for the designer's tests."""

from __future__ import annotations

from tests.designer.editor_house import desk  # noqa: F401
