"""What the addresses of cases are asked about: one that the member registered with a photo, which nobody published; two that hang together;
a private word to the owner's post."""

from __future__ import annotations

from huiyin.cases.actions import CaseDraft, make_matter, register_case
from huiyin.cases.models import Case
from huiyin.cases.rules import speaker_of
from tests.factories import a_picture
from tests.permissions.county import County
from tests.permissions.places import Asked


def a_case(county: County, text: str = "水管漏了三天", **said: object) -> Case:
    """Gives a case that the member registered."""
    return register_case(CaseDraft(text, **said), speaker_of(county.member)).case  # type: ignore[arg-type]


def objects(county: County) -> Asked:
    """Makes them."""
    photo = a_picture(county.member)
    case = a_case(county, uploads=[photo.key])
    like = [a_case(county, f"{place}的路灯不亮") for place in ("村口", "桥头")]
    matter = make_matter(speaker_of(county.owner), [one.pk for one in like])
    word = a_case(county, "有句话想跟您说", to=county.post.pk)
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
        },
        {"case-show-word": {"person": county.doer.pk}, "matter-take-out": {"case": like[0].pk}},
    )
