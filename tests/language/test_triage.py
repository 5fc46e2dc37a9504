"""A topic is proposed with its reasons, learned from what people decide, and "don't know" is an answer."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.language.triage import TOPICS, Case, NotReadable, Triage, cold_start, from_bytes, to_bytes
from tests.growth import stays_within

FISH = ["鱼塘增氧机坏了谁来修", "网箱养鱼的补助什么时候发", "水产局发的鱼苗死了一半", "禁渔期能不能垂钓", "鱼病防治请技术员来看"]
ROAD = ["村口那条路坑太多了", "通村公路塌了半边", "桥头护栏断了没人修", "修路的石子堆在路中间", "路面积水车过不去"]


@pytest.fixture(scope="module")
def begun() -> Triage:
    return cold_start()


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("三组从昨晚起没有水，水管爆裂了", "water"),
        ("小区物业不管电梯", "housing"),
        ("老板拖欠工资三个月不发", "labour"),
        ("孩子上小学划片不公平", "education"),
        ("公交车早上等四十分钟", "transport"),
        ("猪粪臭味飘进家里，污水直排河里", "environment"),
    ],
)
def test_on_the_first_day_a_topic_is_known_by_its_words(begun: Triage, said: str, topic: str) -> None:
    assert begun.propose(said, sure=0.0).topic == topic


def test_the_reasons_are_words_of_the_text(begun: Triage) -> None:
    proposal = begun.propose("隔壁工厂排的废气刺鼻，晚上睡不着")
    assert proposal.topic == "environment" and {"废气", "刺鼻"} & {reason.word for reason in proposal.reasons}
    assert all(reason.word in "隔壁工厂排的废气刺鼻，晚上睡不着" for reason in proposal.reasons)


@pytest.mark.parametrize("said", ["", "   ", "你好", "请问一下", "？？？", "thank you", "\ud800", "😀"])
def test_what_says_nothing_is_not_known(begun: Triage, said: str) -> None:
    assert begun.propose(said).topic is None


def test_certainties_are_shares_and_the_first_is_the_likeliest(begun: Triage) -> None:
    proposal = begun.propose("停水停电还停气，物业也不管")
    shares = [candidate.certainty for candidate in proposal.candidates]
    assert 0 <= sum(shares) <= 1.0001 and shares[0] == proposal.certainty == max(shares)


def test_it_learns_from_each_dispatch() -> None:
    triage = Triage()
    assert triage.propose(FISH[0]).topic is None
    for fish, road in zip(FISH, ROAD, strict=True):
        triage.learn(Case("fisheries", fish))
        triage.learn(Case("roads", road))
    assert triage.propose("鱼塘的鱼苗死了", sure=0.0).topic == "fisheries"
    assert triage.propose("桥头的路坑没人修", sure=0.0).topic == "roads"


def test_a_correction_is_followed_from_then_on(begun: Triage) -> None:
    triage = deepcopy(begun)
    said = "河边烧烤的油烟太大"
    assert triage.propose(said, sure=0.0).topic == "environment"
    for _ in range(3):
        triage.learn(Case("city", said))
    assert triage.propose(said, sure=0.0).topic == "city"


def test_who_is_always_right_becomes_surer_and_who_is_wrong_doubts(begun: Triage) -> None:
    right, wrong = deepcopy(begun), deepcopy(begun)
    before = right.propose("小区物业不管电梯").certainty
    for n in range(60):
        right.learn(Case("housing", f"小区物业{'不' * (n % 3)}管电梯"))
        wrong.learn(Case(("police", "water", "farming")[n % 3], "小区物业不管电梯"))
    assert right.propose("小区物业不管电梯").certainty > before > wrong.propose("小区物业不管电梯").certainty


def test_a_new_topic_is_learned_when_people_use_it_and_the_others_stay(begun: Triage) -> None:
    triage = deepcopy(begun)
    for said in FISH * 2:
        triage.learn(Case("fisheries", said))
    assert triage.propose("鱼塘的鱼苗死了", sure=0.0).topic == "fisheries"
    assert triage.propose("老板拖欠工资三个月不发", sure=0.0).topic == "labour"


def test_going_over_an_archive_learns_more_than_once_through() -> None:
    cases = [Case("fisheries", said) for said in FISH] + [Case("roads", said) for said in ROAD]
    triage = Triage()
    triage.train(cases)
    assert [triage.propose(case.text, sure=0.0).topic for case in cases] == [case.topic for case in cases]
    assert triage.cases == len(cases)


def test_an_archive_outweighs_the_words_to_begin_with_and_few_cases_do_not(begun: Triage) -> None:
    few, many = deepcopy(begun), deepcopy(begun)
    few.train([Case("farming", FISH[0])])
    many.train([Case("city", "小区物业不管电梯"), *(Case("farming", said) for said in FISH)] * 10)
    assert few.propose("小区物业不管电梯", sure=0.0).topic == "housing"
    assert many.propose("小区物业不管电梯", sure=0.0).topic == "city"


def test_what_was_learned_is_kept_and_brought_back(begun: Triage) -> None:
    triage = deepcopy(begun)
    for said in FISH * 3:
        triage.learn(Case("farming", said))
    kept = to_bytes(triage)
    again = from_bytes(kept)
    assert len(kept) < 20_000_000 and triage.megabytes < 20
    for said in [*FISH, *ROAD, "小区物业不管电梯"]:
        assert again.propose(said, sure=0.0) == triage.propose(said, sure=0.0)
    assert (again.topics, again.cases) == (triage.topics, triage.cases)


def test_a_word_is_shown_only_when_three_cases_had_it(begun: Triage) -> None:
    triage = deepcopy(begun)
    for said in ("赵钱孙的鱼塘", "鱼塘缺氧", "鱼塘要清淤"):
        triage.learn(Case("farming", said))
    shown = {reason.word for reason in triage.words_of("farming")}
    assert "鱼塘" in shown and not any("赵" in word or "缺氧" in word for word in shown)
    assert "缺氧" not in from_bytes(to_bytes(triage)).words and "鱼塘" in from_bytes(to_bytes(triage)).words
    with pytest.raises(KeyError):
        triage.words_of("nothing")


def test_reset_forgets_everything(begun: Triage) -> None:
    triage = deepcopy(begun)
    triage.learn(Case("farming", FISH[0]))
    triage.reset()
    assert triage.propose("小区物业不管电梯").topic is None and triage.cases == 0 and not triage.words
    assert triage.topics == [topic.key for topic in TOPICS]


@given(st.binary(max_size=200), st.integers(0, 400))
@settings(max_examples=30, deadline=None)
def test_broken_bytes_are_refused(noise: bytes, place: int) -> None:
    whole = _WHOLE
    for broken in (noise, whole[:place], whole[:place] + noise + whole[place + len(noise) :]):
        if broken != whole:
            try:
                assert isinstance(from_bytes(broken), Triage)
            except NotReadable:
                pass


_WHOLE = to_bytes(Triage(["a", "b"]))


@given(st.text(max_size=300), st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_any_text_is_taken(text: str, title: str) -> None:
    proposal = _BEGUN.propose(text, title)
    assert 0 <= proposal.certainty <= 1


_BEGUN = Triage(["roads", "fisheries"])
_BEGUN.train([Case("fisheries", said) for said in FISH] + [Case("roads", said) for said in ROAD])


def test_the_topics_have_keys_of_their_own_and_words_of_their_own() -> None:
    assert len({topic.key for topic in TOPICS}) == len(TOPICS) >= 15
    assert all(len(topic.words) >= 30 for topic in TOPICS)


def test_a_proposal_takes_about_a_millisecond(begun: Triage) -> None:
    text = "我们小区的物业公司长期不作为，电梯坏了三个月没有人修，老人上下楼很不方便，请领导关心一下。" * 8
    # generous: `./dev eval triage` measures
    assert stays_within(20 * 4, lambda: [begun.propose(text, "物业不修电梯") for _again in range(20)])
