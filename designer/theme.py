"""How the designer looks and how its server behaves, given to Streamlit by code: nothing depends on the folder in which
it is started. An operator's own `STREAMLIT_*` variables win."""

from __future__ import annotations

import os
import re
from collections.abc import MutableMapping

SERVER = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.enableStaticServing": "false",
    "server.maxUploadSize": "5",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "runner.magicEnabled": "false",
    "logger.hideWelcomeMessage": "true",
}
SHARED = {
    "theme.baseFontSize": "15",
    "theme.baseRadius": "0.6rem",
    "theme.buttonRadius": "0.55rem",
    "theme.showWidgetBorder": "true",
    "theme.linkUnderline": "false",
    "theme.headingFontWeights": "[650,650,600,600,600,600]",
    "theme.headingFontSizes": '["1.6rem","1.25rem","1.05rem","1rem","0.9rem","0.85rem"]',
    "theme.paddingTop": "3.6rem",
}
LIGHT = {
    "primaryColor": "#0b7a5c",
    "backgroundColor": "#ffffff",
    "secondaryBackgroundColor": "#f4f6f5",
    "textColor": "#1b2421",
    "borderColor": "#dfe5e2",
    "linkColor": "#0b7a5c",
}
DARK = {
    "primaryColor": "#0f8f6c",
    "backgroundColor": "#111715",
    "secondaryBackgroundColor": "#1a2220",
    "textColor": "#e8eeeb",
    "borderColor": "#2d3835",
    "linkColor": "#5fd1ad",
}


def configure(environment: MutableMapping[str, str] = os.environ) -> None:
    """Set what the operator has not set. Call it before Streamlit reads its configuration."""
    themes = {f"theme.light.{name}": value for name, value in LIGHT.items()}
    themes |= {f"theme.dark.{name}": value for name, value in DARK.items()}
    for option, value in {**SERVER, **SHARED, **themes}.items():
        environment.setdefault(variable(option), value)


def variable(option: str) -> str:
    """`theme.light.primaryColor` → `STREAMLIT_THEME_LIGHT_PRIMARY_COLOR`."""
    return "STREAMLIT_" + re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", option).replace(".", "_").upper()
