"""What can happen to people and the organisation, and the shape of each entry's data.

Ids, days and the names of offices are data; what belongs to a person (name, number, a delegation's reason) is sealed beside
the chain, so that it can be erased.
"""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from huiyin.journal.kinds import declare

# The organisation: units, posts, staff. Stream "organisation".
declare("unit.added", ["unit", "parent", "name"], words=pgettext_lazy("kind of entry", "Unit added"))
declare("unit.renamed", ["unit", "was", "name"], words=pgettext_lazy("kind of entry", "Unit renamed"))
declare("unit.changed", ["unit", "kind", "code"], words=pgettext_lazy("kind of entry", "Unit changed"))
declare("unit.moved", ["unit", "was", "parent"], words=pgettext_lazy("kind of entry", "Unit moved"))
declare("unit.closed", ["unit"], words=pgettext_lazy("kind of entry", "Unit closed"))
declare("unit.hours_set", ["unit", "hours"], words=pgettext_lazy("kind of entry", "Working hours set"))
declare("days.declared", ["year", "free", "worked", "digest"], words=pgettext_lazy("kind of entry", "Working days of a year set"))
declare("post.added", ["post", "unit", "title", "reports_to"], words=pgettext_lazy("kind of entry", "Post added"))
declare("post.changed", ["post", "was", "title"], words=pgettext_lazy("kind of entry", "Post changed"))
declare("post.line_set", ["post", "was", "reports_to"], words=pgettext_lazy("kind of entry", "Reporting line set"))
declare("post.closed", ["post"], words=pgettext_lazy("kind of entry", "Post closed"))
declare("post.taken", ["post", "person", "holding", "acting", "day"], words=pgettext_lazy("kind of entry", "Post taken up"))
# day: the first without them
declare(
    "post.left", ["post", "person", "holding", "acting", "day"],
    words=pgettext_lazy("kind of entry", "Post left"),
)  # fmt: skip
declare(
    "post.change_planned", ["post", "person", "holding", "acting", "kind", "day"],
    words=pgettext_lazy("kind of entry", "Change of holder planned"),
)  # fmt: skip
declare("holding.corrected", ["holding", "was", "since"], words=pgettext_lazy("kind of entry", "Date of holding corrected"))
declare("person.added", ["person", "kind"], words=pgettext_lazy("kind of entry", "Person added"))
declare("person.changed", ["person", "fields"], words=pgettext_lazy("kind of entry", "Person changed"))
declare("delegation.began", ["delegation", "post", "by", "to", "since", "until"], words=pgettext_lazy("kind of entry", "Delegation began"))
declare(
    "delegation.planned", ["delegation", "post", "by", "to", "since", "until"], words=pgettext_lazy("kind of entry", "Delegation planned")
)
declare("delegation.ended", ["delegation", "post", "to"], words=pgettext_lazy("kind of entry", "Delegation ended"))
declare("administrator.appointed", ["person", "role"], words=pgettext_lazy("kind of entry", "Administrator appointed"))
declare("administrator.dismissed", ["person", "role"], words=pgettext_lazy("kind of entry", "Administrator dismissed"))
declare("staff_list.imported", ["rows", "added", "changed", "digest"], words=pgettext_lazy("kind of entry", "Staff list brought in"))
declare("staff_list.exported", ["rows"], words=pgettext_lazy("kind of entry", "Staff list taken out"))
declare("backup.made", ["bytes", "encrypted", "missing"], words=pgettext_lazy("kind of entry", "Backup made"))
declare("journal.read", ["stream", "kind", "person", "since", "until", "before"], words=pgettext_lazy("kind of entry", "Record read"))
declare("journal.verified", ["streams", "entries", "erased", "broken"], words=pgettext_lazy("kind of entry", "Record proved"))
declare(
    "journal.exported", ["stream", "kind", "person", "since", "until", "rows"],
    words=pgettext_lazy("kind of entry", "Record taken out"),
)  # fmt: skip

# The door: streams "person:ID"; what was refused, in the stream "security" with number and address sealed.
declare("session.started", ["device"], words=pgettext_lazy("kind of entry", "Signed in"))
declare("key.changed", ["was", "now", "sealed"], words=pgettext_lazy("kind of entry", "Server's key changed"))
declare("session.ended", ["device"], words=pgettext_lazy("kind of entry", "Signed out"))
declare("session.proved", ["device", "how"], words=pgettext_lazy("kind of entry", "Confirmed again who it is"))
declare("session.refused", ["reason"], words=pgettext_lazy("kind of entry", "Sign-in refused"))
declare("person.joined", ["person"], words=pgettext_lazy("kind of entry", "Person joined"))
declare("person.locked", ["person"], words=pgettext_lazy("kind of entry", "Person locked"))
declare("person.unlocked", ["person"], words=pgettext_lazy("kind of entry", "Person unlocked"))
declare("settings.changed", ["fields"], words=pgettext_lazy("kind of entry", "Own settings changed"))
declare("token.made", ["token", "scopes", "until"], words=pgettext_lazy("kind of entry", "Token for a program made"))
declare("token.revoked", ["token"], words=pgettext_lazy("kind of entry", "Token for a program revoked"))
declare("passkey.added", ["passkey"], words=pgettext_lazy("kind of entry", "Passkey added"))
declare("passkey.renamed", ["passkey"], words=pgettext_lazy("kind of entry", "Passkey renamed"))
declare("passkey.removed", ["passkey"], words=pgettext_lazy("kind of entry", "Passkey removed"))
declare("identity.linked", ["identity"], words=pgettext_lazy("kind of entry", "Government sign-in linked"))
