"""The directory and administration."""

from django.urls import path, re_path

from huiyin.people.views import people, staff_import, units
from huiyin.people.views.manage import codes, days, journal, overview, posts, security, staff
from huiyin.people.views.manage import units as manage_units

urlpatterns = [
    path("people", people.people, name="people"),
    path("people/suggest", people.suggest, name="people-suggest"),
    path("people/<int:pk>", people.person, name="person"),
    path("units/<int:pk>", units.unit, name="unit"),
    path("posts/<int:pk>/hand-on", units.hand_on, name="hand-on"),
    path("delegations/<int:pk>/end", units.end_hand_on, name="end-hand-on"),
    path("manage", overview.manage, name="manage"),
    path("manage/units", manage_units.units, name="manage-units"),
    path("manage/units/new", manage_units.new_unit, name="manage-unit-new"),
    path("manage/units/<int:pk>", manage_units.edit_unit, name="manage-unit"),
    path("manage/units/<int:pk>/hours", manage_units.unit_hours, name="manage-unit-hours"),
    path("manage/units/<int:pk>/close", manage_units.shut_unit, name="manage-unit-close"),
    path("manage/posts", posts.posts, name="manage-posts"),
    path("manage/posts/new", posts.new_post, name="manage-post-new"),
    path("manage/posts/<int:pk>", posts.edit_post, name="manage-post"),
    path("manage/posts/<int:pk>/take", posts.fill_post, name="manage-post-take"),
    path("manage/posts/<int:pk>/close", posts.shut_post, name="manage-post-close"),
    path("manage/holdings/<int:pk>/end", posts.end_holding, name="manage-holding-end"),
    path("manage/delegations", posts.delegations, name="manage-delegations"),
    path("manage/staff", staff.staff, name="manage-staff"),
    path("manage/staff/new", staff.new_person, name="manage-person-new"),
    path("manage/staff/<int:pk>", staff.edit_person, name="manage-person"),
    path("manage/staff/import", staff_import.bring, name="manage-staff-import"),
    path("manage/staff/import/<int:pk>", staff_import.preview, name="manage-staff-preview"),
    re_path(r"^manage/staff/export\.(?P<form>xlsx|csv)$", staff_import.export, name="manage-staff-export"),
    path("manage/codes", codes.codes, name="manage-codes"),
    path("manage/days", days.days, name="manage-days"),
    re_path(r"^manage/days/(?P<year>20\d{2})\.json$", days.export, name="manage-days-export"),
    path("manage/administrators", security.administrators, name="manage-administrators"),
    path("manage/administrators/new", security.appoint, name="manage-appoint"),
    path("manage/administrators/<int:pk>/dismiss", security.dismiss, name="manage-dismiss"),
    path("manage/locks", security.locks, name="manage-locks"),
    path("manage/locks/<int:pk>/lock", security.lock, name="manage-lock"),
    path("manage/locks/<int:pk>/unlock", security.unlock, name="manage-unlock"),
    path("manage/journal", journal.journal, name="manage-journal"),
    path("manage/journal.csv", journal.journal_csv, name="manage-journal-csv"),
    path("manage/journal/verify", journal.verify, name="manage-journal-verify"),
]
