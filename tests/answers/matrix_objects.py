"""What the addresses of answers are asked about: cases of the member's that the owner's unit has in hand, where nobody answers alone.

One is answered; of another the owner's answer waits for release with a photo, and so does their text for two that hang together.
"""

from __future__ import annotations

from huiyin.answers.actions import TemplateDraft, answer_or_hand_in, set_second_eyes, write_template
from huiyin.answers.models import MatterDraft
from huiyin.cases.actions import answer_matter, make_matter
from huiyin.cases.rules import speaker_of
from tests.cases.matrix_objects import WORDS, answered, in_hand
from tests.factories import a_picture
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Makes them."""
    owner, photo, drawn = speaker_of(county.owner), a_picture(county.owner), a_picture(county.owner)
    done = answered(county, "闸门关不上")
    like = [in_hand(county, f"{place}的渠道淤了") for place in ("上湖村", "下湖村")]
    waiting = in_hand(county, "抽水机坏了")
    set_second_eyes(owner, county.unit, True)
    draft = answer_or_hand_in(waiting, owner, "solved", WORDS, [photo.key])
    assert draft is not None
    matter = make_matter(owner, [one.pk for one in like])
    answer_matter(matter, owner, "solved", WORDS, uploads=[drawn.key])
    text = MatterDraft.objects.get(matter=matter)
    template = write_template(owner, TemplateDraft(county.unit.pk, "换管", WORDS, "", "solved"))
    return Asked(
        {
            "cases/<int:pk>/answer/": {"pk": waiting.pk},
            "cases/<int:pk>/answer/files/<str:key>": {"key": photo.key, "variant": "thumb"},
            "cases/<int:pk>/answers/<int:n>": {"pk": done.pk, "n": 1},
            "matters/<int:pk>/answer/": {"pk": matter.pk, "draft": text.pk, "key": drawn.key, "variant": "thumb"},
            "answers/templates/<int:pk>": {"pk": template.pk},
        },
        {
            "case-answer-decide": {"do": "release", "draft": draft.pk}, "matter-answer-decide": {"do": "release", "draft": text.pk},
            "case-told": {"way": "phone"},
        },
    )  # fmt: skip
