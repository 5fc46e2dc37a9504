"""Posts and the reporting line."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, WrongState
from huiyin.db.trees import upward
from huiyin.people.book import organisation
from huiyin.people.models import Delegation, Holding, Person, Post, Unit
from huiyin.people.normalization import clean_words
from huiyin.people.reporting_line import MOST_ABOVE, circle_if, path_in_words
from huiyin.people.rules import may_manage_posts, require_by

TITLE_TAKEN = _("There is already a post of this name in the unit.")


def add_post(
    unit: Unit,
    title: str,
    *,
    reports_to: Post | None = None,
    by: Person | None = None,
    order: int | None = None,
) -> Post:
    """Adds a post to a unit; `order` None puts it last. A closed post of this title is opened again, with its history.

    Raises Invalid (field named) and WrongState where the unit was closed.
    """
    with organisation() as book:
        require_by(by, may_manage_posts)
        title = clean_words(title, "title", 60)
        if Unit.objects.filter(pk=unit.pk).exclude(closed_at=None).exists():
            raise WrongState(_("The unit “%(name)s” was closed.") % {"name": unit.name})
        if order is None:
            order = Post.objects.filter(unit=unit).count() + 1
        post = Post.objects.filter(unit=unit, title=title).first()
        if post is None:
            post = Post(unit=unit, title=title)
        elif post.closed_at is None:
            raise Invalid(TITLE_TAKEN, field="title")
        if post.pk:
            _require_no_circle(post, reports_to)
        _require_open(reports_to)
        post.reports_to, post.order, post.closed_at = reports_to, order, None
        post.save()
        book.note("post.added", by, {"post": post.pk, "unit": unit.pk, "title": title, "reports_to": post.reports_to_id})
    return post


def change_post(post: Post, *, title: str | None = None, order: int | None = None, by: Person | None = None) -> Post:
    """Gives the post another title or place in its unit's list. None leaves a thing as it is."""
    with organisation() as book:
        require_by(by, may_manage_posts)
        post = _open_post(post)
        was = post.title
        title = was if title is None else clean_words(title, "title", 60)
        if Post.objects.filter(unit_id=post.unit_id, title=title).exclude(pk=post.pk).exists():
            raise Invalid(TITLE_TAKEN, field="title")
        order = post.order if order is None else order
        if (was, post.order) != (title, order):
            _set(post, title=title, order=order)
            book.note("post.changed", by, {"post": post.pk, "was": was, "title": title})
    return post


def set_reports_to(post: Post, reports_to: Post | None, *, by: Person | None = None) -> Post:
    """Sets the post this one reports to; None makes it the head of its line.

    Raises Invalid where the line would run in a circle; its words name the circle, post by post.
    """
    with organisation() as book:
        require_by(by, may_manage_posts)
        post = _open_post(post)
        _require_open(reports_to)
        _require_no_circle(post, reports_to)
        was = post.reports_to_id
        if was != (reports_to and reports_to.pk):
            _set(post, reports_to=reports_to)
            book.note("post.line_set", by, {"post": post.pk, "was": was, "reports_to": post.reports_to_id})
    return post


def revise_post(post: Post, *, title: str, reports_to: Post | None, by: Person | None = None) -> Post:
    """Gives a post its title and the post it reports to: both, or nothing where one of them is refused."""
    with organisation():
        change_post(post, title=title, by=by)
        return set_reports_to(post, reports_to, by=by)


def close_post(post: Post, *, by: Person | None = None) -> Post:
    """Closes a post that nobody holds and to which none reports. Raises WrongState naming what is left."""
    with organisation() as book:
        require_by(by, may_manage_posts)
        post = _open_post(post)
        today = timezone.localdate()
        held = Holding.objects.filter(post=post).exclude(until__lt=today).select_related("person").first()
        if held is not None:
            raise WrongState(_("%(name)s still holds this post.") % {"name": held.person.name})
        below = Post.objects.filter(reports_to=post, closed_at=None).select_related("unit").first()
        if below is not None:
            raise WrongState(_("“%(post)s” still reports to it. Let it report to another first.") % {"post": str(below)})
        Delegation.objects.filter(post=post, ended_at=None).update(ended_at=timezone.now())
        _set(post, closed_at=timezone.now(), reports_to=None)
        book.note("post.closed", by, {"post": post.pk})
    return post


def _open_post(post: Post) -> Post:
    """The post as it stands under the lock."""
    fresh = Post.objects.select_related("unit").get(pk=post.pk)
    if fresh.closed_at is not None:
        raise WrongState(_("The post “%(name)s” was closed.") % {"name": str(fresh)})
    return fresh


def _require_open(reports_to: Post | None) -> None:
    if reports_to is not None and not Post.objects.filter(pk=reports_to.pk, closed_at=None).exists():
        raise Invalid(_("The post it should report to was closed."), field="reports_to")


def _require_no_circle(post: Post, reports_to: Post | None) -> None:
    """Walks up from the new superior: a line is a handful of posts, however many the county has."""
    above = upward("people_post", "reports_to_id", reports_to.pk) if reports_to is not None else {}
    circle = circle_if(int(post.pk), reports_to.pk if reports_to is not None else None, above.get)
    if circle:
        named = {p.pk: str(p) for p in Post.objects.filter(pk__in=circle).select_related("unit")}
        path = path_in_words(named[pk] for pk in circle)
        raise Invalid(_("The reporting line would run in a circle: %(path)s") % {"path": path}, field="reports_to")
    if len(above) > MOST_ABOVE:
        raise Invalid(_("More than %(most)d posts would stand above this one.") % {"most": MOST_ABOVE}, field="reports_to")


def _set(post: Post, **values: Any) -> None:
    for name, value in values.items():
        setattr(post, name, value)
    post.save(update_fields=list(values))
