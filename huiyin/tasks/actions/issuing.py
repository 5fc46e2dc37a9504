"""Giving out a task: who, what, by when, and how the ladder stands."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed, NotThere, Refused, TooMuch, WrongState
from huiyin.groups.actions.drafts import Draft
from huiyin.groups.actions.posting import post_messages
from huiyin.groups.models import Group, Member, Message
from huiyin.groups.rules import membership_of
from huiyin.journal.models import Stream
from huiyin.journal.recording import open_stream, record
from huiyin.language.clean import TooLong, clean_words
from huiyin.media.idempotency import content_digest, require_same
from huiyin.people.models import Person, Post
from huiyin.people.queries import holders_for, own_post_of, posts_held, reporting_line
from huiyin.tasks.actions.group_lines import show
from huiyin.tasks.actions.laddering import set_deadline
from huiyin.tasks.actions.reminding import schedule_nag
from huiyin.tasks.actions.word_index import index_words
from huiyin.tasks.drafts import Issued, Named, TaskDraft
from huiyin.tasks.models import Assignee, Numbering, Task
from huiyin.tasks.participation import part_of
from huiyin.tasks.rules import may_issue, may_split

HELPERS_LIMIT = 30
FARTHEST = timedelta(days=366 * 5)
LIMITS = {"title": 120, "words": 2000, "done_when": 200, "proof_reason": 120, "field": 20}


def issue_task(group: Group, by: Person, draft: TaskDraft) -> Task:
    """Gives out a task in a group: says it there, draws the ladder, winds its clock. Gives the task; raises as `issue_once`."""
    return issue_once(group, by, draft).task


def issue_once(group: Group, by: Person, draft: TaskDraft, digest: bytes | None = None) -> Issued:
    """Gives out a task, and says whether it was issued before. Takes what `issue_task` takes, and the digest of what was said under the
    draft's key where more than the draft belongs to that.

    The same key from the same issuer in the same group gives the task issued before; raises KeyUsed where it came with another task,
    NotThere for who is not in the group, NotAllowed for who may not issue or names somebody who stands above them, Invalid with the field
    for what cannot be.
    """
    if digest is None and draft.key:
        digest = content_digest(draft)
    with transaction.atomic():
        Stream.locked(group.stream_id)
        member = membership_of(by, group)
        if member is None:
            raise NotThere
        if first := issued_before(group, by, draft, digest):
            return Issued(first, again=True)
        if not may_issue(member, member.group):
            raise NotAllowed(_("Tasks are issued by officials who may write in this group."))
        _check(draft)
        lead, helpers = _assignees(member, draft)
        task = _new(member, draft, lead)
        task.key_digest = digest
        if draft.parent is not None:
            task.parent = _parent(by, draft.parent, group)
        task.save(force_insert=True)
        index_words([task])
        for assignee in (lead, *helpers):
            assignee.task = task
            assignee.save(force_insert=True)
        rungs = set_deadline(task, draft.deadline) if draft.deadline else []
        if task.visibility == Task.Visibility.GROUP:
            task.message = _say(member, task, draft, lead)
        task.save()
        record(
            task.stream_id, "task.issued", by=by, about=task,
            data={
                "task": task.pk, "group": group.pk, "message": task.message_id,
                "deadline": task.deadline_at and task.deadline_at.isoformat(), "ladder": [r.post_id for r in rungs],
                "assignees": [[a.role, a.person_id, a.post_id] for a in (lead, *helpers)],
            },
            sealed={"title": task.title, "words": task.words, "done_when": task.done_when},
        )  # fmt: skip
        schedule_nag(task)
        show(task)
    return Issued(task)


def issued_before(group: Group, by: Person, draft: TaskDraft, digest: bytes | None) -> Task | None:
    """Gives the task that came here with this key, if there is one. Raises KeyUsed where it is another task's."""
    first = Task.objects.filter(issuer=by, group=group, key=draft.key).select_related("repetition").first() if draft.key else None
    if first is not None:
        require_same(first.key_digest, digest or b"")
    return first


def _check(draft: TaskDraft) -> None:
    for name, limit in LIMITS.items():
        try:
            setattr(draft, name, clean_words(getattr(draft, name), limit, indented=name == "text"))
        except TooLong as error:
            words = _("This has %(length)s characters; %(limit)s fit.") % {"length": error.length, "limit": limit}
            raise TooMuch(words, field=name) from error
    if not draft.title:
        raise Invalid(_("Say what is to be done."), field="title")
    if draft.visibility not in Task.Visibility.values:
        raise Invalid(field="visibility")
    if len(draft.helpers) > HELPERS_LIMIT:
        raise TooMuch(_("At most %(limit)s can help with one task.") % {"limit": HELPERS_LIMIT}, field="helpers")
    if not 1 <= draft.interval_hours <= 80:
        raise Invalid(_("From 1 to 80 working hours lie between two rungs."), field="interval_hours")
    if not 0 <= draft.ladder_skip <= 20 or (draft.ladder_most is not None and not 0 <= draft.ladder_most <= 20):
        raise Invalid(field="ladder")
    check_deadline(draft.deadline)


