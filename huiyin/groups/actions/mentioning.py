"""Who is meant by "@…" in a message: a member by name, a post by its title (an acting holder is found), everyone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import NotAllowed
from huiyin.groups.models import Group, Member
from huiyin.groups.rules import may_mention_all
from huiyin.language.names import find_mentions, name_key
from huiyin.people.queries import posts_held

EVERYONE = ("所有人", "全体成员", "everyone", "all")


@dataclass(slots=True)
class Mentioned:
    """One mention as it stands in the words: the label after the @, whom it reaches, and the post when it named one."""

    label: str
    people: list[int] = field(default_factory=list)
    post: int | None = None
    everyone: bool = False

    def as_json(self) -> dict[str, Any]:
        """Gives what is kept with the message; for everyone the people are not listed: the members of that moment are meant."""
        if self.everyone:
            return {"label": self.label, "all": True}
        kept: dict[str, Any] = {"label": self.label, "people": self.people}
        if self.post:
            kept["post"] = self.post
        return kept


def directory(group: Group) -> dict[str, Mentioned]:
    """Gives every label that may follow an @ in this group, and whom it reaches.

    Members by name; posts by full title ("县水产局副局长"), by unit's short name and title, and by title alone where only one
    member holds such a post. A post reaches whoever holds it or acts for it today. Only members can be meant: a mention
    tells nobody outside of the group.
    """
    people: dict[int, str] = dict(
        Member.objects.filter(group=group, left_at=None).values_list("person_id", "person__name")
    )
    found: dict[str, Mentioned] = {}
    for pk, name in people.items():
        found.setdefault(name, Mentioned(name)).people.append(pk)
        if " " in name and (close := name_key(name)) not in found:  # kept so before names were written close
            found[close] = Mentioned(close, [pk])
    titles: dict[str, dict[int, int]] = {}
    for held in posts_held(people):
        for label in {f"{held.unit_name}{held.title}", f"{held.unit_short_name}{held.title}"}:
            found.setdefault(label, Mentioned(label, [held.person_id], held.post_id))
        # They come in the order in which they speak for the post: a delegate, the holder, an acting holder.
        titles.setdefault(held.title, {}).setdefault(held.post_id, held.person_id)
    for title, speakers in titles.items():
        if len(speakers) == 1:
            ((post, person),) = speakers.items()
            found.setdefault(title, Mentioned(title, [person], post))
    return found


def labels_of(group: Group) -> dict[str, Mentioned]:
    """Gives all that an @ may mean in a group: everyone, and who is in its directory."""
    return {label: Mentioned(label, everyone=True) for label in EVERYONE} | directory(group)


def resolve_mentions(
    member: Member, group: Group, text: str, chosen: Sequence[dict[str, Any]] = (), known: dict[int, dict[str, Mentioned]] | None = None
) -> list[Mentioned]:
    """Gives the mentions in a text. Takes the author's membership and what the browser's picker chose: {"label", "person"}.

    The picker settles which of two people of one name is meant. `known` keeps each group's directory for the batch's next text.
    Raises NotAllowed where @everyone is not the author's to say.
    """
    if "@" not in text and "＠" not in text:
        return []
    known = {} if known is None else known
    if group.pk not in known:
        known[group.pk] = labels_of(group)
    labels = known[group.pk]
    picked: dict[str, int] = {}
    for choice in list(chosen)[:50]:
        label, person = str(choice.get("label", "")), choice.get("person")
        if label in labels and isinstance(person, int) and person in labels[label].people:
            picked[label] = person
    mentioned: dict[str, Mentioned] = {}
    for _from, _to, found in find_mentions(text, labels):
        if found.everyone and not may_mention_all(member):
            raise NotAllowed(_("@everyone is for the group's managers. Name the people you mean."))
        if found.label in picked:
            found = Mentioned(found.label, [picked[found.label]], found.post)
        mentioned[found.label] = found
    return list(mentioned.values())

