"""`python -m designer`: serve the designer where `PARCOURS_HOST` and `PARCOURS_DESIGNER_PORT` say."""

from __future__ import annotations

import logging
import sys

from pydantic import ValidationError

from designer.launch import run
from engine.errors import explain
from engine.masking import Careful
from engine.settings import load_settings

logging.basicConfig(level=logging.INFO)
logging.getLogger().handlers[0].setFormatter(Careful("%(asctime)s %(levelname)s %(name)s %(message)s"))
logging.getLogger("alembic").setLevel(logging.WARNING)
try:
    settings = load_settings()
except ValidationError as problem:
    sys.exit("\n".join(explain(problem) or [str(problem)]))
run(settings.host, settings.designer_port)
