"""What this app adds to other apps' pages and to the clockwork."""

from huiyin.groups.extension_points import HearsAnswers
from huiyin.journal.extension_points import PeriodicJob
from huiyin.notices import actions, polling, views
from huiyin.notices.answers import answered
from huiyin.people.extension_points import LeftElsewhere, MeRow

EXTENSIONS = (
    PeriodicJob("notices", actions.tidy),
    HearsAnswers("notices", answered),
    LeftElsewhere("notices", polling.look),
    MeRow("notices", views.row_in_me),
)
