"""Who runs which file when the suite runs in several processes.

Browsers and killed engines keep a machine of two cores busy alone, and tests beside them that wait for a moment would wait
longer. So the first process takes the heavy files, the longest first, and the others the light ones; whoever has none left
takes of the other kind.
"""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

from tests.heavy import is_heavy


class TwoKinds(LoadFileScheduling):
    """Each file to one process."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        draws = node is self.nodes[0]
        mine = next((file for file in self.workqueue if is_heavy(file) == draws), None)
        if mine is not None:
            self.workqueue.move_to_end(mine, last=False)
        super()._assign_work_unit(node)
