"""What people add to the frame, and who hears of every commit."""

from huiyin.core.tabs import TabPages
from huiyin.journal.extension_points import JournalFollower
from huiyin.people import audit_log

EXTENSIONS = (
    TabPages("people", "people", ("/units",)),
    TabPages("administration", "me", ("/manage",)),
    JournalFollower("audit log", audit_log.follow),
)
