"""What this app adds to other apps' pages and to the clockwork."""

from huiyin.journal.extension_points import PeriodicJob
from huiyin.notices import actions, views
from huiyin.people.extension_points import MeRow

EXTENSIONS = (
    PeriodicJob("notices", actions.tidy),
    MeRow("notices", views.row_in_me),
)
