"""What cases add to other apps' pages and to the clockwork."""

from django.utils.translation import gettext_lazy as _

from huiyin.cases import rendering
from huiyin.cases.actions import learning, word_index
from huiyin.cases.actions.clocks import calendar_changed
from huiyin.cases.extension_points import CaseAddition
from huiyin.cases.models import Case
from huiyin.cases.rules import accusing_streams
from huiyin.cases.views import tasks
from huiyin.cases.views.conversation import addition
from huiyin.cases.words import SCRIPT_WORDS
from huiyin.core.tabs import MattersPlace, TabPages
from huiyin.db.extension_points import IndexOfRows
from huiyin.groups.extension_points import Hung, InConversation
from huiyin.journal.extension_points import PeriodicJob
from huiyin.people.extension_points import KeptFromAudit, ReckonsWorkingTime

EXTENSIONS = (
    TabPages("cases", "matters", ("/cases",)),
    MattersPlace("cases", "cases-desk", "reply", _("Requests at the desk")),
    ReckonsWorkingTime("cases", calendar_changed),
    KeptFromAudit("cases", accusing_streams),
    IndexOfRows("cases", Case, word_index.index_all),
    PeriodicJob("cases-learning", learning.WORKER.step),
    Hung("case", rendering.hang),
    tasks.ORIGIN,
    CaseAddition("tasks", "cases/_tasks.html", tasks.addition),
    InConversation("cases", addition, SCRIPT_WORDS),
)
