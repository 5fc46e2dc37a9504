"""The forms of the directory and of administration, and the one way a form is asked, refused and answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.core.errors import Invalid, NotAllowed, Refused
from huiyin.people.extension_points import MANAGE_PLACES
from huiyin.people.models import Administrator, Person, Unit
from huiyin.people.queries import units_in_a_row
from huiyin.people.queries.organisation import open_posts, open_units, posts_by_unit
from huiyin.people.queries.searching import people_meant
from huiyin.people.rules import role_of
from huiyin.worktime.bounds import is_known
from huiyin.worktime.hours import Hours, InvalidHours


def asker(request: HttpRequest) -> Person:
    """Gives the person who asks, in a view behind `require_person`. Raises NotAllowed for anybody else."""
    if not isinstance(request.user, Person):
        raise NotAllowed
    return request.user


def posted(request: HttpRequest) -> Any:
    """Gives what was sent, or None when the form is only asked for."""
    return request.POST if request.method == "POST" else None


def answer_form(
    request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], Any], *, title: str, submit: str, back: str,
    done: str | Callable[[Any], str] = "", lead: str = "", danger: bool = False, words: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Shows a form, or does what it says and goes on. A refusal comes back with its words beside the field it names.

    Takes the bound or empty form, what to do with its cleaned answers, the page's words, where to go `back` to and where to
    go when it is `done` ("": back; a function: what gives the address of what was made).
    """
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                made = act(form.cleaned_data)
            except Invalid as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            except Refused as refused:
                form.add_error(None, str(refused))
                status = refused.status
            else:
                return redirect((done(made) if callable(done) else done) or back)
    shown = {"form": form, "title": title, "submit": submit, "back": back, "lead": lead, "danger": danger}
    return show(request, "people/manage/form.html", shown | (words or {}), status)


