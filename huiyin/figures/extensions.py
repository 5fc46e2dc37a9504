"""What figures add to the clockwork: an edition a week."""

from huiyin.figures import actions
from huiyin.journal.extension_points import PeriodicJob

EXTENSIONS = (PeriodicJob("figures", actions.WORKER.step),)
