"""What can happen to people and the organisation, and the shape of each entry's data.

Ids, days and the names of offices are data; what belongs to a person (name, number, a delegation's reason) is sealed beside
the chain, so that it can be erased.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.journal.event_types import EventType, Hearing, Labels, StreamType

FIELDS = Labels(
    unit=pgettext_lazy("part of an entry", "unit"),
    parent=pgettext_lazy("part of an entry", "under"),
    name=pgettext_lazy("part of an entry", "name"),
    was=pgettext_lazy("part of an entry", "before"),
    kind=pgettext_lazy("part of an entry", "kind"),
    code=pgettext_lazy("part of an entry", "code"),
    hours=pgettext_lazy("part of an entry", "hours"),
    year=pgettext_lazy("part of an entry", "year"),
    free=pgettext_lazy("part of an entry", "days free"),
    worked=pgettext_lazy("part of an entry", "days worked"),
    digest=pgettext_lazy("part of an entry", "digest"),
    post=pgettext_lazy("part of an entry", "post"),
    title=pgettext_lazy("part of an entry", "title"),
    reports_to=pgettext_lazy("part of an entry", "reports to"),
    person=pgettext_lazy("part of an entry", "person"),
    holding=pgettext_lazy("part of an entry", "term of office"),
    acting=pgettext_lazy("part of an entry", "acting"),
    day=pgettext_lazy("part of an entry", "day"),
    since=pgettext_lazy("part of an entry", "from"),
    fields=pgettext_lazy("part of an entry", "fields"),
    delegation=pgettext_lazy("part of an entry", "delegation"),
    by=pgettext_lazy("part of an entry", "by"),
    to=pgettext_lazy("part of an entry", "to"),
    until=pgettext_lazy("part of an entry", "until"),
    role=pgettext_lazy("part of an entry", "role"),
    rows=pgettext_lazy("part of an entry", "rows"),
    added=pgettext_lazy("part of an entry", "added"),
    changed=pgettext_lazy("part of an entry", "changed"),
    bytes=pgettext_lazy("part of an entry", "bytes"),
    encrypted=pgettext_lazy("part of an entry", "encrypted"),
    missing=pgettext_lazy("part of an entry", "missing files"),
    stream=pgettext_lazy("part of an entry", "part of the record"),
    before=pgettext_lazy("part of an entry", "before entry"),
    streams=pgettext_lazy("part of an entry", "streams"),
    entries=pgettext_lazy("part of an entry", "entries"),
    erased=pgettext_lazy("part of an entry", "erased"),
    broken=pgettext_lazy("part of an entry", "broken at"),
    device=pgettext_lazy("part of an entry", "device"),
    now=pgettext_lazy("part of an entry", "from now on"),
    sealed=pgettext_lazy("part of an entry", "sealed anew"),
    how=pgettext_lazy("part of an entry", "how"),
    reason=pgettext_lazy("part of an entry", "reason"),
    token=pgettext_lazy("part of an entry", "token"),
    scopes=pgettext_lazy("part of an entry", "scopes"),
    passkey=pgettext_lazy("part of an entry", "passkey"),
    identity=pgettext_lazy("part of an entry", "identity"),
)

STREAMS = [
    StreamType("organisation", gettext_lazy("Units, posts, staff")),
    StreamType("person", gettext_lazy("Persons: sign-ins, inbox")),
    StreamType("security", gettext_lazy("Refused sign-ins")),
]

EVENTS = [
    # The organisation: units, posts, staff. Stream "organisation".
    EventType("unit.added", FIELDS("unit", "parent", "name"), pgettext_lazy("kind of entry", "Unit added")),
    EventType("unit.renamed", FIELDS("unit", "was", "name"), pgettext_lazy("kind of entry", "Unit renamed")),
    EventType("unit.changed", FIELDS("unit", "kind", "code"), pgettext_lazy("kind of entry", "Unit changed")),
    EventType("unit.moved", FIELDS("unit", "was", "parent"), pgettext_lazy("kind of entry", "Unit moved")),
    EventType("unit.closed", FIELDS("unit"), pgettext_lazy("kind of entry", "Unit closed")),
    EventType("unit.hours_set", FIELDS("unit", "hours"), pgettext_lazy("kind of entry", "Working hours set")),
    EventType("days.declared", FIELDS("year", "free", "worked", "digest"), pgettext_lazy("kind of entry", "Working days of a year set")),
    EventType("post.added", FIELDS("post", "unit", "title", "reports_to"), pgettext_lazy("kind of entry", "Post added")),
    EventType("post.changed", FIELDS("post", "was", "title"), pgettext_lazy("kind of entry", "Post changed")),
    EventType("post.line_set", FIELDS("post", "was", "reports_to"), pgettext_lazy("kind of entry", "Reporting line set")),
    EventType("post.closed", FIELDS("post"), pgettext_lazy("kind of entry", "Post closed")),
    EventType(
        "post.taken", FIELDS("post", "person", "holding", "acting", "day"), pgettext_lazy("kind of entry", "Post taken up"),
        security=True,
    ),
    # day: the first without them
    EventType(
        "post.left", FIELDS("post", "person", "holding", "acting", "day"), pgettext_lazy("kind of entry", "Post left"),
        security=True,
    ),
    EventType(
        "post.change_planned",
        FIELDS("post", "person", "holding", "acting", "kind", "day"),
        pgettext_lazy("kind of entry", "Change of holder planned"),
        security=True,
    ),
    EventType(
        "holding.corrected", FIELDS("holding", "was", "since"), pgettext_lazy("kind of entry", "Date of holding corrected"),
        security=True,
    ),
    EventType("codes.tried", FIELDS("person"), pgettext_lazy("kind of entry", "A code reached an administrator's phone")),
    EventType("person.added", FIELDS("person", "kind"), pgettext_lazy("kind of entry", "Person added"), security=True),
    EventType("person.changed", FIELDS("person", "fields"), pgettext_lazy("kind of entry", "Person changed"), security=True),
    EventType(
        "delegation.began", FIELDS("delegation", "post", "by", "to", "since", "until"), pgettext_lazy("kind of entry", "Delegation began"),
        security=True,
    ),
    EventType(
        "delegation.planned",
        FIELDS("delegation", "post", "by", "to", "since", "until"),
        pgettext_lazy("kind of entry", "Delegation planned"),
        security=True,
    ),
    EventType("delegation.ended", FIELDS("delegation", "post", "to"), pgettext_lazy("kind of entry", "Delegation ended"), security=True),
    EventType(
        "administrator.appointed", FIELDS("person", "role"), pgettext_lazy("kind of entry", "Administrator appointed"),
        security=True,
    ),
    EventType(
        "administrator.dismissed", FIELDS("person", "role"), pgettext_lazy("kind of entry", "Administrator dismissed"),
        security=True,
    ),
    EventType(
        "staff_list.imported", FIELDS("rows", "added", "changed", "digest"), pgettext_lazy("kind of entry", "Staff list brought in"),
        security=True,
    ),
    EventType("staff_list.exported", FIELDS("rows"), pgettext_lazy("kind of entry", "Staff list taken out"), security=True),
    EventType("backup.made", FIELDS("bytes", "encrypted", "missing"), pgettext_lazy("kind of entry", "Backup made"), security=True),
    EventType(
        "journal.read", FIELDS("stream", "kind", "person", "since", "until", "before"), pgettext_lazy("kind of entry", "Record read"),
        security=True,
    ),
    EventType(
        "journal.verified", FIELDS("streams", "entries", "erased", "broken"), pgettext_lazy("kind of entry", "Record proved"),
        security=True,
    ),
    EventType(
        "journal.exported", FIELDS("stream", "kind", "person", "since", "until", "rows"),
        pgettext_lazy("kind of entry", "Record taken out"), security=True,
    ),
    # The door: streams "person:ID"; what was refused, in the stream "security" with number and address sealed.
    EventType("session.started", FIELDS("device"), pgettext_lazy("kind of entry", "Signed in"), security=True),
    EventType("key.changed", FIELDS("was", "now", "sealed"), pgettext_lazy("kind of entry", "Server's key changed"), security=True),
    EventType("session.ended", FIELDS("device"), pgettext_lazy("kind of entry", "Signed out"), security=True, hearing=Hearing.SIGNED_OUT),
    EventType("session.proved", FIELDS("device", "how"), pgettext_lazy("kind of entry", "Confirmed again who it is"), security=True),
    EventType("session.refused", FIELDS("reason"), pgettext_lazy("kind of entry", "Sign-in refused"), security=True),
    EventType("person.joined", FIELDS("person"), pgettext_lazy("kind of entry", "Person joined"), security=True),
    EventType(
        "person.locked", FIELDS("person"), pgettext_lazy("kind of entry", "Person locked"),
        security=True, hearing=Hearing.SIGNED_OUT,
    ),
    EventType("person.unlocked", FIELDS("person"), pgettext_lazy("kind of entry", "Person unlocked"), security=True),
    EventType("settings.changed", FIELDS("fields"), pgettext_lazy("kind of entry", "Own settings changed"), security=True),
    EventType("token.made", FIELDS("token", "scopes", "until"), pgettext_lazy("kind of entry", "Token for a program made"), security=True),
    EventType(
        "token.revoked", FIELDS("token"), pgettext_lazy("kind of entry", "Token for a program revoked"),
        security=True, hearing=Hearing.SIGNED_OUT,
    ),
    EventType("passkey.added", FIELDS("passkey"), pgettext_lazy("kind of entry", "Passkey added"), security=True),
    EventType("passkey.renamed", FIELDS("passkey"), pgettext_lazy("kind of entry", "Passkey renamed"), security=True),
    EventType("passkey.removed", FIELDS("passkey"), pgettext_lazy("kind of entry", "Passkey removed"), security=True),
    EventType("identity.linked", FIELDS("identity"), pgettext_lazy("kind of entry", "Government sign-in linked"), security=True),
]
