"""The scenes, one function each, by the name a message calls them."""

from collections.abc import Callable

from ..brush import Canvas
from . import fields, indoors, still, village, waterside

SCENES: dict[str, Callable[[str], Canvas]] = {**waterside.SCENES, **fields.SCENES, **village.SCENES, **indoors.SCENES, **still.SCENES}
