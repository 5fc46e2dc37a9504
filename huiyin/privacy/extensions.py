"""What this app adds to other apps' pages and to the clockwork."""

from huiyin.journal.extension_points import PeriodicJob
from huiyin.people.extension_points import MeRow
from huiyin.privacy.actions import erasing, retention
from huiyin.privacy.views.mine import row_in_me

EXTENSIONS = (
    MeRow("my-data", row_in_me),
    PeriodicJob("retention", retention.step),
    PeriodicJob("erasing", erasing.step),
)
