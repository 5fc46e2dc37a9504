"""What this app adds to other apps' pages and to what is delivered."""

from huiyin.groups.extension_points import SettingsRow
from huiyin.hooks.kinds import WEBHOOK
from huiyin.hooks.views import hooks

EXTENSIONS = (
    WEBHOOK,
    SettingsRow("hooks", hooks.row_in_details),
)
