"""What tasks add to other apps' pages: their cards in a conversation, what it says of them, their part of its page."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.tabs import MattersPlace, TabPages
from huiyin.db.extension_points import IndexOfRows
from huiyin.groups.extension_points import Answerable, Hung, InConversation
from huiyin.people.extension_points import ReckonsWorkingTime
from huiyin.tasks import rendering
from huiyin.tasks.actions import recurrence_issuing, reminding, word_index
from huiyin.tasks.actions.proving import take_answer
from huiyin.tasks.event_words import event_words
from huiyin.tasks.models import Task
from huiyin.tasks.views.conversation import addition
from huiyin.tasks.words import SCRIPT_WORDS

EXTENSIONS = (
    TabPages("tasks", "matters", ("/board", "/tasks", "/repetitions")),
    MattersPlace("board", "board", "tasks", _("Supervision board"), order=2),
    IndexOfRows("tasks", Task, word_index.index_all),
    Answerable("task", take_answer),
    ReckonsWorkingTime("task-reminders", reminding.calendar_changed),
    ReckonsWorkingTime("task-repetitions", recurrence_issuing.calendar_changed),
    Hung("task", rendering.hang, event_words),
    InConversation("tasks", addition, SCRIPT_WORDS),
)
