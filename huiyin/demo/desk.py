"""The desk's day of story S2, played in a running server: calls come in, a couple is received, what they ask for is given to a unit that leads
and to others that help, work is found, they are told and asked. Everything by the actions people use; the same seed, the same day.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.cases import actions
from huiyin.cases.actions import CaseDraft
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker, speaker_of
from huiyin.core.errors import WrongState
from huiyin.demo.cases import HEARD
from huiyin.households import actions as households
from huiyin.households.actions import Entitled
from huiyin.people.models import Person, Unit
from huiyin.people.queries import holders_of_units

CIVIL, STARTUPS, TOWN = "岚湖县民政局", "岚湖创业园管委会", "望澜镇"
#: what is called in during the day, where, and whose it is
CALLS = (
    ("河边的路灯一排都不亮了。", "枕澜镇滨江路", "岚湖县住房和城乡建设局"), ("村口的公交站牌被风吹倒了。", "石湾村", "岚湖县交通运输局"),
    ("自来水压力小，三楼上不去。", "枕澜镇南街", "岚湖县水利局"), ("菜市场门口污水横流。", "枕澜镇", "岚湖县生态环境局"),
    ("孩子的课后服务费收了两次。", "枕澜镇学府路", "岚湖县教育局"), ("卫生院的取药窗口排队太久。", "砚石镇", "岚湖县卫生健康局"),
    ("山路边的石头松了，往下掉。", "雾岭村", "岚湖县应急管理局"), ("蒜地里的电线拖在地上。", "蒜田村", "岚湖县农业农村局"),
)  # fmt: skip
DONE = ("已到现场处理好，请您看看。", "今天下午修好了，试过没有问题。", "已核实，多收的费用三日内退回。")
ASKED = (
    "我们老两口种不动地了。儿子的低保上个月停了，说是上面的数据比对出来名下有一辆车，那车前年就报废了。儿子当过兵，退伍后病了一场，"
    "现在能做些轻活。不求照顾，就想给他找个能做的工作；低保的事也请查清楚。"
)
ANSWER = (
    "一、低保：车辆已在两年前报废，车管所已出具证明，停发有误，从本月恢复，停发的一个月补发。比对只是线索，今后先上门核实、先告知您再决定。\n"
    "二、工作：创业园的育苗基地有一个看护岗位，活轻，离家三里，下周一可以去试工；望澜镇的退役军人服务站陪同办理。\n"
    "三、三十天后我们再打电话问问做得怎么样。不同意以上答复的，可以在三十日内申请复查。"
)
NOTE = "父子两代都当过兵，儿子病后怕人多。试工那天请服务站的老兵陪着去，不要开会、不要拍照。"
Tell = Callable[[str], None]


def play(pace: float, tell: Tell, wait: Callable[[float], None] = time.sleep, seed: int = 1) -> Case:
    """Plays the day. Takes seconds between two things, whom to tell what happens, how to wait, and a seed. Gives the couple's request.

    Raises WrongState where the invented county is not loaded, or nobody sits at the desk or leads a unit of the story.
    """
    with translation.override("zh-hans"):
        day = _Day(seed)
        for what in day.story():
            tell(what)
            wait(pace)
        return Case.objects.get(pk=day.case.pk)


class _Day:
    case: Case

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.units = {unit.name: unit for unit in Unit.objects.filter(closed_at=None)}
        needed = {CIVIL, STARTUPS, TOWN, *(unit for _text, _place, unit in CALLS)}
        if needed - self.units.keys():
            raise WrongState(_("The invented county is not here. Load it first: huiyin demo"))
        self.leads = {name: self._speaker(name) for name in sorted(needed)}
        self.desk = self._speaker("岚湖县信访局")
        residents = Person.objects.filter(kind=Person.Kind.RESIDENT, is_minor=False, erased_at=None, locked_at=None).exclude(phone=None)
        self.residents = list(residents.order_by("name", "pk"))
        self.chance.shuffle(self.residents)
        self.father = self.residents.pop()

    def _speaker(self, unit: str) -> Speaker:
        held = holders_of_units([self.units[unit].pk]) if unit in self.units else []
        if not held:
            raise WrongState(_("Nobody holds the post %(post)s just now. Begin anew: huiyin demo --fresh") % {"post": unit})
        speaker = speaker_of(held[0])
        if unit == "岚湖县信访局" and not speaker.desks:
            raise WrongState(_("The invented county is not here. Load it first: huiyin demo"))
        return speaker

    def story(self) -> Iterator[str]:
        """Does one thing after the other and says what it was."""
        calls = self.chance.sample(CALLS, 5)
        morning = [self._called(*call) for call in calls[:2]]
        for case in morning:
            yield f"接到来电，登记 № {case.number}：{case.title}"
        for case, (_text, _place, unit) in zip(morning, calls[:2], strict=True):
            self._give(case, unit)
            yield f"№ {case.number} 交 {unit}"
        yield from self._reception()
        evening = [self._called(*call) for call in calls[2:]]
        for case in evening:
            yield f"接到来电，登记 № {case.number}：{case.title}"
        for case, (_text, _place, unit) in zip(morning, calls[:2], strict=True):
            yield self._done(case, unit)
        yield f"№ {morning[1].number} 的来电人说没解决，重新打开" if self._not_solved(morning[1]) else f"№ {morning[1].number} 回访满意"
        yield from self._work_found()

    def _called(self, text: str, place: str, _unit: str) -> Case:
        caller = self.residents.pop()
        return actions.register_case(CaseDraft(text, place=place, name=caller.name, phone=caller.phone or "", channel="phone"), self.desk).case

    def _give(self, case: Case, unit: str) -> None:
        actions.accept_case(case, self.desk, HEARD)
        actions.dispatch_case(case, self.desk, self.units[unit].pk)
        actions.begin_case(case, self.leads[unit])

    def _household(self) -> None:
        """What is to be known of the family, with the paper that shows it: whoever handles it need not ask again."""
        son = households.add_member(self.case, self.desk, f"{self.father.name[:1]}小山", relation="儿子")
        households.entitle(self.case, self.desk, 0, Entitled("veteran", "退伍证，接待时看过原件"))
        households.entitle(self.case, self.desk, son.pk, Entitled("veteran", "退役军人优待证，接待时看过原件"))
        households.entitle(self.case, self.desk, son.pk, Entitled("ill", "县医院出院小结，复印件在卷"))
        households.note_work(self.case, self.desk, son.pk, "望澜镇退役军人服务站", "前年帮办医疗救助，报销了住院费用的大半；去年上门看望两次。")

    def _reception(self) -> Iterator[str]:
        father = self.father
        draft = CaseDraft(ASKED, title="儿子低保停发，求一份轻活", place="上湖村", name=father.name, phone=father.phone or "", topic="welfare",
                          channel="desk")  # fmt: skip
        self.case = actions.register_case(draft, self.desk).case
        yield f"接待日：{father.name}夫妇来访，照原话记下，№ {self.case.number}"
        actions.open_history(self.case, self.desk, "接待来访，核对以前反映过的事")
        yield "查看这家人以前的诉求，理由记录在案，本人可以看到"
        self._household()
        yield "记下这家人的情况：父子都是退役军人，儿子患病，镇里以前帮过什么"
        actions.accept_case(self.case, self.desk, "今天受理，六十日内答复，您可以凭编号随时查看。")
        actions.dispatch_case(self.case, self.desk, self.units[CIVIL].pk, [self.units[STARTUPS].pk, self.units[TOWN].pk])
        yield f"交 {CIVIL} 主办，{STARTUPS}、{TOWN} 会办"
        actions.begin_case(self.case, self.leads[CIVIL], "先查低保停发的原因。")
        actions.note_case(self.case, self.leads[CIVIL], NOTE)
        yield "民政局开始办理，给同事留了一句话"

    def _done(self, case: Case, unit: str) -> str:
        actions.answer_case(case, self.leads[unit], "solved", self.chance.choice(DONE))
        return f"{unit} 答复 № {case.number}"

    def _not_solved(self, case: Case) -> bool:
        """One in two is not content, by the seed; their word opens it again."""
        solved = self.chance.random() < 0.5
        actions.follow_up(case, self.desk, True, True, solved, solved)
        return not solved

    def _work_found(self) -> Iterator[str]:
        actions.answer_case(self.case, self.leads[CIVIL], "solved", ANSWER)
        yield f"答复 {self.father.name}：低保恢复，工作找到了"
        actions.follow_up(self.case, self.desk, True, True, True, True)
        yield f"回访：已解决，满意；№ {self.case.number} 办结"
