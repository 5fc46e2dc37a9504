"""What this app adds to other apps' pages and to the clockwork."""

from huiyin.people.extension_points import MeRow
from huiyin.protocols.ical import views

EXTENSIONS = (MeRow("calendar", views.row_in_me),)
