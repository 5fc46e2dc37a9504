"""What this app adds to other apps' pages and to the clockwork."""

from huiyin.groups.extension_points import SettingsRow
from huiyin.hooks import views
from huiyin.hooks.actions import sending
from huiyin.journal.extension_points import PeriodicJob

EXTENSIONS = (
    PeriodicJob("hooks", sending.step),
    SettingsRow("hooks", views.row_in_details),
)
