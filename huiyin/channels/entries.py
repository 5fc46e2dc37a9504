"""What can happen to outlets. Addresses lie encrypted in the rows: the chain holds ids only."""

from django.utils.translation import pgettext_lazy

from huiyin.journal.kinds import declare

# in the group's stream
declare("robot.added", ["group", "robot", "channel"], words=pgettext_lazy("kind of entry", "Group robot added"))
declare("robot.changed", ["group", "robot"], words=pgettext_lazy("kind of entry", "What a group robot is told was changed"))
declare("robot.stopped", ["group", "robot"], words=pgettext_lazy("kind of entry", "Group robot stopped"))
declare("robot.resumed", ["group", "robot"], words=pgettext_lazy("kind of entry", "Group robot set going again"))
declare("robot.removed", ["group", "robot"], words=pgettext_lazy("kind of entry", "Group robot removed"))
# in the person's stream
declare("mailbox.confirmed", ["person"], words=pgettext_lazy("kind of entry", "Mailbox confirmed"))
declare("mailbox.removed", ["person"], words=pgettext_lazy("kind of entry", "Mailbox removed"))
