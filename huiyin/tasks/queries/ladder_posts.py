"""By which posts a task's ladder climbs."""

from __future__ import annotations

from huiyin.people.models import Post
from huiyin.people.queries import posts_held, reporting_line
from huiyin.tasks import ladder


def rungs_above(lead_post: Post | None, issuer_id: int, issuer_post: Post | None, skip: int = 0, most: int | None = None) -> list[Post]:
    """Gives the posts the ladder climbs today: from above the lead up to below the issuer. Also what is drawn before sending."""
    if lead_post is None:
        return []
    line = reporting_line(lead_post)
    issuers = {held.post_id: held.post for held in posts_held([issuer_id]) if not held.delegated}
    if issuer_post is not None:
        issuers.setdefault(issuer_post.pk, issuer_post)
    above = {post.pk for own in issuers.values() for post in reporting_line(own)}
    chosen = ladder.climb([post.pk for post in line], set(issuers), above, skip, most)
    posts = {post.pk: post for post in line}
    return [posts[pk] for pk in chosen]
