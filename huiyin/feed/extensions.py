"""What this app adds to other apps' pages and to the clockwork."""

from huiyin.core.tabs import TabPages
from huiyin.feed.reach import actions as reach
from huiyin.feed.views.conversation import addition
from huiyin.feed.words import SCRIPT_WORDS
from huiyin.groups.extension_points import InConversation
from huiyin.journal.extension_points import PeriodicJob

EXTENSIONS = (
    TabPages("feed", "square", ("/moments", "/accounts", "/articles")),
    PeriodicJob("reach", reach.step, at_stop=reach.flush),
    InConversation("feed", addition, SCRIPT_WORDS),
)
