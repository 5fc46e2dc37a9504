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
    "becomes_tasks": _("Becomes {n} tasks"),
    "stays_message": _("Stays a message"),
    "no_task_all": _("Stays a message: a task needs a person, not everybody"),
    "no_task_resident": _("Stays a message: residents are not given tasks"),
    "no_task_self": _("Stays a message: it names only yourself"),
    "no_task_past": _("Stays a message: the day is past"),
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
}
