"""Who writes for an account changes: what was to be published later goes out in the right of whoever writes now."""

from __future__ import annotations

from huiyin.core.handover import Giving
from huiyin.feed.models import Account, Article
from huiyin.journal.recording import record


def give_account(giving: Giving) -> None:
    """What the leaver scheduled for an account is scheduled by who takes over, who reads it before it goes out; drafts are the account's.

    Nothing where the account is closed. Call it in the transaction of the handover's item.
    """
    account = Account.objects.select_for_update().get(pk=giving.number)
    if account.closed_at is not None:
        return
    planned = Article.objects.select_for_update(of=("self",)).filter(account=account, moment=None, scheduled_by=giving.leaver)
    moved = 0
    for article in planned.order_by("pk"):
        article.scheduled_by = giving.to
        article.save(update_fields=["scheduled_by"])
        moved += 1
    data = {"account": account.pk, "handover": giving.handover, "from": giving.leaver.pk, "to": giving.to.pk, "articles": moved}
    record(account.stream_id, "account.handed_over", by=giving.by, data=data)
