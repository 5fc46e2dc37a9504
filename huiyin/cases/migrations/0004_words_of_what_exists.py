"""What was registered before is found as well: some at a time, each piece by itself, so that an interrupted migration goes on where it was."""

from django.db import migrations, transaction
from django.db.models import Max

AT_ONCE = 500
A_SECOND = 1_000_000


def fill(apps, schema_editor):
    from huiyin.cases.actions.word_index import text_of
    from huiyin.cases.queries.word_search import INDEX
    from huiyin.core.paging import number_of

    Case, Answer = apps.get_model("cases", "Case"), apps.get_model("cases", "Answer")
    while True:
        with transaction.atomic():
            waiting = Case.objects.filter(series="public", words_row=None).order_by("registered_at", "pk")
            cases = list(waiting.only("number", "title", "text", "place", "registered_at")[:AT_ONCE])
            if not cases:
                return
            answers = {}
            for case, words in Answer.objects.filter(case__in=[c.pk for c in cases]).order_by("pk").values_list("case", "words"):
                answers.setdefault(case, []).append(words)
            for case in cases:
                first = number_of(case.registered_at)
                taken = Case.objects.filter(words_row__gte=first, words_row__lt=first + A_SECOND)
                last = taken.aggregate(last=Max("words_row"))["last"]
                case.words_row = first if last is None else last + 1
                Case.objects.filter(pk=case.pk).update(words_row=case.words_row)
            INDEX.put_all([(case.words_row, text_of(case, answers.get(case.pk, ()))) for case in cases])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0003_found_by_words")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
