"""What can happen to a person's data as a whole, and that the rounds of retention were made. Ids and counts only."""

from django.utils.translation import pgettext_lazy

from huiyin.journal.kinds import declare

# in the stream "organisation"
declare("retention.ran", ["removed", "by_clock"], words=pgettext_lazy("kind of entry", "What was past its term removed"))
