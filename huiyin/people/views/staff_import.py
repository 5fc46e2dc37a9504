"""Bringing a staff list: upload, look, take it whole or leave it; and taking the list out in the same form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from huiyin.core.errors import Invalid, NotThere, WrongState
from huiyin.people.actions.staff_list import (
    MOST_BYTES,
    confirm_staff_list,
    discard_staff_list,
    export_staff,
    planned_import,
    preview_staff_list,
)
from huiyin.people.auth import require_person
from huiyin.people.queries.organisation import staff_list_of
from huiyin.people.rules import may_manage_staff, require
from huiyin.people.staff_list import COLUMNS
from huiyin.people.throttles import looks_at_preview, takes_table
from huiyin.people.views.forms import StaffListForm, asker, show
from huiyin.people.views.reauthentication import reauthenticated

SHOWN = 300  # rows of each sort on the preview; the sums count them all
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_person
def bring(request: HttpRequest) -> HttpResponse:
    """Asks for the list; a list that could be read goes on to its preview."""
    require(may_manage_staff(request.user))
    form = StaffListForm(request.POST, request.FILES) if request.method == "POST" else StaffListForm()
    if form.is_bound and form.is_valid():
        takes_table(asker(request))
        upload = form.cleaned_data["file"]
        try:
            kept = preview_staff_list(upload.name, upload.read(MOST_BYTES + 1), asker(request))
        except Invalid as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("manage-staff-preview", pk=kept.pk)
    shown = {"form": form, "columns": COLUMNS.items()}
    return show(request, "people/manage/staff_import.html", shown, 422 if form.is_bound else 200)


@require_person
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the list would change, every row that cannot be taken named; POST takes it or throws it away."""
    require(may_manage_staff(request.user))
    kept = staff_list_of(asker(request), pk)
    if kept is None:
        raise NotThere
    looks_at_preview(asker(request))
    if request.method == "POST" and "discard" in request.POST:
        discard_staff_list(kept, by=asker(request))
        return redirect("manage-staff-import")
    refusal, status = "", 200
    if request.method == "POST":
        try:
            confirm_staff_list(kept, by=asker(request))
        except WrongState as refused:
            refusal, status = str(refused), refused.status
        else:
            return redirect("manage-staff-preview", pk=pk)
    shown = {"kept": kept, "refusal": refusal}
    if kept.done_at is None:
        plan = planned_import(kept)
        sorts = {sort: [row for row in plan.rows if row.state == sort] for sort in plan.counts}
        shown |= {
            "plan": plan,
            "stale": plan.digest != kept.rows["digest"],
            "sorts": [(sort, len(rows), rows[:SHOWN]) for sort, rows in sorts.items() if rows],
            "total": len(plan.rows),
        }
    return show(request, "people/manage/staff_preview.html", shown, status)


@require_person
@reauthenticated(reading=True)
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The organisation as a staff list."""
    require(may_manage_staff(request.user))
    content = export_staff(form, by=asker(request))
    name = f"staff-{timezone.localdate():%Y%m%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)
