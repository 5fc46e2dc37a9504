"""What cases are about: a short list to begin with, of this product's own words; what is typed instead is a topic too."""

from __future__ import annotations

from django.utils.translation import pgettext

from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker, in_office

MOST = 40


def topics() -> list[str]:
    """Gives the topics offered to whoever asks, in the active language."""
    return [
        pgettext("topic of a case", "Water and power"), pgettext("topic of a case", "Roads and lamps"),
        pgettext("topic of a case", "Rubbish and environment"), pgettext("topic of a case", "Housing and land"),
        pgettext("topic of a case", "Work and wages"), pgettext("topic of a case", "Assistance and pensions"),
        pgettext("topic of a case", "School"), pgettext("topic of a case", "Health"),
        pgettext("topic of a case", "Farming and water works"),
        pgettext("topic of a case", "Market and consumers"), pgettext("topic of a case", "Conduct of an office"),
    ]  # fmt: skip


def topics_in_use(who: Speaker) -> list[str]:
    """Gives the topics of the latest cases somebody sees by what they hold."""
    latest = Case.objects.filter(in_office(who)).exclude(topic="").order_by("-registered_at").values_list("topic", flat=True)[:500]
    return sorted(set(latest))[:MOST]
