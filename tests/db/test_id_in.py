"""Among many numbers: however they lie, the rows found are those whose number is one of them, also beside nothing at all."""

from __future__ import annotations

import random

from django.db.models import Q

from huiyin.db.compiled import Compiled
from huiyin.db.lookups import FEW, IdIn
from huiyin.people.models import Post
from tests.factories import a_post, a_unit


def test_numbers_are_found_however_close_together_they_lie(db):
    unit, chance = a_unit(), random.Random(4)
    top = a_post("县长", unit)
    posts = [top.pk, *(a_post(f"第{n}职", unit, top if n % 2 else None).pk for n in range(FEW * 2))]
    asked = [posts, posts[1:-1], [pk for pk in posts if pk % 9], posts[::2], posts[:3], [], chance.sample(posts, FEW + 20)]
    for ids in asked:
        for by_index in (True, False):
            among = Q(IdIn("id", ids, by_index))
            assert set(Post.objects.filter(among).values_list("pk", flat=True)) == set(ids)
            assert set(Post.objects.exclude(among).values_list("pk", flat=True)) == set(posts) - set(ids)
            below = set(Post.objects.filter(Q(IdIn("reports_to_id", ids, by_index))).values_list("pk", flat=True))
            assert below == set(Post.objects.filter(reports_to__in=ids).values_list("pk", flat=True))


def test_a_question_compiled_once_takes_any_numbers(db):
    unit = a_unit()
    posts = [a_post(f"第{n}职", unit).pk for n in range(FEW * 2)]
    question = Compiled[int](lambda ids: Post.objects.filter(IdIn("id", ids)).values_list("pk", flat=True))
    for ids in (tuple(posts), (), tuple(posts[3:5]), tuple(posts[::3])):
        assert set(question(ids)) == set(question.ask(ids)()) == set(ids)
