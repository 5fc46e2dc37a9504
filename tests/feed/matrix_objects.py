"""What the addresses of moments, accounts and articles are asked about: the owner's moment for everyone signed in, with all that can hang
to one; an account of the owner's unit and a draft of it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.feed.actions import ArticleDraft, ask_to_study, comment, flag, open_account, publish, share, write_article
from huiyin.feed.reach.actions import report_reach
from tests.factories import a_file, a_picture
from tests.permissions.county import County
from tests.permissions.places import Asked


def day(ahead: int) -> str:
    """Gives a moment so many days ahead, as programs write it."""
    return (timezone.now() + timedelta(days=ahead)).isoformat()


def objects(county: County) -> Asked:
    """Makes them."""
    owner, member, shown, drawn = county.owner, county.member, a_picture(county.owner), a_picture(county.owner)
    moment = publish(owner, "鱼上来了", uploads=[shown.key])
    said = comment(moment, member, "多少斤？").comment
    study = ask_to_study(moment, owner, [member.pk], timezone.now() + timedelta(days=9)).study
    reported = report_reach(moment, owner, "县里的公众号", 300)
    flagged = flag(moment, member, "false")
    account = open_account(county.unit, owner, "水务局")
    article = write_article(account, ArticleDraft(owner, "开闸放水", "今天八点", uploads=[drawn.key])).article
    picture, variant = {"key": shown.key, "variant": "thumb"}, "thumb"
    return Asked(
        {
            "moments/<int:pk>": {"pk": moment.pk},
            "moments/<int:pk>/files/<str:key>": picture,
            "moments/<int:pk>/comments/<int:comment_id>": {"comment_id": said.pk},
            "moments/<int:pk>/study/<int:study_id>": {"study_id": study.pk},
            "moments/<int:pk>/reach/reported/<int:reported>": {"reported": reported.pk},
            "embed/moments/<int:pk>": {"pk": moment.pk},
            "m/<code:code>": {"code": share(moment, owner).code, **picture},
            "accounts/<int:pk>": {"pk": account.pk},
            "articles/<int:pk>": {"pk": article.pk},
            "articles/<int:pk>/files/<str:key>": {"key": drawn.key, "variant": variant},
            "square/topics/<str:name>": {"name": "鱼"},
            "manage/reports/<int:pk>": {"pk": flagged.pk},
            "/moments/{moment_id}": {"moment_id": moment.pk, "comment_id": said.pk, **picture},
            "/accounts/{account_id}": {"account_id": account.pk},
        },
        {
            "study-answer": {"read": "yes"}, "report-decide": {"upheld": "no"},
            "post /moments": {"text": "今天开闸"},
            "post /uploads": {"file": a_file()},
            "patch /moments/{moment_id}": {"text": "鱼又上来了"},
            "put /moments/{moment_id}/audience": {"audience": "unit", "unit": county.unit.pk},
            "post /moments/{moment_id}/comments": {"text": "多少斤？"},
            "post /moments/{moment_id}/study": {"people": [county.doer.pk], "notes_by": day(9)},
            "post /moments/{moment_id}/report": {"reason": "false"},
            "post /accounts/{account_id}/articles": {"title": "开闸放水", "body": "今天八点"},
        },
    )  # fmt: skip
