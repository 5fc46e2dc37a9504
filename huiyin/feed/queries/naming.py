"""People as a form names them: by their names, one after the other."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from huiyin.core.errors import Invalid
from huiyin.people.models import Person
from huiyin.people.queries import posts_shown, visible_to

_BETWEEN = re.compile(r"[、，,;；\n]+")
_MOST = 200


def people_named(viewer: Person, text: str, field: str = "names") -> list[int]:
    """Gives the ids of the people a text names: "陈望舒、周小满", of two who bear one name with the post behind it, "周小满（局长）".

    Only whom the viewer may find. Raises Invalid, which says whose name was not understood.
    """
    found: list[int] = []
    for part in [one.strip() for one in _BETWEEN.split(text) if one.strip()][:_MOST]:
        name, _open, post = part.replace("(", "（").rstrip(")）").partition("（")
        people = list(visible_to(viewer).filter(name=name.strip().lstrip("@"))[:20])
        if len(people) > 1:
            posts = posts_shown([one.pk for one in people])
            people = [one for one in people if post and post.strip() in posts.get(one.pk, "")] or people
        if not people:
            raise Invalid(_("Nobody here is called %(name)s.") % {"name": part}, field=field)
        if len(people) > 1:
            raise Invalid(_("Several people are called %(name)s. Write the post behind it, in brackets.") % {"name": part}, field=field)
        found.append(people[0].pk)
    return found


def names_of(people: list[Person]) -> str:
    """Gives people as a form names them."""
    return "、".join(one.name for one in people)
