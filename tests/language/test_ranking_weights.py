"""What the second look sees of a text, and how what it counts is learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.language.ranking import Ranker, Texts, weights
from huiyin.language.ranking.figures import NAMES
from tests import fit_search
from tests.growth import grows_with_its_input

WRITTEN = st.text("水管路灯坏书店a1b路栋 ，", max_size=40)
SHARES = {"held", "rare_here", "asked_first", "stretch", "singles_held", "latin_held", "same_numbers", "more_numbers", "other_numbers"}


@given(st.lists(WRITTEN, max_size=8), WRITTEN)
@settings(max_examples=80, deadline=None)
def test_each_text_is_seen_by_every_figure_in_its_measure(texts: list[str], query: str) -> None:
    keys, figures = Ranker(enumerate(texts)).looked_at(query)
    assert figures.shape == (len(keys), len(NAMES)) and np.isfinite(figures).all()
    for name, column in zip(NAMES, figures.T, strict=True):
        assert name not in SHARES or ((column >= 0) & (column <= 1 + 1e-9)).all(), name


@given(st.lists(WRITTEN, min_size=1, max_size=8), WRITTEN, st.sampled_from(Texts))
@settings(max_examples=80, deadline=None)
def test_the_same_words_twice_score_the_same_wherever_they_stand(texts: list[str], query: str, of: Texts) -> None:
    hits = Ranker(enumerate([*texts, "路灯坏了", *reversed(texts)]), of).rank(query, 99)
    score = {hit.key: hit.score for hit in hits}
    assert [score.get(at) for at in range(len(texts))] == [score.get(2 * len(texts) - at) for at in range(len(texts))]


def test_an_answer_that_begins_with_what_was_asked_comes_before_one_that_comes_to_it_late() -> None:
    padding = "".join(chr(0x5000 + at * 37) for at in range(200)) + "。"
    answers = {1: f"{padding}关于桥头路灯不亮，已经派人修好。", 2: f"关于桥头路灯不亮，已经派人修好。{padding}", 3: f"{padding}谢谢。"}
    for of in (Texts.LETTERS, Texts.ANSWERS):
        assert Ranker(answers.items(), of).rank("桥头路灯不亮")[0].key == 2


def test_letters_and_answers_are_weighed_each_for_themselves_and_only_by_figures_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = [weights.weights(of, by_letter) for of in Texts for by_letter in (False, True)]
    assert all(table[NAMES.index("pairs")] > 0 > table[NAMES.index("other_numbers")] for table in tables)
    assert len({table.tobytes() for table in tables}) == len(tables)
    (tmp_path / "weights.toml").write_text("[letters.by_words]\npears = 1\n", encoding="utf-8")
    monkeypatch.setattr(weights, "PATH", tmp_path / "weights.toml")
    with pytest.raises(ValueError, match="pears"):
        weights.weights.__wrapped__(Texts.LETTERS, False)


def invented(tells: str, seed: int = 1) -> list[fit_search.Look]:
    """Gives looks in which one figure tells the own text, and all others are chance."""
    chance = np.random.default_rng(seed)
    seen = []
    for place in range(80):
        figures = chance.random((5, len(NAMES)))
        own = int(figures[:, NAMES.index(tells)].argmax())
        seen.append(fit_search.Look(place, own, figures))
    return seen


def test_what_tells_the_own_text_is_learned_and_helps_the_half_that_was_not_seen() -> None:
    looks = [*invented("words"), fit_search.Look(80, -1, np.zeros((3, len(NAMES))))]
    table = fit_search.Learned(looks).table()
    assert max(table, key=lambda name: table[name]) == "words"
    assert sum(table[name] for name in fit_search.LOGARITHMS) == pytest.approx(1, abs=0.01)
    even, odd = fit_search.halves(looks)
    assert min(even, odd) > 0.85


def test_what_was_learned_is_written_as_the_ranker_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit_search, "PATH", tmp_path / "weights.toml")
    monkeypatch.setattr(weights, "PATH", tmp_path / "weights.toml")
    learned = fit_search.Learned(invented("stretch"))
    fit_search.write({(Texts.LETTERS, False): learned, (Texts.ANSWERS, False): learned, (Texts.ANSWERS, True): learned})
    for of, by_letter in ((Texts.LETTERS, False), (Texts.ANSWERS, True)):
        read = weights.weights.__wrapped__(of, by_letter)
        assert read[NAMES.index("stretch")] == pytest.approx(learned.table()["stretch"]) and len(read) == len(NAMES)


@pytest.mark.parametrize("words", ["桥头水管爆裂", "桥头水管爆裂，请尽快派人修理。" + "我家在三组12栋，坐261路过去，" * 30])
def test_a_question_costs_what_the_number_of_texts_says_however_they_are_written(words: str) -> None:
    assert grows_with_its_input(
        lambda ranker: ranker.rank(words), lambda size: Ranker((at, words * (1 + at % 3)) for at in range(size)), 100
    )  # fmt: skip
