"""What can happen to a task, and the shape of each entry's data. Words people wrote are sealed beside the chain."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from huiyin.journal.kinds import declare

# in the task's own stream
declare("task.issued", ["task", "group", "message", "deadline", "ladder", "assignees"], words=pgettext_lazy("kind of entry", "Task issued"))
declare("task.acknowledged", ["task", "assignee"], words=pgettext_lazy("kind of entry", "Task acknowledged"))
declare("task.progressed", ["task", "message"], words=pgettext_lazy("kind of entry", "Progress on a task"))
declare("task.declined", ["task"], words=pgettext_lazy("kind of entry", "Task declined"))
declare("task.insisted", ["task"], words=pgettext_lazy("kind of entry", "Task kept with whom it was given to"))
declare("task.passed_on", ["task", "assignees"], words=pgettext_lazy("kind of entry", "Task passed on"))
declare("task.reported", ["task", "report"], words=pgettext_lazy("kind of entry", "Task reported done"))
declare("task.accepted", ["task", "report"], words=pgettext_lazy("kind of entry", "Report accepted, task settled"))
declare("task.returned", ["task", "report", "deadline"], words=pgettext_lazy("kind of entry", "Report sent back"))
declare("task.withdrawn", ["task"], words=pgettext_lazy("kind of entry", "Task withdrawn"))
declare("task.overdue", ["task", "round", "late_seconds"], words=pgettext_lazy("kind of entry", "Deadline passed without a report"))
declare("task.nagged", ["task", "people"], words=pgettext_lazy("kind of entry", "Asked again to acknowledge a task"))
declare("extension.asked", ["task", "extension", "until"], words=pgettext_lazy("kind of entry", "More time asked for"))
declare("extension.granted", ["task", "extension", "deadline"], words=pgettext_lazy("kind of entry", "More time granted"))
declare("extension.refused", ["task", "extension"], words=pgettext_lazy("kind of entry", "More time not granted"))
declare("deadline.moved", ["task", "deadline", "because"], words=pgettext_lazy("kind of entry", "Deadline moved"))
declare("ladder.changed", ["task", "before", "after"], words=pgettext_lazy("kind of entry", "Ladder drawn anew"))
declare(
    "rung.fired",
    ["task", "rung", "round", "n", "post", "person", "due", "late_seconds"],
    words=pgettext_lazy("kind of entry", "Rung of a ladder told"),
)
declare("rung.explained", ["task", "rung"], words=pgettext_lazy("kind of entry", "Explained by a rung of the ladder"))
declare("proof.added", ["task", "uploads", "message"], words=pgettext_lazy("kind of entry", "Proof added to a task"))
# in the group's stream: the card is drawn anew where it hangs
declare("task.shown", ["task", "group", "n"], words=pgettext_lazy("kind of entry", "Task shown in its group"))
declare("task.handed_over", ["task", "handover", "kind", "from", "to"], words=pgettext_lazy("kind of entry", "Task handed over"))
# in the repetition's own stream
declare("repetition.started", ["repetition", "group", "rhythm", "ahead"], words=pgettext_lazy("kind of entry", "Task set to repeat"))
declare("repetition.changed", ["repetition", "fields", "rhythm", "ahead"], words=pgettext_lazy("kind of entry", "Repeating task changed"))
declare("repetition.paused", ["repetition"], words=pgettext_lazy("kind of entry", "Repeating task paused"))
declare("repetition.resumed", ["repetition"], words=pgettext_lazy("kind of entry", "Repeating task taken up again"))
declare("repetition.ended", ["repetition", "because"], words=pgettext_lazy("kind of entry", "Repeating task ended"))
declare(
    "repetition.issued", ["repetition", "task", "n", "due", "late_seconds"], words=pgettext_lazy("kind of entry", "Repeating task issued")
)
declare(
    "repetition.missed", ["repetition", "count", "days", "because"], words=pgettext_lazy("kind of entry", "Repeating task not issued")
)
declare(
    "repetition.handed_over", ["repetition", "handover", "kind", "from", "to"],
    words=pgettext_lazy("kind of entry", "Repeating task handed over"),
)
# in the handover's own stream
declare("handover.opened", ["handover", "post", "from", "items"], words=pgettext_lazy("kind of entry", "Handover opened"))
declare("handover.given", ["handover", "to", "items"], words=pgettext_lazy("kind of entry", "Handed over, signed"))
declare("handover.passed", ["handover", "to", "items"], words=pgettext_lazy("kind of entry", "Handed to a third person"))
declare("handover.acknowledged", ["handover", "to", "items"], words=pgettext_lazy("kind of entry", "Acknowledged by the third person"))
declare("handover.taken", ["handover", "to"], words=pgettext_lazy("kind of entry", "Taken over, signed"))
