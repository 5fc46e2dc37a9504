"""{% demo_doors %}: the eight people, for the welcome page in demo mode."""

from __future__ import annotations

from django import template

from huiyin.demo import doors

register = template.Library()


@register.simple_tag
def demo_doors() -> list[doors.Door]:
    """Gives the people a visitor may sign in as."""
    return doors.doors()
