"""Requests of the invented county, in every state, so that the desk, the residents' pages and the open list have something to show."""

from __future__ import annotations

from huiyin.cases import actions
from huiyin.cases.actions import CaseDraft
from huiyin.cases.actions.desks import set_desk
from huiyin.cases.actions.placing import place_town
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker, speaker_of
from huiyin.people.models import Person, Unit
from huiyin.people.queries import holders_of_units

DESKS = ("岚湖县信访局", "县委办公室", "岚湖县")
#: what, where, topic, which unit, what has become of it
TOLD = (
    ("村口第三盏路灯坏了一个星期，晚上孩子放学看不见路。", "石湾村村口", "city", "岚湖县住房和城乡建设局", "answered"),
    ("自来水从前天起发黄，烧开了还有味道。", "上湖村三组", "farming", "岚湖县水利局", "handling"),
    ("垃圾站三天没人来收，苍蝇都飞到灶台上了。", "下湖村桥头", "environment", "岚湖县生态环境局", "dispatched"),
    ("去镇里的路被大车压坏了，雨天摩托车摔过两回。", "磨石村到砚石镇", "transport", "岚湖县交通运输局", "reopened"),
    ("老屋的宅基地证丢了，去办证大厅两次都说材料不齐，没说清差什么。", "渡头村", "land", "望澜镇", "registered"),
    ("冷库的电费比去年贵了一倍，合作社想问能不能按农业用电算。", "上湖村", "farming", "岚湖县农业农村局", "accepted"),
    ("我妈的低保这个月没有发，村里说是上面比对的，请问原因。", "老核桃村", "assistance", "岚湖县民政局", "answered"),
    ("学校门口没有斑马线，早上车很快。", "石湾小学", "transport", "岚湖县交通运输局", "settled"),
    ("高速出口的限速牌被树挡住了。", "雾樵镇高速出口", "transport", "", "declined"),
    ("包工头欠我们六个人两个月工资，人也联系不上。", "创业园工地", "work", "岚湖创业园管委会", "handling"),
    ("水渠淤了，下游的田灌不上水，往年这时候都清过了。", "柳渡村", "farming", "岚湖县水利局", "registered"),
    ("卫生室的医生一周只来一天，老人量血压要去镇上。", "竹湾村", "health", "岚湖县卫生健康局", "dispatched"),
)
#: Which of them everybody may read, and where the towns lie: in the open sea, so that no real place is meant.
PUBLISHED = (0, 1, 2, 3, 7, 8, 11)
TOWNS = {
    "枕澜镇": (27.5512, 125.4307), "望澜镇": (27.6021, 125.3604), "砚石镇": (27.4943, 125.5102), "雾樵镇": (27.6518, 125.4921),
    "核桃坪镇": (27.7032, 125.3893), "竹泷镇": (27.4412, 125.4018), "青渡镇": (27.5207, 125.3117), "蒜坡乡": (27.5904, 125.5608),
    "桃窠乡": (27.6706, 125.5913),
}  # fmt: skip
ANSWER = "您反映的情况我们当天去看过，属实。已经安排处理，今天上午办完。如果还有问题，请在这里说“没解决”，会马上重新办理。"


def register_all(people: dict[str, Person], units: dict[str, Unit]) -> list[Case]:
    """Registers the county's requests through the actions people use. Takes people and units by name. Gives the cases."""
    for name in DESKS:
        if name in units:
            set_desk(units[name], True)
    residents = [person for person in people.values() if person.kind == Person.Kind.RESIDENT and not person.is_minor][: len(TOLD)]
    clerk = next((p for p in people.values() if speaker_of(p).desks), None) if residents else None
    made = [_case(residents[n % len(residents)], clerk, units, told) for n, told in enumerate(TOLD)] if clerk else []
    for name, (latitude, longitude) in TOWNS.items():
        if name in units:
            place_town(units[name], latitude, longitude)
    for n in PUBLISHED if made else ():
        _publish(made[n], residents, speaker_of(clerk))
    return made


def _publish(case: Case, residents: list[Person], desk: Speaker) -> None:
    """Its author agrees, the desk looks it through, and some neighbours join."""
    if case.author is None:
        return
    actions.publish_case(case, speaker_of(case.author))
    actions.publish_case(case, desk)
    case.refresh_from_db()
    others = [person for person in residents if person.pk != case.author_id]
    for person in others[: len(case.text) % 7] if case.is_open else ():
        actions.join_case(case, speaker_of(person))


def _case(resident: Person, clerk: Person, units: dict[str, Unit], told: tuple[str, str, str, str, str]) -> Case:
    text, place, topic, unit, state = told
    case = actions.register_case(CaseDraft(text, place=place, topic=topic), speaker_of(resident)).case
    become(case, resident, clerk, units.get(unit), state)
    return case


def become(case: Case, resident: Person, clerk: Person, unit: Unit | None, state: str) -> None:
    """Brings a registered case into a state, by those who bring cases there."""
    desk = speaker_of(clerk)
    if state == "declined":
        actions.decline_case(case, desk, 5, "高速公路由省交通运输部门管理，请拨打 12122；我们已把您的话转给路政大队。")
    if state in ("registered", "declined"):
        return
    actions.accept_case(case, desk, "已收到，我们先去看现场。")
    if state == "accepted" or unit is None:
        return
    actions.dispatch_case(case, desk, unit.pk)
    lead = _lead(unit)
    if lead is None:
        return
    if state != "dispatched":
        actions.begin_case(case, lead)
    if state in ("answered", "settled", "reopened"):
        actions.answer_case(case, lead, "solved", ANSWER)
    if state == "settled":
        actions.follow_up(case, speaker_of(resident), True, True, True, True)
    if state == "reopened":
        actions.reopen_case(case, speaker_of(resident), "只补了一半，下雨还是一样。")


def _lead(unit: Unit) -> Speaker | None:
    held = holders_of_units([unit.pk])
    return speaker_of(held[0]) if held else None


def a_case(resident: Person, state: str) -> Case:
    """Gives a request of this resident's in this state, one of the county's where there is one."""
    found = Case.objects.filter(author=resident, state=state).first() or Case.objects.filter(state=state).first()
    if found is None:
        raise LookupError(f"no request is {state}")
    return found
