"""The board's copy as a table (xlsx): written row by row, so that ten thousand of them take no more room than forty."""

from __future__ import annotations

import tempfile
from datetime import datetime
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from huiyin.people.auth import PersonRequest, for_officials, require_person
from huiyin.people.throttles import takes_table
from huiyin.tasks.lights import light
from huiyin.tasks.queries.board import View, rows_of_copy

ROWS_LIMIT = 10_000
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (12, 10, 48, 22, 18, 22, 12, 17, 17, 10, 12)


@require_GET
@require_person
@for_officials
def copy(request: PersonRequest) -> HttpResponse:
    """The view as an xlsx table, at most ten thousand rows; where there are more, its last row says so. Written as text, so that no
    cell is ever taken for a formula."""
    takes_table(request.user)
    held = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it)
    book = xlsxwriter.Workbook(held, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _write(book, request)
    book.close()
    held.seek(0)
    answer = FileResponse(held, content_type=TYPE, as_attachment=True, filename=f"board-{timezone.localdate():%Y-%m-%d}.xlsx")
    answer.headers["Cache-Control"] = "no-store"
    return answer  # type: ignore[return-value]


def _write(book: Any, request: PersonRequest) -> None:
    now, sheet = timezone.now(), book.add_worksheet(_("Board"))
    bold = book.add_format({"bold": True, "bottom": 1})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    heads = [_("Number"), pgettext("of a task", "Light"),
             _("What is to be done"), _("Lead"), _("Unit"), _("Group"), _("Issued by"), _("Issued"),
             _("Deadline"), _("State"), _("Field")]  # fmt: skip
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, heads, bold)
    n = 0
    for n, (task, unit, field) in enumerate(rows_of_copy(request.user, View.from_address(request.GET.dict()), ROWS_LIMIT + 1), start=1):
        if n > ROWS_LIMIT:
            words = _("This table ends after %(limit)s rows, and there are more. Narrow the view by its filters.") % {"limit": ROWS_LIMIT}
            sheet.write_string(n, 0, words, bold)
            break
        cells = [task.number, str(light(task, now).label), task.title, task.lead, unit, task.group, task.issuer, task.issued_at,
                 task.deadline_at, task.get_state_display(), field]  # fmt: skip
        for column, value in enumerate(cells):
            if isinstance(value, datetime):
                sheet.write_datetime(n, column, timezone.make_naive(value), moment)
            elif value:
                sheet.write_string(n, column, value)
    sheet.autofilter(0, 0, max(1, min(n, ROWS_LIMIT)), len(heads) - 1)
