"""Who stands where in what repeats: as in a task, with the posts asked for today."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huiyin.groups.models import Member
from huiyin.people.models import Person
from huiyin.people.queries import holders_for, posts_held, reporting_line
from huiyin.tasks.models import RepeatedAssignee, Repetition
from huiyin.tasks.participation import Part, is_issuer
from huiyin.tasks.queries.visibility import own_posts, posts_below


def lead_of(repetition: Repetition) -> RepeatedAssignee:
    """Gives who leads it each time."""
    return repetition.assignees.select_related("person", "post__unit").get(role="lead")


def lead_unit(repetition: Repetition) -> int | None:
    """Gives the unit whose working time counts: the lead's, else the group's."""
    post = lead_of(repetition).post
    return post.unit_id if post is not None else repetition.group.unit_id


def repetitions_seen(person: Person) -> QuerySet[Repetition]:
    """Gives what repeats and this person may see, by the same rule as its page (rules.may_see_repetition)."""
    mine = own_posts(person)
    below = posts_below(mine)
    does = RepeatedAssignee.objects.filter(Q(person=person, post=None) | Q(post__in=mine)).values("repetition")
    led_below = RepeatedAssignee.objects.filter(role="lead", post__in=below).values("repetition")
    groups = Member.objects.filter(person=person, left_at=None).values("group")
    seen = Q(issuer=person, issuer_post=None) | Q(issuer_post__in=mine) | Q(pk__in=does) | Q(group__in=groups, visibility="group")
    return Repetition.objects.filter(seen | Q(pk__in=led_below) if below else seen)


def part_in(person: Person, repetition: Repetition) -> Part:
    """Gives what part a person has in what repeats."""
    held = posts_held([person.pk])
    mine, delegated = {h.post_id for h in held}, {h.post_id for h in held if h.delegated}
    assignees = list(repetition.assignees.select_related("post__unit"))
    speakers = holders_for([a.post_id for a in assignees if a.post_id])

    def does(one: RepeatedAssignee) -> bool:
        if one.post_id is None:
            return one.person_id == person.pk
        speaker = speakers.get(one.post_id)
        return (one.person_id == person.pk and one.post_id in mine) or (speaker is not None and speaker.person.pk == person.pk)

    own = [one for one in assignees if does(one)]
    lead = next(one for one in assignees if one.role == "lead")
    line = reporting_line(lead.post) if lead.post is not None and mine else []
    return Part(
        issuer=is_issuer(person, repetition, mine, delegated),
        lead=any(one.role == "lead" for one in own),
        helper=any(one.role != "lead" for one in own),
        above=any(post.pk in mine for post in line),
        office=bool(mine & {repetition.issuer_post_id, *(one.post_id for one in assignees)}),
        member=Member.objects.filter(group=repetition.group_id, person=person, left_at=None).exists(),
    )
