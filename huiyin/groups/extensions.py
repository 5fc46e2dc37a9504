"""What this app adds to other apps' pages and to the clockwork."""

from huiyin.groups.exporting import actions as exporting
from huiyin.journal.extension_points import PeriodicJob

EXTENSIONS = (PeriodicJob("exports", exporting.step),)
