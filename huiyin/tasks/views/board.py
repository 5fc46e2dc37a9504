"""The supervision board, its saved views, and its copy as a table."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from huiyin.people.pace import takes_table
from huiyin.people.presence import PersonRequest, require_person
from huiyin.tasks.actions.viewing import forget_view, save_view
from huiyin.tasks.lights import Light, light
from huiyin.tasks.queries.board import NAMES, View, all_rows, board, choices, saved_views
from huiyin.tasks.queries.sight import sight_of
from huiyin.tasks.rendering import ledger_html

COPY_LIMIT = 20_000  # rows


@require_GET
@require_person
def show(request: PersonRequest) -> HttpResponse:
    """The board: open tasks of my line of sight, or as the filters say."""
    view = View.from_address(request.GET.dict())
    sight = sight_of(request.user)
    found = board(request.user, view, sight, request.GET.get("after", ""), request.GET.get("before", ""))
    now = timezone.now()
    lights = [
        {"name": one.value, "words": one.label, "count": found.counts[one.value], "here": view.light == one.value,
         "href": view.address(light="" if view.light == one.value else one.value)}
        for one in (Light.LATE, Light.NEAR, Light.CALM, Light.DONE, Light.OFF)
    ]  # fmt: skip
    offered = choices(sight)
    chosen = {"units": view.unit, "groups": view.group, "issuers": view.issuer, "fields": view.field}
    context: dict[str, Any] = {
        "board": found, "view": view, "ledger": ledger_html(found.rows, now) if found.rows else "", "lights": lights, "now": now,
        "options": {name: _options(offered[name], value) for name, value in chosen.items()},
        "saved": saved_views(request.user), "here": view.address(),
        "view_fields": [(name, getattr(view, name) or "") for name in NAMES],
        "earlier": found.earlier, "later": found.later,
    }  # fmt: skip
    return render(request, "tasks/board.html", context)


def _options(offered: SafeString, chosen: Any) -> SafeString:
    """The options of a filter, the chosen one marked."""
    value = format_html('value="{}"', chosen or "")
    return SafeString(offered.replace(f"<option {value}", f"<option selected {value}", 1))


@require_GET
@require_person
def copy(request: PersonRequest) -> HttpResponse:
    """The view as an xlsx table. Written as text, so that no cell is ever taken for a formula."""
    takes_table(request.user)
    now = timezone.now()
    rows = all_rows(request.user, View.from_address(request.GET.dict()), COPY_LIMIT)
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("Board"))
    bold = book.add_format({"bold": True, "bottom": 1})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    heads = [_("Number"), pgettext("of a task", "Light"),
             _("What is to be done"), _("Lead"), _("Unit"), _("Group"), _("Issued by"), _("Issued"),
             _("Deadline"), _("State"), _("Field")]  # fmt: skip
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(heads) - 1)
    for column, width in enumerate((12, 10, 48, 22, 18, 22, 12, 17, 17, 10, 12)):
        sheet.set_column(column, column, width)
    for n, task in enumerate(rows, start=1):
        cells = [task.number, str(light(task, now).label), task.title, str(task.lead_post or ""), str(task.lead_unit or ""),
                 task.group.name, task.issuer.name, task.issued_at, task.deadline_at,
                 str(task.get_state_display()), task.field]  # fmt: skip
        for column, value in enumerate(cells):
            if isinstance(value, datetime):
                sheet.write_datetime(n, column, timezone.make_naive(value), moment)
            elif value is not None:
                sheet.write_string(n, column, str(value))
    book.close()
    answer = HttpResponse(held.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    answer.headers["Content-Disposition"] = f'attachment; filename="board-{timezone.localdate():%Y-%m-%d}.xlsx"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@require_person
def save(request: PersonRequest) -> HttpResponse:
    """Keeps the filters under a name, for this person alone."""
    view = View.from_address(request.POST.dict())
    save_view(request.user, request.POST.get("name", ""), view.address())
    return redirect("/board" + view.address())


@require_POST
@require_person
def forget(request: PersonRequest, pk: int) -> HttpResponse:
    """Takes a saved view away."""
    forget_view(request.user, pk)
    return redirect("board")
