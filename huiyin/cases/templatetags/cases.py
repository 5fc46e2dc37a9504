"""Words of cases in templates."""

from __future__ import annotations

from django import template

from huiyin.cases.queries.topics import topic_name

register = template.Library()
register.filter("topic", topic_name)