def check_deadline(deadline: datetime | None) -> None:
    """Raises Invalid for a deadline that has passed, or lies more than five years ahead."""
    now = timezone.now()
    if deadline is not None and not now < deadline <= now + FARTHEST:
        raise Invalid(_("The deadline must lie ahead of us, within five years."), field="deadline")


def _assignees(member: Member, draft: TaskDraft) -> tuple[Assignee, list[Assignee]]:
    above = _above(member)
    lead = _assignee(member, draft.lead, Assignee.Role.LEAD, above)
    helpers = [_assignee(member, named, Assignee.Role.HELPER, above) for named in dict.fromkeys(draft.helpers) if named != draft.lead]
    return lead, helpers


def _above(member: Member) -> set[int]:
    """The posts above those this member holds: who stands there is asked, not told."""
    return {p.pk for held in posts_held([member.person_id]) if not held.delegated for p in reporting_line(held.post)}


def named_assignee(member: Member, named: Named, role: str) -> Assignee:
    """Gives an assignee, not yet saved. Takes who names them. Raises Invalid or NotAllowed where they cannot be given a task."""
    return _assignee(member, named, role, _above(member))


def _assignee(member: Member, named: Named, role: str, above: set[int]) -> Assignee:
    post = Post.objects.select_related("unit").filter(pk=named.post, closed_at=None).first() if named.post else None
    if named.post and post is None:
        raise Invalid(_("This post is not there any more."), field="lead")
    person = Person.objects.filter(pk=named.person).first() if named.person else None
    if person is None and named.person:
        raise Invalid(_("This person is not here."), field="lead")
    if person is None and post is not None:
        speaker = holders_for([post.pk]).get(post.pk)
        if speaker is None:
            raise Invalid(_("Nobody holds the post %(post)s now. Name a person, or who stands in.") % {"post": post}, field="lead")
        doer = speaker.person
    elif person is not None:
        doer = person
        if post is None:
            own = own_post_of(person.pk)
            post = own.post if own is not None else None
    else:
        raise Invalid(_("Name who is to do it."), field="lead")
    _check_doer(member, doer, post, above)
    return Assignee(role=role, person=person, post=post)


def _check_doer(member: Member, doer: Person, post: Post | None, above: set[int]) -> None:
    if doer.kind != Person.Kind.OFFICIAL:
        raise Invalid(_("Tasks are for officials. Residents are asked, not told."), field="lead")
    if post is not None and post.pk in above:
        raise NotAllowed(_("%(name)s stands above you: ask instead of issuing a task.") % {"name": doer.name})
    if not Member.objects.filter(group=member.group_id, person=doer, left_at=None).exists():
        raise Invalid(_("%(name)s is not in this group. Add them first.") % {"name": doer.name}, field="lead")


def _new(member: Member, draft: TaskDraft, lead: Assignee) -> Task:
    held = own_post_of(member.person_id)
    task = Task(
        group=member.group, number=_number(), title=draft.title, words=draft.words, done_when=draft.done_when,
        proof_reason=draft.proof_reason, field=draft.field, visibility=draft.visibility, issuer=member.person,
        issuer_post=draft.from_post or (held.post if held else None), lead_post=lead.post, lead_unit=lead.post.unit if lead.post else None,
        deadline_words=draft.deadline_words[:60], deadline_read_at=timezone.now() if draft.deadline_words else None,
        ladder_on=draft.ladder_on, ladder_skip=draft.ladder_skip, ladder_most=draft.ladder_most,
        interval_hours=draft.interval_hours, key=draft.key[:40],
    )  # fmt: skip
    task.stream = open_stream(f"task:{task.number}")
    if draft.source is not None:
        task.source = Message.objects.filter(group=member.group, n=draft.source, recalled_at=None, erased_at=None).first()
        if task.source is None:
            raise Invalid(_("The message this springs from is not here."), field="source")
    return task


def _number() -> str:
    """The next number of this year: 2026-0412."""
    year = timezone.localdate().year
    Numbering.objects.get_or_create(year=year)
    numbering = Numbering.objects.select_for_update().get(year=year)
    numbering.last += 1
    numbering.save(update_fields=["last"])
    return f"{year}-{numbering.last:04d}"


def _parent(by: Person, parent_id: int, group: Group) -> Task:
    parent = Task.objects.select_for_update(of=("self",)).filter(pk=parent_id, group=group).first()
    if parent is None:
        raise NotThere
    if parent.parent_id is not None:
        raise WrongState(_("A part of a task has no parts of its own."))
    if not may_split(part_of(by, parent), parent):
        raise NotAllowed
    return parent


def _say(member: Member, task: Task, draft: TaskDraft, lead: Assignee) -> Message:
    text = draft.text or f"@{lead.person.name if lead.person else lead.post} {task.title}"
    said = Draft(
        task.group_id, member.person_id, text, draft.key, draft.source, draft.uploads, urgent_reason=draft.urgent_reason,
        bears={"task": {"id": task.pk, "as": "issued"}},
    )  # fmt: skip
    result = post_messages([said])[0]
    if isinstance(result, Refused):
        raise result
    return result.message
