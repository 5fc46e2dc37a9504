"""What the addresses of cases are asked about: one that the member registered with a photo, which nobody published; two that hang together;
a private word to the owner's post; and for each move one that the owner's unit has in hand and that it can become of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from huiyin.cases.actions import (
    CaseDraft,
    accept_case,
    answer_case,
    ask_back,
    ask_extension,
    dispatch_case,
    make_matter,
    object_to_case,
    publish_case,
    register_case,
)
from huiyin.cases.models import Case
from huiyin.cases.rules import speaker_of
from huiyin.tasks.actions import Named, TaskDraft, issue_task
from tests.factories import a_file, a_picture, a_unit
from tests.permissions.county import County
from tests.permissions.places import Asked

WORDS = "水管已于今天上午换好，再漏请回复本件。"


def a_case(county: County, text: str = "水管漏了三天", **said: object) -> Case:
    """Gives a case that the member registered."""
    return register_case(CaseDraft(text, **said), speaker_of(county.member)).case  # type: ignore[arg-type]


def in_hand(county: County, text: str) -> Case:
    """Gives a case of the member's that the owner's unit has in hand."""
    case = a_case(county, text)
    accept_case(case, speaker_of(county.owner))
    return dispatch_case(case, speaker_of(county.owner), county.unit.pk)


def answered(county: County, text: str) -> Case:
    """Gives one that the owner answered."""
    return answer_case(in_hand(county, text), speaker_of(county.owner), "solved", WORDS)


def published(county: County, text: str) -> Case:
    """Gives one that everybody may read: the member agreed and the owner, who is of the desk, has looked it through."""
    case = a_case(county, text)
    publish_case(case, speaker_of(county.member), consent=True)
    publish_case(case, speaker_of(county.owner))
    return publish_case(case, speaker_of(county.member), consent=True)


def objects(county: County) -> Asked:
    """Makes them."""
    photo, owner = a_picture(county.member), speaker_of(county.owner)
    registered = register_case(CaseDraft("水管漏了三天", uploads=[photo.key]), speaker_of(county.member))
    case = registered.case
    like = [a_case(county, f"{place}的路灯不亮") for place in ("村口", "桥头")]
    for one in like:
        accept_case(one, owner)
    matter = make_matter(owner, [one.pk for one in like])
    word = a_case(county, "有句话想跟您说", to=county.post.pk)
    moves, forms = _moves(county)
    return Asked(
        {
            "cases/<int:pk>": {"pk": case.pk},
            "cases/<int:pk>/moves/<slug:name>": {"name": "accept"},
            "cases/<int:pk>/clocks/<int:n>": {"n": 1},
            "cases/<int:pk>/files/<str:key>": {"key": photo.key, "variant": "thumb"},
            "cases/<int:pk>/shown-to": {"pk": word.pk},
            "cases/from/<int:group>/<int:n>": {"group": county.group.pk, "n": 1},
            "cases/public/<casenumber:number>": {"number": case.number, "variant": "thumb"},
            "matters/<int:pk>": {"pk": matter.pk},
            "/cases/{case_id}": {"case_id": case.pk},
            "/matters/{matter_id}": {"matter_id": matter.pk, "case_id": like[0].pk},
            **moves,
        },
        {
            "case-show-word": {"person": county.doer.pk}, "matter-take-out": {"case": like[0].pk},
            "post /cases": {"text": "井盖没了"},
            "post /cases/uploads": {"file": a_file()},
            "post /cases/look-up": {"number": case.number, "code": registered.code},
            "post /matters": {"cases": [case.pk, a_case(county, "闸门锈了").pk]},
            "post /matters/{matter_id}/answer": {"closing": "solved", "words": WORDS},
            **forms,
        },
    )  # fmt: skip


def _moves(county: County) -> tuple[dict[str, Any], dict[str, Any]]:
    """Gives the arguments and forms of the moves of the API, each about a case of which it can become."""
    owner = speaker_of(county.owner)
    accepted, given, done = a_case(county, "水塔裂了"), in_hand(county, "水表走得快"), answered(county, "水压太低")
    accept_case(accepted, owner)
    objected, extended, asked = in_hand(county, "水费算错了"), in_hand(county, "水井要清淤"), in_hand(county, "水渠垮了")
    below = dispatch_case(in_hand(county, "水表箱坏了"), owner, a_unit("水管站", county.unit).pk)
    object_to_case(objected, owner, "该由镇里办")
    clock = extended.clocks.filter(kind="handle").first()
    assert clock is not None
    until = clock.due_at + timedelta(days=1)
    ask_extension(extended, owner, until, "等配件")
    ask_back(asked, owner, "哪一段垮了？")
    task = issue_task(county.group, county.owner, TaskDraft("换水表", Named(county.doer.pk)))
    about = {
        "dispatch": accepted, "object": given, "objection/": objected, "lift": below, "begin": given, "task": given, "ask": given,
        "reply": asked, "answer": given, "follow-up": done, "reopen": done, "extension": given, "extension/": extended, "recuse": given,
        "note": given, "review": done, "join": published(county, "桥上没有栏杆"),
    }  # fmt: skip
    said = {"words": "看过了，照此办理"}
    forms: dict[str, Any] = {
        "dispatch": {"lead": county.unit.pk}, "decline": {"ground": 1, "words": "不归这里管"}, "object": said, "objection/{decision}": said,
        "lift": said, "task": {"task": task.pk}, "ask": said, "reply": said, "answer": {"closing": "solved", "words": WORDS},
        "follow-up": {"reached": True, "answered": True, "solved": True, "satisfied": True}, "reopen": said,
        "extension": {"until": until.isoformat(), "reason": "等配件"}, "recuse": {"reason": "是亲戚"}, "split": {"parts": ["水管", "路面"]},
        "note": said, "publish": {"consent": True}, "join": {"text": "我家门口也是"}, "review": said,
    }  # fmt: skip
    arguments: dict[str, Any] = {f"/cases/{{case_id}}/{move}": {"case_id": one.pk} for move, one in about.items()}
    arguments["/cases/{case_id}/objection/"]["decision"] = "uphold"
    arguments["/cases/{case_id}/extension/"]["decision"] = "approve"
    return arguments, {f"post /cases/{{case_id}}/{move}": form for move, form in forms.items()}