def show(request: HttpRequest, template: str, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    """Gives a page of administration; it knows which of the three administrators looks, for its navigation."""
    role = role_of(request.user)
    more = [place for place in MANAGE_PLACES if place.role == role]
    return render(request, template, shown | {"may": {role: True}, "manage_places": more}, status=status)


class Clock(forms.TimeField):
    """A time of day, by the browser's own clock."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **more)


_SPANS = ("morning", "afternoon", "quiet")


class Day(forms.DateField):
    """A day, picked from the browser's calendar."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)

    def to_python(self, value: Any) -> date | None:
        """Gives the day. Raises ValidationError for what is none, or lies beyond the years the house reckons with."""
        day = super().to_python(value)
        if day is not None and not is_known(day):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class OneUnit(forms.ModelChoiceField):
    """One of the open units, in the order of the tree."""

    def __init__(self, **more: Any) -> None:
        super().__init__(open_units(), **more)
        self.choices = lambda: [*_nothing(self), *units_in_a_row()]


class OnePost(forms.ModelChoiceField):
    """One of the open posts, by unit."""

    def __init__(self, **more: Any) -> None:
        super().__init__(open_posts(), **more)
        self.choices = lambda: [*_nothing(self), *_post_choices()]


class OnePerson(forms.CharField):
    """A person by name or whole phone number, of those the viewer may see; the browser suggests names while typing."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "data-suggest": "person"})

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", _("The name, or the whole phone number."))
        super().__init__(max_length=140, **more)
        self.viewer: Any = None

    def clean(self, value: Any) -> Person | None:
        """Gives the person. Raises ValidationError where nobody, or several, are meant."""
        text = super().clean(value)
        if not text:
            return None
        found = people_meant(text, self.viewer)
        if not found:
            raise ValidationError(_("Nobody of this name or number was found."))
        if len(found) > 1:
            raise ValidationError(_("There are several people of this name. Type the phone number instead."))
        return found[0]


class PeopleForm(forms.Form):
    """A form that knows who fills it in, so that persons are found as that viewer may find them."""

    def __init__(self, *args: Any, viewer: Any = None, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            if isinstance(field, OnePerson):
                field.viewer = viewer


class SureForm(forms.Form):
    """Nothing to fill in: the page asks whether one is sure."""


class UnitForm(forms.Form):
    """What a unit is called, and where it stands."""

    name = forms.CharField(label=_("Name"), max_length=60)
    short_name = forms.CharField(label=_("Short name"), max_length=20, required=False,
                                 help_text=_("What posts are called by: 水产局 + 局长."))  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), choices=Unit.Kind)
    code = forms.CharField(label=_("Division code"), max_length=12, required=False,
                           help_text=_("6, 9 or 12 digits; leave it empty where there is none."))  # fmt: skip
    parent = OneUnit(label=_("Stands below"), required=False, empty_label=_("Nothing: it is the topmost"))


class HoursForm(forms.Form):
    """The hours of a unit; not its own: those of the unit above."""

    own = forms.ChoiceField(
        label=_("Hours"), choices=[("above", _("As the unit above")), ("own", _("Hours of its own"))], widget=forms.RadioSelect
    )
    morning_from = Clock(label=_("Morning, from"))
    morning_to = Clock(label=_("Morning, to"))
    afternoon_from = Clock(label=_("Afternoon, from"))
    afternoon_to = Clock(label=_("Afternoon, to"))
    quiet_from = Clock(label=_("Quiet, from"))
    quiet_to = Clock(label=_("Quiet, to"), help_text=_("Over midnight if need be; the same twice: never quiet."))

    def __init__(self, *given: Any, topmost: bool = False, **named: Any) -> None:
        super().__init__(*given, **named)
        if topmost:  # nobody stands above it: the words say so
            choices = [("above", _("Those every house begins with")), ("own", _("Hours of its own"))]
            self.fields["own"].choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(kept: dict[str, Any], hours: Hours) -> dict[str, Any]:
        """Gives what the form begins with. Takes the hours kept with the unit ({}: none of its own) and those that hold for it."""
        spans = hours.to_dict()
        times = {f"{span}_{end}": spans[span][n] for span in _SPANS for n, end in enumerate(("from", "to"))}
        return {"own": "own" if kept else "above", **times}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["hours"] = {}
        if said.get("own") == "own" and not self.errors:
            spans = {span: [said[f"{span}_from"].strftime("%H:%M"), said[f"{span}_to"].strftime("%H:%M")] for span in _SPANS}
            try:
                said["hours"] = Hours.from_dict(spans).to_dict()
            except InvalidHours as error:
                self.add_error(f"{error.field}_to", _("This must be later than the time before it."))
        return said


class PostForm(forms.Form):
    """A post: in which unit, what it is called, whom it reports to."""

    unit = OneUnit(label=_("Unit"), empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=60)
    reports_to = OnePost(label=_("Reports to"), required=False, empty_label=_("Nobody: the head of its line"))


class TakePostForm(PeopleForm):
    """Who takes a post, and from which day."""

    person = OnePerson(label=_("Person"))
    since = Day(label=_("Since"), initial=timezone.localdate)
    acting = forms.BooleanField(label=_("Acting: stands in for a vacant post"), required=False)
    replaces = forms.BooleanField(label=_("Ends the former holder the day before"), required=False)


class LeavePostForm(forms.Form):
    """The last day on which somebody holds a post."""

    until = Day(label=_("Last day"), initial=timezone.localdate)


class DelegateForm(PeopleForm):
    """Who acts for a post's holder, from which day to which, both included."""

    to = OnePerson(label=_("Who acts"))
    since = Day(label=_("From"), initial=timezone.localdate)
    until = Day(label=_("To"))
    reason = forms.CharField(label=_("Why"), max_length=120, required=False)


class PersonForm(forms.Form):
    """What is kept of a person: name, number, kind, where they live or belong, a line about them."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=40)
    phone = forms.CharField(label=_("Mobile phone"), max_length=30, required=False,
                            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), choices=Person.Kind)
    home = OneUnit(label=_("Lives or belongs in"), required=False, empty_label=_("Not said"))
    about = forms.CharField(label=_("About"), max_length=80, required=False)


class AppointForm(PeopleForm):
    """Who becomes which of the three administrators."""

    person = OnePerson(label=_("Person"))
    role = forms.ChoiceField(label=_("As"), choices=Administrator.Role, widget=forms.RadioSelect)


class PickUnitForm(forms.Form):
    """The unit whose posts are shown."""

    unit = OneUnit(label=_("Unit"), empty_label=None)


class StaffListForm(forms.Form):
    """A staff list to be read, before anything is changed by it."""

    file = forms.FileField(label=_("The list"), help_text=_("xlsx or csv, any common encoding, at most 10 MB."),
                           widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.ods"}))  # fmt: skip


class YearListForm(forms.Form):
    """A year's list of days worked and free, to be read before it is taken."""

    file = forms.FileField(label=_("The year's list"), help_text=_("JSON, in our form or as the public tables of holidays have it."),
                           widget=forms.FileInput(attrs={"accept": ".json,application/json"}))  # fmt: skip


def _nothing(field: forms.ModelChoiceField) -> list[tuple[str, Any]]:
    return [] if field.empty_label is None else [("", field.empty_label)]


def _post_choices() -> list[tuple[str, list[tuple[Any, str]]]]:
    return [(unit.name, [(p.pk, str(p)) for p in group]) for unit, group in groupby(posts_by_unit(), lambda post: post.unit)]
