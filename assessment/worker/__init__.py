"""The worker: does what job rows ask for, outside of any request.

`handlers` maps names to functions, `queue` takes and ends jobs, `serving` is the process. Alone in the house this
package imports what makes paper.
"""

from assessment.jobs import TRIES
from assessment.worker.handlers import HANDLERS
from assessment.worker.queue import run, run_pending
from assessment.worker.serving import work
from assessment.worker.upkeep import tidy

__all__ = ["HANDLERS", "TRIES", "run", "run_pending", "tidy", "work"]
