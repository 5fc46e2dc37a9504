"""What the pages of conversation and around it need, each in a bounded number of queries."""

from huiyin.groups.queries.listing import GroupRow, groups_to_post_in, my_groups, unread_total
from huiyin.groups.queries.members import authors_called, findable, member_count, member_person, members_among, members_of, people_to_add
from huiyin.groups.queries.messages import (
    MessagesPage,
    file_in,
    gallery,
    links,
    mentions_waiting,
    message_in,
    number_on,
    page_of,
    pins,
    with_card_image,
)
from huiyin.groups.queries.receipts import Counts, Receipts, read_counts, receipts, seen_by
from huiyin.groups.queries.sources import invite_in, open_invites, open_post, open_unit, source_in, sources_of

__all__ = [
    "Counts",
    "GroupRow",
    "MessagesPage",
    "Receipts",
    "authors_called",
    "file_in",
    "findable",
    "gallery",
    "groups_to_post_in",
    "invite_in",
    "links",
    "member_count",
    "member_person",
    "members_among",
    "members_of",
    "mentions_waiting",
    "message_in",
    "my_groups",
    "number_on",
    "open_invites",
    "open_post",
    "open_unit",
    "page_of",
    "people_to_add",
    "pins",
    "read_counts",
    "receipts",
    "seen_by",
    "source_in",
    "sources_of",
    "unread_total",
    "with_card_image",
]
