"""Units, posts and who holds them, one by one and all together, as pages of the organisation look them up."""

from __future__ import annotations

from django.db.models import QuerySet

from huiyin.people.models import Delegation, Holding, Person, Post, StaffImport, Unit


def open_units() -> QuerySet[Unit]:
    """Gives the units that are not closed."""
    return Unit.objects.filter(closed_at=None)


def open_unit(pk: int | None) -> Unit | None:
    """Gives a unit by its id, with the one above it; None for none, and for one that is closed."""
    return open_units().select_related("parent").filter(pk=pk or 0).first()


def units_after(pk: int, count: int) -> QuerySet[Unit]:
    """Gives the next so many open units behind an id, by their ids."""
    return open_units().filter(pk__gt=pk).order_by("pk")[:count]


def open_posts() -> QuerySet[Post]:
    """Gives the posts that are not closed, with their units."""
    return Post.objects.filter(closed_at=None).select_related("unit")


def open_post(pk: int) -> Post | None:
    """Gives a post by its id, with its unit; None for none, and for one that is closed."""
    return open_posts().filter(pk=pk).first()


def posts_by_unit() -> QuerySet[Post]:
    """Gives these posts in the order in which they are offered: by unit, and in the unit's own order."""
    return open_posts().order_by("unit__order", "unit_id", "order", "pk")


def holdings() -> QuerySet[Holding]:
    """Gives who holds which post and held it, with post and person."""
    return Holding.objects.select_related("post__unit", "person")


def delegations() -> QuerySet[Delegation]:
    """Gives who acts for which post and acted for it, with post and person."""
    return Delegation.objects.select_related("post__unit", "to")


def people_known() -> QuerySet[Person]:
    """Gives everybody who is not erased."""
    return Person.objects.filter(erased_at=None)


def officials() -> QuerySet[Person]:
    """Gives the officials, by name."""
    return people_known().filter(kind=Person.Kind.OFFICIAL).order_by("name_keys", "name", "pk")


def staff_list_of(person: Person, pk: int) -> StaffImport | None:
    """Gives a staff list this person brought, by its id, or None."""
    return StaffImport.objects.filter(pk=pk, by=person).first()
