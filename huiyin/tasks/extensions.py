"""What tasks add to other apps' pages: their cards in a conversation, what it says of them, their part of its page."""

from huiyin.groups.extension_points import Hung, InConversation
from huiyin.tasks import rendering
from huiyin.tasks.views.conversation import addition
from huiyin.tasks.words import SCRIPT_WORDS

EXTENSIONS = (
    Hung("task", rendering.hang, rendering.event_words),
    InConversation("tasks", addition, SCRIPT_WORDS),
)
