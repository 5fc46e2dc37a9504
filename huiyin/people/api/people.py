"""People and units."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router

from huiyin.core.api import LARGEST, REFUSALS, each, line, needs
from huiyin.core.errors import NotThere
from huiyin.people.api.shapes import MeOut, PersonOut, UnitOut, UnitPageOut
from huiyin.people.models import Person, Unit
from huiyin.people.queries import directory, posts_shown, search_people
from huiyin.people.queries.organisation import open_unit, units_after
from huiyin.people.rules import person_seen
from huiyin.people.throttles import looks_up

router = Router(tags=["people"])
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Text = Annotated[str, line(60)]


def person_out(person: Person, post: str = "") -> dict[str, Any]:
    """Gives a person as programs see them: never a phone number."""
    return {"id": person.pk, "name": person.name, "kind": person.kind, "post": post}


@router.get("/me", response={200: MeOut, **REFUSALS}, summary="Whom the token acts for, and how far", **needs("people:read"))
def me(request: HttpRequest) -> Any:
    person: Any = request.user
    post = posts_shown([person.pk]).get(person.pk, "")
    return person_out(person, post) | {"language": person.language, "scopes": request.auth.scopes}  # type: ignore[attr-defined]


@router.get("/people", response={200: list[PersonOut], **REFUSALS}, summary="People by name, pinyin or number", **needs("people:read"))
def people(request: HttpRequest, q: Text = "", limit: Annotated[int, Query(ge=1, le=100)] = 30) -> Any:
    if not q.strip():
        return []
    looks_up(request.user)  # type: ignore[arg-type]
    return each(search_people(q, request.user, limit=limit), lambda found: person_out(found.person, found.post))


@router.get("/people/{person_id}", response={200: PersonOut, **REFUSALS}, summary="One person", **needs("people:read"))
def person(request: HttpRequest, person_id: Id) -> Any:
    found = person_seen(request.user, person_id)
    if found is None:
        raise NotThere
    return person_out(found, posts_shown([found.pk]).get(found.pk, ""))


@router.get("/units", response={200: list[UnitOut], **REFUSALS}, summary="The tree of units", **needs("people:read"))
def units(request: HttpRequest, limit: Annotated[int, Query(ge=1, le=5000)] = 1000,
          after: Annotated[int, Query(ge=0, le=LARGEST)] = 0) -> Any:  # fmt: skip
    return each(units_after(after, limit), _unit)


@router.get("/units/{unit_id}", response={200: UnitPageOut, **REFUSALS}, summary="A unit's posts and holders", **needs("people:read"))
def unit(request: HttpRequest, unit_id: Id) -> Any:
    found = open_unit(unit_id)
    if found is None:
        raise NotThere
    lines = directory(found).posts
    return _unit(found) | {
        "posts": [
            {
                "id": line.post.pk, "title": line.post.title, "reports_to": line.post.reports_to_id,
                "holder": person_out(line.holder.person, str(line.post)) if line.holder else None,
            }
            for line in lines
        ]
    }  # fmt: skip


def _unit(unit: Unit) -> dict[str, Any]:
    return {"id": unit.pk, "name": unit.name, "kind": unit.kind, "code": unit.code, "parent": unit.parent_id}
