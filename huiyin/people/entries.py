"""What can happen to people and the organisation, and the shape of each entry's data.

Ids, days and the names of offices are data; what belongs to a person (name, number, a delegation's reason) is sealed beside
the chain, so that it can be erased.
"""

from __future__ import annotations

from huiyin.journal.kinds import declare

# The organisation: units, posts, staff. Stream "organisation".
declare("unit.added", ["unit", "parent", "name"])
declare("unit.renamed", ["unit", "was", "name"])
declare("unit.changed", ["unit", "kind", "code"])
declare("unit.moved", ["unit", "was", "parent"])
declare("unit.closed", ["unit"])
declare("unit.hours_set", ["unit", "hours"])
declare("post.added", ["post", "unit", "title", "reports_to"])
declare("post.changed", ["post", "was", "title"])
declare("post.line_set", ["post", "was", "reports_to"])
declare("post.closed", ["post"])
declare("post.taken", ["post", "person", "holding", "acting", "day"])
declare("post.left", ["post", "person", "holding", "acting", "day"])  # day: the first without them
declare("post.change_planned", ["post", "person", "holding", "acting", "kind", "day"])
declare("holding.corrected", ["holding", "was", "since"])
declare("person.added", ["person", "kind"])
declare("person.changed", ["person", "fields"])
declare("delegation.began", ["delegation", "post", "by", "to", "since", "until"])
declare("delegation.ended", ["delegation", "post"])
declare("administrator.appointed", ["person", "role"])
declare("administrator.dismissed", ["person", "role"])
declare("staff_list.imported", ["rows", "added", "changed", "digest"])
declare("staff_list.exported", ["rows"])
declare("journal.read", ["stream", "kind", "person", "since", "until", "before"])
declare("journal.verified", ["streams", "entries", "erased", "broken"])
declare("journal.exported", ["stream", "kind", "person", "since", "until", "rows"])

# The door: streams "person:ID"; what was refused, in the stream "security" with number and address sealed.
declare("session.started", ["device"])
declare("session.ended", ["device"])
declare("session.refused", ["reason"])
declare("person.joined", ["person"])
declare("person.locked", ["person"])
declare("person.unlocked", ["person"])
declare("settings.changed", ["fields"])
declare("passkey.added", ["passkey"])
declare("passkey.renamed", ["passkey"])
declare("passkey.removed", ["passkey"])
declare("identity.linked", ["identity"])
