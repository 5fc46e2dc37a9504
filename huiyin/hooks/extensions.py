"""What this app adds to other apps' pages and to what is delivered."""

from huiyin.groups.extension_points import SettingsRow
from huiyin.hooks import views
from huiyin.hooks.kinds import WEBHOOK

EXTENSIONS = (
    WEBHOOK,
    SettingsRow("hooks", views.row_in_details),
)
