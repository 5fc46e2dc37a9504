"""What cannot be done is said in words: on a page, in a fragment, to a program; in both languages; and nothing typed is lost."""

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.web.urls")

LONG = "冷库腾出两万斤，其余的合作社今早拉走了；钥匙在合作社，请镇里派人去取。"


def test_a_page_says_what_happened_and_where_to_go(client: Client) -> None:
    answer = client.get("/try/not-for-you")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "<h1>" in page
    assert 'href="/"' in page


def test_the_words_are_in_the_readers_language(client: Client) -> None:
    english = client.get("/try/not-for-you", headers={"accept-language": "en"})
    assert "You may not do this." in english.content.decode()
    assert '<html lang="en"' in english.content.decode()
    assert '<html lang="zh-Hans"' in client.get("/try/not-for-you", headers={"accept-language": "zh-CN"}).content.decode()


def test_a_refused_form_gives_back_what_was_typed_and_may_be_sent_again(client: Client) -> None:
    page = client.post("/try/too-long", {"text": LONG, "reply_to": "7", "code": "123456"}).content.decode()
    assert LONG in page
    assert 'name="reply_to" value="7"' in page
    assert "csrfmiddlewaretoken" in page
    assert "123456" not in page  # a sign-in code is nobody's to see again


def test_what_was_typed_comes_back_as_words_and_not_as_a_page(client: Client) -> None:
    page = client.post("/try/too-long", {"text": '</textarea><script>alert("x")</script>'}).content.decode()
    assert "<script>alert" not in page


def test_a_program_is_told_in_json(client: Client) -> None:
    answer = client.post("/try/too-long", {"text": LONG}, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json() == {"error": "invalid", "words": "太长了，请分两次发。", "field": "text", "most": 2000}


@pytest.mark.parametrize("header", ["HX-Request", "X-Fragment"])
def test_a_part_of_a_page_is_told_in_a_fragment(client: Client, header: str) -> None:
    answer = client.post("/try/too-long", headers={header: "true"})
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#toasts"
    assert "太长了" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_whoever_is_too_fast_is_told_how_long_to_wait(client: Client) -> None:
    answer = client.get("/try/too-often")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (429, "30", "no-store")


def test_a_form_from_elsewhere_is_shown_but_never_sent_by_one_tap() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/try/too-long", {"text": LONG})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert LONG in page
    assert "csrfmiddlewaretoken" not in page
    assert strict.post("/try/too-long", headers={"accept": "application/json"}).json()["error"] == "stale_page"


def test_a_missing_page_is_a_page_and_json_too(client: Client) -> None:
    assert client.get("/no-such-page").status_code == 404
    assert client.get("/no-such-page", headers={"accept": "application/json"}).json()["error"] == "not_there"


def test_a_refusal_leads_back_to_the_page_one_came_from_and_nowhere_else(client: Client) -> None:
    came = client.get("/try/not-for-you", headers={"referer": "http://testserver/people?q=a"})
    assert 'href="/people?q=a"' in came.content.decode()
    other = client.get("/try/not-for-you", headers={"referer": "https://example.org/people"})
    assert "example.org" not in other.content.decode()
    assert 'href="/people' not in other.content.decode()


def test_the_address_of_a_form_says_so_when_it_is_opened(client: Client) -> None:
    answer = client.get("/confirm")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "<h1>" in answer.content.decode()


def test_our_own_faults_are_confessed_quietly(settings: object) -> None:
    calm = Client(raise_request_exception=False)
    page = calm.get("/try/falls")
    assert page.status_code == 500
    assert "没有丢" in page.content.decode()
    assert "ZeroDivisionError" not in page.content.decode()
    assert calm.get("/try/falls", headers={"accept": "application/json"}).json()["error"] == "broken"


def test_a_database_that_is_away_is_said_in_words_and_when_to_try_again() -> None:
    calm = Client(raise_request_exception=False)
    page = calm.get("/try/away")
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert "请稍等片刻" in page.content.decode()
    assert "10.0.0.7" not in page.content.decode()
    told = calm.get("/try/away", headers={"accept": "application/json"}).json()
    assert (told["error"], told["field"], told["wait_seconds"]) == ("unavailable", "", 5) and told["words"]
