"""What can happen to a calendar's link, in its owner's stream."""

from django.utils.translation import pgettext_lazy

from huiyin.journal.kinds import declare

declare("calendar.linked", ["person"], words=pgettext_lazy("kind of entry", "Link for a calendar made"))
declare("calendar.unlinked", ["person"], words=pgettext_lazy("kind of entry", "Link for a calendar ended"))
