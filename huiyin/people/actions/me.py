"""What people set for themselves: their language, the size of text, the colours; and, unless they are officials, their name."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed
from huiyin.journal.recording import open_stream, record
from huiyin.language.names import clean_person_name, pinyin_keys
from huiyin.people.models import Person

CHOICES = {
    "language": [code for code, _name in settings.LANGUAGES],
    "text_size": Person.TextSize.values,
    "theme": Person.Theme.values,
}


def set_mine(person: Person, field: str, value: str) -> Person:
    """Sets one's language (zh-hans, en), text_size or theme. Raises Invalid for anything else."""
    if value not in CHOICES.get(field, ()):
        raise Invalid(_("Choose one of these."), field=field)
    if getattr(person, field) != value:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(**{field: value})
            record(open_stream(f"person:{person.pk}"), "settings.changed", by=person, data={"fields": [field]})
        setattr(person, field, value)
    return person


def set_my_name(person: Person, name: str) -> Person:
    """Corrects one's own name. Raises NotAllowed for officials, whose names come from the staff list; Invalid (field "name")."""
    if person.kind == Person.Kind.OFFICIAL:
        raise NotAllowed(_("Your name comes from the staff list. Ask the system administrator to correct it."))
    try:
        kept = clean_person_name(name or "")
    except ValueError as error:
        raise Invalid(_("Write your name, with at most 40 characters."), field="name") from error
    if kept != person.name:
        with transaction.atomic():
            was, person.name, person.name_keys = person.name, kept, pinyin_keys(kept)[:200]
            person.save(update_fields=["name", "name_keys"])
            told = {"was": {"name": was}, "now": {"name": kept}}
            about = {"person": person.pk, "fields": ["name"]}
            record(open_stream(f"person:{person.pk}"), "person.changed", by=person, data=about, sealed=told)
    return person
