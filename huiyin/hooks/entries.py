"""What can happen to a group's webhooks. Addresses and names lie in the rows: the chain holds ids only."""

from django.utils.translation import pgettext_lazy

from huiyin.journal.kinds import declare

declare("hook.made", ["group", "hook"], words=pgettext_lazy("kind of entry", "Incoming webhook made"))
declare("hook.revoked", ["group", "hook"], words=pgettext_lazy("kind of entry", "Incoming webhook withdrawn"))
declare("subscription.made", ["group", "subscription"], words=pgettext_lazy("kind of entry", "Outgoing webhook made"))
declare("subscription.ended", ["group", "subscription"], words=pgettext_lazy("kind of entry", "Outgoing webhook ended"))
declare("subscription.resumed", ["group", "subscription"], words=pgettext_lazy("kind of entry", "Outgoing webhook resumed"))
declare("subscription.secret_changed", ["group", "subscription"], words=pgettext_lazy("kind of entry", "Secret of a webhook changed"))
declare("subscription.stopped", ["group", "subscription"], words=pgettext_lazy("kind of entry", "Outgoing webhook stopped"))
