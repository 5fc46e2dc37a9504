"""What this app adds to other apps' pages and to the clockwork."""

from huiyin.feed.reach import actions as reach
from huiyin.journal.extension_points import PeriodicJob

EXTENSIONS = (PeriodicJob("reach", reach.step, at_stop=reach.flush),)
