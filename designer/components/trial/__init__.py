"""The test phone in the editor: `bench_of` before the drawing, `trial_panel` beside it."""

from designer.components.trial.bench import Bench, bench_of
from designer.components.trial.panel import trial_panel

__all__ = ["Bench", "bench_of", "trial_panel"]
