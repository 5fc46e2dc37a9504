"""Posts in administration: added, changed, taken, left, closed; and the delegations that run."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.people.actions.organisation import add_post, close_post, leave_post, revise_post, take_post
from huiyin.people.auth import require_person
from huiyin.people.models import Post
from huiyin.people.queries import directory, unit_tree
from huiyin.people.queries.administration import running_delegations
from huiyin.people.queries.holders import holdings_of
from huiyin.people.queries.organisation import holdings, open_posts, open_unit
from huiyin.people.rules import may_manage_posts, may_manage_staff, require
from huiyin.people.views.forms import LeavePostForm, PickUnitForm, PostForm, SureForm, TakePostForm, answer_form, asker, posted, show
from huiyin.worktime.bounds import whole_in


@require_person
def posts(request: HttpRequest) -> HttpResponse:
    """The posts of one unit at a time, chosen from the tree."""
    require(may_manage_posts(request.user))
    asked = request.GET.get("unit", "")
    unit = open_unit(whole_in(asked))
    if unit is None and (roots := unit_tree()):
        unit = roots[0].unit
    pick = PickUnitForm(initial={"unit": unit and unit.pk})
    shown = {"pick": pick, "unit": unit, "page": directory(unit) if unit else None}
    return show(request, "people/manage/posts.html", shown)


@require_person
def new_post(request: HttpRequest) -> HttpResponse:
    """Adds a post to the unit it was asked for from."""
    require(may_manage_posts(request.user))
    asked = request.GET.get("unit", "")
    return answer_form(
        request,
        PostForm(posted(request), initial={"unit": asked}),
        lambda said: add_post(said["unit"], said["title"], reports_to=said["reports_to"], by=asker(request)),
        title=_("New post"),
        submit=_("Add"),
        back=f"{reverse('manage-posts')}?unit={asked}" if whole_in(asked) is not None else reverse("manage-posts"),
        done=_place_of,
    )


@require_person
def edit_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a post's title and whom it reports to; shows who holds it and has held it."""
    require(may_manage_posts(request.user))
    post = _open(pk)

    form = PostForm(posted(request), initial={"unit": post.unit_id, "title": post.title, "reports_to": post.reports_to_id})
    del form.fields["unit"]
    return answer_form(
        request,
        form,
        lambda said: revise_post(post, **said, by=asker(request)),
        title=str(post),
        submit=_("Save"),
        back=_list_of(post),
        done=_place_of(post),
        words={
            "post": post,
            "holdings": holdings_of(post),
            "also": [
                (reverse("manage-post-take", args=[pk]), _("Somebody takes this post")),
                (reverse("hand-on", args=[pk]), _("Let somebody act for it")),
                (reverse("manage-post-close", args=[pk]), _("Close this post")),
            ],
        },
    )


@require_person
def fill_post(request: HttpRequest, pk: int) -> HttpResponse:
    """A person takes the post, or stands in for it."""
    require(may_manage_staff(request.user))
    post = _open(pk)
    return answer_form(
        request,
        TakePostForm(posted(request), viewer=request.user),
        lambda said: take_post(
            post, said["person"], said["since"], acting=said["acting"], replaces=said["replaces"], by=asker(request)
        ),
        title=_("Who takes the post %(post)s?") % {"post": post},
        lead=_("Groups and rights follow the post on that day."),
        submit=_("Take the post"),
        back=reverse("manage-post", args=[pk]),
    )


@require_person
def end_holding(request: HttpRequest, pk: int) -> HttpResponse:
    """A holding ends with a last day."""
    require(may_manage_staff(request.user))
    holding = get_object_or_404(holdings(), pk=pk)
    return answer_form(
        request,
        LeavePostForm(posted(request)),
        lambda said: leave_post(holding, said["until"], by=asker(request)),
        title=_("%(name)s leaves the post %(post)s") % {"name": holding.person.name, "post": holding.post},
        lead=_("From the day after, what only the post opened is closed to them."),
        submit=_("Leave the post"),
        danger=True,
        back=reverse("manage-post", args=[holding.post_id]),
    )


@require_person
def shut_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a post nobody holds, after asking."""
    require(may_manage_posts(request.user))
    post = _open(pk)
    return answer_form(
        request,
        SureForm(posted(request)),
        lambda said: close_post(post, by=asker(request)),
        title=_("Close “%(name)s”?") % {"name": post},
        lead=_("It disappears from the directory; who held it stays in the record."),
        submit=_("Close it"),
        danger=True,
        back=reverse("manage-post", args=[pk]),
        done=_list_of(post),
    )


@require_person
def delegations(request: HttpRequest) -> HttpResponse:
    """The delegations that run or will."""
    require(may_manage_posts(request.user))
    return show(request, "people/manage/delegations.html", {"delegations": running_delegations()})


def _open(pk: int) -> Post:
    post: Post = get_object_or_404(open_posts(), pk=pk)
    return post


def _place_of(post: Post) -> str:
    """Where it stands in its unit's list: the browser goes there and shows which one it is."""
    return f"{_list_of(post)}#post-{post.pk}"


def _list_of(post: Post) -> str:
    return f"{reverse('manage-posts')}?unit={post.unit_id}"
