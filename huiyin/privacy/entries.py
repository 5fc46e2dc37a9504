"""What can happen to a person's data as a whole, and that the rounds of retention were made. Ids and counts only."""

from django.utils.translation import pgettext_lazy

from huiyin.journal.kinds import declare

# in the stream "organisation"
declare("retention.ran", ["removed", "by_clock"], words=pgettext_lazy("kind of entry", "What was past its term removed"))
declare("person.erased", ["person"], words=pgettext_lazy("kind of entry", "Person erased"))  # in the person's own stream too
declare("erasure.finished", ["person", "messages", "files"], words=pgettext_lazy("kind of entry", "What an erased person said is gone"))
# in the person's stream
declare("erasure.asked", ["person"], words=pgettext_lazy("kind of entry", "Erasure asked for"))
declare("erasure.withdrawn", ["person"], words=pgettext_lazy("kind of entry", "Erasure no longer asked for"))
declare("erasure.declined", ["person"], words=pgettext_lazy("kind of entry", "Erasure not done, for a reason"))
