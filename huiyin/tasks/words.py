"""The words that the scripts of tasks say. {n} and the like are filled in by static/web/js/words.js."""

from django.utils.translation import gettext_lazy as _

SCRIPT_WORDS = {
    "task_left": _("{span} left"),
    "task_overdue": _("Overdue by {span}"),
    "span_days": _("{n} days"),
    "span_hours": _("{n} hours"),
    "span_minutes": _("{n} minutes"),
    "span_hours_minutes": _("{hours} h {minutes} min"),
    "make_task": _("Make it a task"),
    "becomes_task": _("Becomes a task"),
    "stays_message": _("Stays a message"),
    "due": _("Due"),
    "which_deadline": _("By when? ✎"),
    "read_from": _("read from “{words}”"),
    "ladder": _("Ladder:"),
    "no_ladder": _("No ladder: nobody stands between the two of you."),
    "vacant": _("(vacant)"),
    "repeats": _("Repeats: {often}"),
    "how_often": _("How often? ✎"),
    "once_only": _("Once only"),
    "first_due": _("First due"),
    "decision_waits": _("Waits for the network"),
    "decision_sent": _("Done: {what}"),
    "decision_refused": _("Not done"),
    "take_back": _("Take the decision back"),
    "send_again": _("Send again"),
    "let_go": _("Let it go"),
    "more_fields": _("More…"),
}
