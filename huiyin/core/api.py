"""What the API of every app shares: the shape of a refusal, the scope an operation needs, fields, and how an app puts its part there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, get_args

from ninja import Router, Schema
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from huiyin.worktime.bounds import FIRST_DAY, LAST_DAY, is_known

LARGEST = 2**31 - 1  # numbers in addresses and bodies; what is larger is nobody's


class Refusal(Schema):
    """What cannot be: a code for programs, words for people, the field where there is one, a wait in seconds where it helps."""

    error: str
    words: str
    field: str = ""
    wait_seconds: int | None = None


#: Declared with every operation: all that can be answered but what was asked for.
REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Refusal)


@dataclass(frozen=True)
class ApiPart:
    """An app's part of the API, `API` in its `api.py`. `tags`: name → what it is about. `operations`: operationId → a sentence;
    `fields`: a field's name, or "Schema.field" → a sentence; `families`: schema → the name under which its fields are described;
    `examples`: schema → one that is taken."""

    name: str
    routers: Sequence[Router]
    tags: Mapping[str, str] = field(default_factory=dict)
    operations: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, Any] = field(default_factory=dict)


def needs(scope: str) -> dict[str, Any]:
    """Gives the keywords of an operation that needs this scope. One without is refused to every token."""
    return {"openapi_extra": {"x-scope": scope}}


def each(things: Any, make: Callable[[Any], Any]) -> list[Any]:
    """Gives what `make` makes of each of these."""
    return [make(thing) for thing in things]


class In(BaseModel):
    """What a program sends: an object with these fields and no others. Not ninja's Schema, which takes anything that has none of them."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _null_is_not_said(cls, said: Any) -> Any:
        """What is null is as if it were not said, where a field has something to stand for it and null is none of its values."""
        if not isinstance(said, dict) or None not in said.values():
            return said
        return {name: value for name, value in said.items() if value is not None or name not in _filled_in(cls)}


@cache
def _filled_in(shape: type[BaseModel]) -> frozenset[str]:
    """The fields of a shape that need not be said and cannot be null, by the names programs use."""
    fields = shape.model_fields.items()
    return frozenset(
        one.alias or name for name, one in fields if not one.is_required() and type(None) not in get_args(one.annotation)
    )


def line(limit: int) -> StringConstraints:
    """Gives what a text of so many characters keeps to: the character that no database keeps is none of them."""
    return StringConstraints(max_length=limit, pattern=r"^[^\x00]*$")


def _known(moment: datetime) -> datetime:
    if not is_known(moment):
        raise ValueError("a moment between 1900 and 2199 is needed")
    return moment


Number = Annotated[int, Field(ge=1, le=LARGEST)]
#: Within the years that the house reckons with.
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Moment = Annotated[AwareDatetime, AfterValidator(_known)]
Key = Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Za-z0-9_.:-]*$")]
