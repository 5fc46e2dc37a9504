"""Official accounts: who opens and writes, what goes out when and in whose right, what is corrected, who follows, what a page shows."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from huiyin.core.errors import Invalid, NotAllowed, NotThere, WrongState
from huiyin.feed import actions
from huiyin.feed.actions import ArticleDraft
from huiyin.feed.models import Account, Article, ArticleFile, Moment
from huiyin.feed.queries.square import square
from huiyin.journal.clocks import fire_due
from huiyin.media.actions import keep_upload
from huiyin.notices.models import Notice
from huiyin.people.actions.administrators import appoint_administrator
from huiyin.people.actions.organisation import leave_post, take_post
from huiyin.people.models import Holding, Unit
from huiyin.people.queries import posts_held
from tests.api.conftest import program  # noqa: F401
from tests.factories import a_holding, a_person, a_post, a_session, a_unit

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def office():
    """A unit with its account, who opened it, and a colleague."""
    unit = a_unit("水务局")
    since = timezone.localdate() - timedelta(days=60)
    chen = a_holding(post=a_post("局长", unit), since=since).person
    lin = a_holding(post=a_post("副局长", unit), since=since).person
    return actions.open_account(unit, chen, "云溪水务", "水情、工程、节水"), chen, lin


def written(account: Account, by, title="水库今起放水", body="上午八点开闸。", **more) -> Article:
    return actions.write_article(account, ArticleDraft(by, title, body, **more)).article


def a_picture(owner, colour="seagreen"):
    content = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(content, "JPEG")
    return keep_upload(owner, content.getvalue(), "塘.jpg", "image/jpeg")


def browser(person=None) -> Client:
    client = Client()
    if person is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = a_session(person)
    return client


def test_a_unit_opens_one_account_and_its_colleagues_write_for_it(office):
    account, _chen, lin = office
    with pytest.raises(WrongState):
        actions.open_account(account.unit, lin, "水务二号")
    other = a_holding().person
    for somebody in (other, a_person(kind="resident")):
        with pytest.raises(NotAllowed):
            actions.open_account(account.unit, somebody, "冒名")
        with pytest.raises(NotAllowed):
            written(account, somebody)
        with pytest.raises(NotAllowed):
            actions.change_account(account, somebody, "冒名")
    assert written(account, lin).account == account
    with pytest.raises(Invalid) as taken:
        actions.open_account(a_unit_of(other), other, "云溪水务")
    assert taken.value.field == "name"
    actions.change_account(account, lin, "云溪水利", "水情")
    account.refresh_from_db()
    assert (account.name, account.about) == ("云溪水利", "水情")


def a_unit_of(person):
    return Unit.objects.get(pk=posts_held([person.pk])[0].unit_id)


def test_the_system_administrator_opens_an_account_but_does_not_write_for_it():
    admin, unit = a_person(), a_unit()
    appoint_administrator(admin, "system")
    account = actions.open_account(unit, admin, "文旅云溪")
    with pytest.raises(NotAllowed):
        written(account, admin)


def test_a_closed_account_publishes_nothing_more_and_opens_again_with_what_it_published(office):
    account, chen, lin = office
    out = actions.publish_article(written(account, chen), chen)
    actions.schedule_article(written(account, lin), lin, NOW() + timedelta(hours=1))
    actions.close_account(account, chen)
    with pytest.raises(NotAllowed):
        written(account, chen)
    fire_due(NOW() + timedelta(hours=2))
    assert Moment.objects.filter(account=account).count() == 1
    with pytest.raises(NotThere):
        actions.follow(a_person(), account=Account.objects.get(pk=account.pk))
    again = actions.open_account(account.unit, lin, "云溪水务局")
    assert again.pk == account.pk and Article.objects.get(pk=out.pk).moment is not None


def test_an_article_goes_out_in_the_name_of_the_account_with_its_cover_first(office):
    account, chen, _lin = office
    cover = a_picture(chen)
    article = written(account, chen, summary="闸门开度两米", cover=cover.key)
    assert not square(a_person())
    article = actions.publish_article(article, chen)
    moment = article.moment
    assert moment.account == account and moment.audience == "public" and moment.level == Moment.Level.PUBLIC
    assert [one.upload for one in moment.files.all()] == [cover]
    assert "水库今起放水" in moment.text
    with pytest.raises(WrongState):
        actions.publish_article(article, chen)
    with pytest.raises(WrongState):
        actions.edit_moment(moment, chen, "另说")
    page = browser().get(f"/moments/{moment.pk}").content.decode()
    assert "水库今起放水" in page and "上午八点开闸" in page and "云溪水务" in page
    assert page.partition('id="main"')[2].count("闸门开度两米") == 1  # its words for programs are not said a second time


def test_an_article_for_the_unit_alone_is_hidden_from_others(office):
    account, chen, lin = office
    picture = a_picture(chen)
    article = actions.publish_article(written(account, chen, body="![表](1)", uploads=[picture.key], audience="unit"), chen)
    for path in (f"/moments/{article.moment_id}", f"/moments/{article.moment_id}/files/{picture.key}/large"):
        assert browser(lin).get(path).status_code == 200
        assert browser(a_person()).get(path).status_code == 404
        assert browser().get(path).status_code in (302, 404)


def test_the_clock_publishes_once_and_asks_for_the_right_again(office):
    account, chen, lin = office
    kept, lost = written(account, chen, "留任"), written(account, lin, "离任")
    for article, by in ((kept, chen), (lost, lin)):
        actions.schedule_article(article, by, NOW() + timedelta(hours=3))
    post = Holding.objects.get(person=lin).post
    successor = a_person("赵新任")
    take_post(post, successor, timezone.localdate(), replaces=True)
    assert fire_due(NOW() + timedelta(hours=1)) == 0
    for _twice in (1, 2):
        fire_due(NOW() + timedelta(hours=4))
    kept.refresh_from_db()
    lost.refresh_from_db()
    assert kept.moment is not None and kept.moment.by == chen
    assert lost.moment is None and lost.held_at is not None and lost.publish_at is None
    told = set(Notice.objects.filter(kind="article.held_back").values_list("person", flat=True))
    assert told == {lin.pk, successor.pk}
    assert browser(lin).get(f"/articles/{lost.pk}").status_code == 404
    assert "已不在本单位任职" in browser(successor).get(f"/articles/{lost.pk}").content.decode()
    assert actions.publish_article(lost, successor).moment.by == successor


def test_a_time_can_be_moved_and_taken_back_and_a_past_one_is_refused(office):
    account, chen, _lin = office
    article = written(account, chen)
    for at in (NOW() - timedelta(minutes=1), NOW() + timedelta(days=400)):
        with pytest.raises(Invalid):
            actions.schedule_article(article, chen, at)
    actions.schedule_article(article, chen, NOW() + timedelta(hours=1))
    actions.schedule_article(article, chen, NOW() + timedelta(days=2))
    fire_due(NOW() + timedelta(hours=2))
    assert not Moment.objects.exists()
    actions.unschedule_article(article, chen)
    fire_due(NOW() + timedelta(days=3))
    assert not Moment.objects.exists()
    actions.schedule_article(article, chen, NOW() + timedelta(hours=1))
    actions.discard_article(article, chen)
    fire_due(NOW() + timedelta(days=3))
    assert not Moment.objects.exists() and not Article.objects.exists()


def test_who_saves_over_a_colleagues_newer_draft_is_told(office):
    account, chen, lin = office
    article = written(account, chen)
    seen = article.edition
    actions.change_article(article, ArticleDraft(lin, "水库放水", "九点。"), seen)
    with pytest.raises(WrongState):
        actions.change_article(article, ArticleDraft(chen, "水库放水", "十点。"), seen)
    article.refresh_from_db()
    assert article.body == "九点。"


def test_a_correction_is_dated_and_what_it_said_before_stays_readable(office):
    account, chen, lin = office
    article = actions.publish_article(written(account, chen, "放水量二百方", "**每秒二百方**"), chen)
    for note, body in (("", "每秒三百方"), ("没有变", "**每秒二百方**")):
        with pytest.raises(Invalid):
            actions.correct_article(article, ArticleDraft(lin, "放水量二百方", body), note)
    actions.correct_article(article, ArticleDraft(lin, "放水量三百方", "**每秒三百方**"), "原文数字有误")
    page = browser().get(f"/moments/{article.moment_id}").content.decode()
    for words in ("放水量三百方", "<strong>每秒三百方</strong>", "原文数字有误", "放水量二百方", "<strong>每秒二百方</strong>", "<time"):
        assert words in page
    moment = Moment.objects.get(pk=article.moment_id)
    assert moment.version == 2 and moment.edited_at is not None
    with pytest.raises(NotThere):
        actions.correct_article(article, ArticleDraft(a_person(), "x", "y"), "改")


def test_a_deleted_article_leaves_nothing_of_its_words_and_pictures(office):
    account, chen, lin = office
    picture = a_picture(chen)
    article = actions.publish_article(written(account, chen, body="![塘](1) 秘密", uploads=[picture.key]), chen)
    actions.correct_article(article, ArticleDraft(chen, "改题", "![塘](1)"), "删去一句")
    actions.delete_moment(article.moment, lin)
    article.refresh_from_db()
    picture.refresh_from_db()
    assert (article.title, article.body, article.corrections.count()) == ("", "", 0) and picture.erased_at is not None
    page = browser().get(f"/moments/{article.moment_id}").content.decode()
    assert "秘密" not in page and "改题" not in page
    assert browser(chen).get(f"/articles/{article.pk}").status_code == 404


def test_pictures_of_a_draft_are_its_writers_and_others_pictures_are_not_taken(office):
    account, chen, lin = office
    mine, theirs = a_picture(chen), a_picture(a_person(), "navy")
    article = written(account, chen, body=f"![塘边]({mine.key})\n\n![别人的]({theirs.key})\n\n![外面的](https://evil.example/x.png)")
    assert [one.upload for one in ArticleFile.objects.filter(article=article)] == [mine]
    page = browser(lin).get(f"/articles/{article.pk}").content.decode()
    assert f"/articles/{article.pk}/files/{mine.key}/large" in page and "别人的" in page
    assert theirs.key not in page and "evil.example" not in page
    assert browser(lin).get(f"/articles/{article.pk}/files/{mine.key}/large").status_code == 200
    assert browser(a_holding().person).get(f"/articles/{article.pk}/files/{mine.key}/large").status_code == 404
    article = actions.publish_article(article, lin)
    assert f"/moments/{article.moment_id}/files/{mine.key}/large" in browser().get(f"/moments/{article.moment_id}").content.decode()
    assert browser().get(f"/moments/{article.moment_id}/files/{mine.key}/large").status_code == 200


def test_the_same_key_writes_one_article(office):
    account, chen, _lin = office
    draft = ArticleDraft(chen, "一", "二", key="k-1", publish=True)
    first, second = actions.write_article(account, draft), actions.write_article(account, draft)
    assert (first.again, second.again) == (False, True) and first.article.pk == second.article.pk
    assert Moment.objects.count() == 1
    with pytest.raises(Invalid):
        actions.write_article(account, ArticleDraft(chen, "一", "三", key="k-1"))


def test_followers_find_it_in_the_square_and_get_no_notice(office):
    account, chen, _lin = office
    reader = a_person(kind="resident")
    page = browser(reader)
    assert page.post(f"/accounts/{account.pk}/follow", {"follow": "yes"}).status_code == 302
    article = actions.publish_article(written(account, chen), chen)
    assert [one.pk for one in square(reader, "followed")] == [article.moment_id]
    assert not Notice.objects.filter(person=reader).exists()
    page.post(f"/accounts/{account.pk}/follow", {"follow": "no"})
    assert not square(reader, "followed")


def test_from_the_form_to_the_square_without_javascript(office):
    account, chen, _lin = office
    client = browser(chen)
    picture, cover = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(picture, "JPEG")
    Image.new("RGB", (80, 40), "navy").save(cover, "JPEG")
    sent = {
        "account": account.pk, "title": "开闸", "body": "# 今天\n\n![水](1)", "audience": "everyone", "key": "form-1",
        "files": SimpleUploadedFile("a.jpg", picture.getvalue(), "image/jpeg"),
        "cover_file": SimpleUploadedFile("b.jpg", cover.getvalue(), "image/jpeg"),
    }  # fmt: skip
    answer = client.post("/articles/new", sent)
    article = Article.objects.get()
    assert answer.headers["Location"] == f"/articles/{article.pk}"
    page = client.get(f"/articles/{article.pk}").content.decode()
    assert "<h3>今天</h3>" in page and page.count("/large") == 2
    kept = {"title": "开闸了", "body": article.body, "audience": "everyone", "edition": article.edition, "cover": article.cover.key}
    assert client.post(f"/articles/{article.pk}/edit", kept).status_code == 302
    refused = client.post(f"/articles/{article.pk}/publish", {"do": "later", "publish_at": "昨天"})
    assert refused.status_code == 422
    when = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    client.post(f"/articles/{article.pk}/publish", {"do": "later", "publish_at": when})
    page = client.get(f"/accounts/{account.pk}").content.decode()
    assert "chip near" in page and "[&lt;" not in page  # no list of ours where the shell of the page shows a figure
    article.refresh_from_db()
    assert timezone.localtime(article.publish_at).strftime("%Y-%m-%dT%H:%M") == when
    client.post(f"/articles/{article.pk}/publish", {"do": "not"})
    answer = client.post(f"/articles/{article.pk}/publish", {"do": "now"})
    article.refresh_from_db()
    assert answer.headers["Location"].startswith(f"/moments/{article.moment_id}")
    assert client.post(f"/articles/{article.pk}/publish", {"do": "now"}).status_code == 302  # pressed twice
    assert "开闸了" in client.get("/square").content.decode()
    note = {"note": "题目", "title": "已开闸", "body": article.body, "edition": article.edition}
    assert client.post(f"/articles/{article.pk}/correct", note).status_code == 302
    assert "已开闸" in client.get(f"/moments/{article.moment_id}").content.decode()


def test_accounts_one_writes_for_come_first_and_a_stranger_reads_what_is_public(office, django_assert_max_num_queries):
    account, chen, lin = office
    for n in range(4):
        someone = a_holding().person
        actions.open_account(a_unit_of(someone), someone, f"账号{n}")
    page = browser(chen)
    page.get("/accounts")
    with django_assert_max_num_queries(20):
        shown = page.get("/accounts").content.decode()
    assert shown.index("云溪水务") < shown.index("账号0") and shown.count("云溪水务</a>") == 1
    out = actions.publish_article(written(account, chen, "公开的"), chen)
    inside = actions.publish_article(written(account, chen, "内部的", audience="everyone"), chen)
    written(account, chen, "草稿一篇")
    public = browser().get(f"/accounts/{account.pk}").content.decode()
    assert "公开的" in public and "内部的" not in public and "草稿一篇" not in public
    resident = browser(a_person(kind="resident")).get(f"/accounts/{account.pk}").content.decode()
    assert "内部的" in resident and "草稿一篇" not in resident
    assert "草稿一篇" in browser(lin).get(f"/accounts/{account.pk}").content.decode()
    assert out.moment.level > inside.moment.level


def test_who_leaves_the_post_writes_and_corrects_no_more(office):
    account, chen, lin = office
    draft, out = written(account, lin), actions.publish_article(written(account, lin), lin)
    leave_post(Holding.objects.get(person=lin), timezone.localdate() - timedelta(days=1))
    client = browser(lin)
    for path in (f"/articles/{draft.pk}", f"/articles/{draft.pk}/edit", f"/articles/{out.pk}/correct", "/articles/new"):
        assert client.get(path).status_code in (403, 404), path
    assert browser(chen).get(f"/articles/{draft.pk}").status_code == 200


def test_a_program_publishes_in_the_name_of_an_account(office, program):  # noqa: F811
    account, chen, _lin = office
    reader = a_person(kind="resident")
    hers, theirs = program(chen), program(reader)
    path = f"/accounts/{account.pk}/articles"
    cover, inside = a_picture(chen), a_picture(chen, "navy")
    said = {"title": "开闸", "body": "**今天** ![闸](1)", "cover": cover.key, "uploads": [inside.key], "key": "a-1"}
    made = hers("post", path, said)
    assert made.status_code == 201 and made.json()["moment"] and made.json()["cover"] == cover.key
    again = hers("post", path, said)
    assert again.status_code == 200 and again.json() == made.json()
    assert hers("post", path, said | {"title": "另一篇"}).json()["error"] == "key_used"
    later = hers("post", path, {"title": "明天", "body": "见", "publish_at": (NOW() + timedelta(days=1)).isoformat()}).json()
    assert later["moment"] is None and later["publish_at"]
    assert hers("post", path, {"title": "", "body": "x"}).json()["field"] == "title"
    assert theirs("post", path, {"title": "冒名", "body": "x"}).status_code == 403
    assert hers("post", path, {"title": "一", "body": "x", "audience": "group"}).status_code == 422
    listed = theirs("get", "/accounts").json()
    assert [(one["id"], one["followed"], one["writes"]) for one in listed] == [(account.pk, False, False)]
    for _twice in (1, 2):
        assert theirs("post", f"/accounts/{account.pk}/follow").status_code == 204
    assert theirs("get", f"/accounts/{account.pk}").json()["followed"] and hers("get", f"/accounts/{account.pk}").json()["writes"]
    assert [one["id"] for one in theirs("get", "/moments?tab=followed").json()] == [made.json()["moment"]]
    assert theirs("delete", f"/accounts/{account.pk}/follow").status_code == 204
    assert theirs("get", "/accounts/999999").status_code == 404


def test_an_articles_own_pictures_are_read_under_a_code_as_the_article_is(office):
    account, chen, _lin = office
    picture = a_picture(chen)
    article = written(account, chen, body="**开闸**前的大坝：\n\n![大坝](1)\n\n请勿靠近。", uploads=[picture.key])
    published = actions.publish_article(article, chen)
    code = actions.share(published.moment, chen).code
    page = browser().get(f"/m/{code}").content.decode()
    src = f"/m/{code}/files/{picture.key}/large"
    assert f'src="{src}"' in page and "<strong>开闸</strong>" in page and "<script" not in page
    assert "![" not in page.partition("<main>")[2]
    assert browser().get(src).status_code == 200
    assert browser().get(f"/m/{code}/files/{a_picture(chen).key}/large").status_code == 404
    actions.change_audience(published.moment, chen, "everyone")
    assert browser().get(src).status_code == 404 and browser().get(f"/m/{code}").status_code == 404


def test_an_article_whose_markup_would_be_too_much_for_an_old_phone_is_its_words(office):
    account, chen, _lin = office
    published = actions.publish_article(written(account, chen, body="*a* " * 7_000), chen)
    answer = browser().get(f"/m/{actions.share(published.moment, chen).code}")
    assert answer.status_code == 200 and len(answer.content) <= 60_000 and "*a*" in answer.content.decode()
