"""What can happen to a group's webhooks. Addresses and names lie in the rows: the chain holds ids only."""

from huiyin.journal.kinds import declare

declare("hook.made", ["group", "hook"])
declare("hook.revoked", ["group", "hook"])
declare("subscription.made", ["group", "subscription"])
declare("subscription.ended", ["group", "subscription"])
declare("subscription.resumed", ["group", "subscription"])
declare("subscription.secret_changed", ["group", "subscription"])
declare("subscription.stopped", ["group", "subscription"])
