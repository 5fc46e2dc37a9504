"""The night of story S3, played in a running server: a deadline is said, it passes, the ladder climbs, people meet at midnight,
the video comes, the report is accepted. Everything through the actions people use; only the deadline is minutes instead of a day.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from huiyin.core.errors import WrongState
from huiyin.demo import pictures
from huiyin.demo.county import FILES
from huiyin.groups.actions import add_people, post_message
from huiyin.groups.models import Group, Member
from huiyin.media.actions import keep_upload
from huiyin.people.models import Person, Post
from huiyin.people.queries import holder_of
from huiyin.tasks.actions import Named, TaskDraft, accept_report, acknowledge_task, add_progress, explain_rung, issue_task, report_done
from huiyin.tasks.models import Rung, Task

GROUP, BUREAU = "网箱清拆工作群", "水产局"
DEADLINE_STEPS = 3  # so many steps of the story until the deadline passes
Tell = Callable[[str], None]


def play(pace: float, tell: Tell, wait: Callable[[float], None] = time.sleep) -> Task:
    """Plays the night. Takes seconds between two things that happen, whom to tell what happens, and how to wait. Gives the task.

    The running server climbs the ladder by its own clocks; where none runs, the ladder is climbed here, so that the story goes on.
    Raises WrongState where the invented county is not loaded.
    """
    with translation.override("zh-hans"):
        night = _Night(pace)
        for what in night.story(tell, wait):
            tell(what)
            wait(pace)
        return night.task


class _Night:
    task: Task

    def __init__(self, pace: float) -> None:
        self.pace = pace
        group = Group.objects.filter(name=GROUP, archived_at=None).first()
        if group is None:
            raise WrongState
        self.group = group
        # Whoever holds the posts today plays the parts: other stories may have been told before, and posts have changed hands in them.
        # All parts are given before a word is said: where one cannot be, nothing of the night is left behind.
        self.secretary = Member.objects.select_related("person").get(group=group, role=Member.Role.OWNER, left_at=None).person
        self.deputy_post, self.deputy = self._holder("副局长")
        _post, self.director = self._holder("局长")
        residents = Person.objects.filter(memberships__group=group, memberships__left_at=None, kind=Person.Kind.RESIDENT, locked_at=None)
        fisherman = residents.filter(name="孟渔生").first() or residents.order_by("pk").first()
        if fisherman is None:
            raise WrongState(_("No resident is in the group any more. Begin anew: huiyin demo --fresh"))
        self.fisherman = fisherman

    def _holder(self, title: str) -> tuple[Post, Person]:
        """The fisheries bureau's post of this title with its holder, who is brought into the group where they are not in it."""
        post = Post.objects.filter(unit__short_name=BUREAU, title=title, closed_at=None).first()
        held = holder_of(post) if post is not None else None
        if post is None or held is None:
            raise WrongState(_("Nobody holds the post %(post)s just now. Begin anew: huiyin demo --fresh") % {"post": f"{BUREAU}{title}"})
        add_people(self.group, [held.person], by=self.secretary)
        return post, held.person

    def story(self, tell: Tell, wait: Callable[[float], None]) -> Iterator[str]:
        """Does one thing after the other and says what it was."""
        fisherman, secretary, deputy, director = self.fisherman, self.secretary, self.deputy, self.director
        said = post_message(self.group, fisherman, "网箱里还有三万多斤鮰鱼，拆了没处放。明天车就来拆箱了，能不能宽几天？")
        yield f"{fisherman.name}：三万斤鱼没处放"
        deadline = timezone.now() + timedelta(seconds=max(4.0, self.pace * DEADLINE_STEPS))
        self.task = issue_task(
            self.group, secretary,
            TaskDraft(
                "把三万斤存鱼的去处落实，再拆网箱", Named(deputy.pk, self.deputy_post.pk), deadline=deadline, source=said.n, deadline_words="今晚",
                text=f"@{deputy.name} 今晚把三万斤存鱼的去处落实，再拆网箱。不落实，从你开始逐级说明原因。",
                done_when="每一户的存鱼都有去处", proof_reason="要看得见鱼到了哪里。", urgent_reason="明早就要拆箱", field="水库",
            ),
        )  # fmt: skip
        yield f"{secretary.name}交办 № {self.task.number}"
        acknowledge_task(self.task, deputy)
        yield f"{deputy.name}签收"
        wait(max(0.0, (deadline - timezone.now()).total_seconds()))
        rung = self._first_rung(wait)
        yield "期限过了：群里静了，局长被通知"
        add_progress(self.task, deputy, "冷库老板关机了，我在去他家的路上。", [pictures.uploaded(deputy, "pier-night")])
        yield f"{deputy.name}在路上"
        if rung is not None:
            explain_rung(rung, director, "冷库是我没有早谈。现在去码头，当场定。何县长也在路上。")
            yield f"{director.name}说明原因，往码头去"
        add_progress(self.task, deputy, "现场会开完了，视频在这：冷库腾出两万斤，其余明早由合作社收。", [self._video(deputy)])
        yield "半夜的现场会，视频到了群里"
        post_message(self.group, fisherman, "看到了。几位领导裤脚都是湿的。")
        yield f"{fisherman.name}看到了"
        photos = [pictures.uploaded(deputy, "cold-store"), pictures.uploaded(deputy, "receipt")]
        report_done(self.task, deputy, "两万斤进了冷库，一万二由合作社收走，三十六户都有收据。可以拆箱了。", photos)
        yield f"{deputy.name}汇报"
        accept_report(self.task, secretary, "辛苦了。鱼卖了，再拆箱。")
        yield f"{secretary.name}办结"

    def _first_rung(self, wait: Callable[[float], None]) -> Rung | None:
        """Waits for the server to tell the first rung; tells it here where no server runs."""
        from huiyin.journal import clocks

        for _try in range(20):
            told = Rung.objects.filter(task=self.task, fired_at__isnull=False, vacant=False).first()
            if told is not None:
                return told
            wait(0.25)
        clocks.fire_due()
        return Rung.objects.filter(task=self.task, fired_at__isnull=False, vacant=False).first()

    def _video(self, by: Person) -> str:
        film = SimpleUploadedFile("现场会.mp4", (FILES / "midnight.mp4").read_bytes())
        return keep_upload(by, film, "现场会.mp4", "video/mp4", pictures.jpeg("midnight-meeting")).key
