"""The templates of one's units, and whether another person reads each answer of a unit one leads."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.answers import actions
from huiyin.answers.queries.offered import own_templates, own_unit, own_units, template_for, units_with_second_eyes
from huiyin.answers.rules import may_keep_templates, may_set_second_eyes
from huiyin.answers.views.hinting import shown_hints
from huiyin.cases.models import Answer
from huiyin.cases.queries.topics import topic_name, topics
from huiyin.cases.rules import Speaker, speaker_of
from huiyin.core.errors import Invalid, Refused
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.rules import require
from huiyin.worktime.bounds import whole_in


def _in_office(request: PersonRequest) -> Speaker:
    who = speaker_of(request.user)
    require(may_keep_templates(who))
    return who


@require_GET
@require_person
def kept(request: PersonRequest) -> HttpResponse:
    """The list."""
    who = _in_office(request)
    rows = [(one, topic_name(one.topic)) for one in own_templates(who)]
    with_second = units_with_second_eyes(who)
    units = [(unit, unit.pk in with_second, may_set_second_eyes(who, unit.pk)) for unit in own_units(who)]
    return render(request, "answers/templates.html", {"rows": rows, "units": units})


@require_http_methods(["GET", "POST"])
@require_person
def edit(request: PersonRequest, pk: int | None = None) -> HttpResponse:
    """Writes, changes or takes away a template."""
    who = _in_office(request)
    template = template_for(who, pk) if pk is not None else None
    told, refusal = request.POST, None
    if request.method == "POST":
        try:
            if pk is not None and told.get("do") == "end":
                actions.end_template(who, pk)
            else:
                unit = template.unit_id if template is not None else whole_in(told.get("unit"), 18) or 0
                said = {name: told.get(name, "") for name in ("name", "words", "topic", "closing")}
                draft = actions.TemplateDraft(unit, **said)
                actions.write_template(who, draft, pk)
            return redirect("answer-templates")
        except Refused as refused:
            if refused.status in (401, 403, 404):
                raise
            refusal = refused
    typed = told if refusal else template
    context = {
        "template": template, "typed": typed, "refusal": refusal, "topics": topics(), "closings": Answer.Closing.choices[:3],
        "units": own_units(who), "hints": shown_hints(template.words) if template else [],
    }  # fmt: skip
    return render(request, "answers/template.html", context, status=refusal.status if refusal else 200)


@require_POST
@require_person
def second_eyes(request: PersonRequest) -> HttpResponse:
    """Sets it for a unit, or no longer."""
    who = _in_office(request)
    unit = own_unit(who, whole_in(request.POST.get("unit"), 18))
    if unit is None:
        raise Invalid(field="unit")
    actions.set_second_eyes(who, unit, request.POST.get("on") == "yes")
    return redirect("answer-templates")
