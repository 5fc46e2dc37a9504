"""Who answers for a listing changes: with the post, by a third person's taking it, or because somebody of the unit takes it up."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import WrongState
from huiyin.core.handover import Giving
from huiyin.feed.rules import own_units
from huiyin.journal import clocks
from huiyin.journal.models import Entry
from huiyin.journal.recording import reacts_to, record
from huiyin.market.actions.opening import locked_listing
from huiyin.market.models import Listing, Producer
from huiyin.market.moves import LISTING_MOVES
from huiyin.market.rules import may_answer_for, may_move_listing, takes_calls
from huiyin.market.unanswered import still_running
from huiyin.people.models import Person
from huiyin.people.queries import own_post_of
from huiyin.people.rules import require

UNANSWERED = "market.unanswered"
#: A day for the handover to be signed; then the unit is told, and each week again while nobody has taken it up.
FIRST, AGAIN = timedelta(days=1), timedelta(days=7)


def offers_there(giving: Giving) -> bool:
    """Whether who is to answer for a listing offers something of their own on it: what is the office's could not be told from theirs."""
    rows = Producer.objects.filter(listing=giving.number, person__in=(giving.leaver, giving.to))
    return rows.count() == 2


def give_listing(giving: Giving) -> None:
    """A listing goes to whoever takes the post, or to a third person with the unit of their own post. Nothing where it is not the leaver's.

    Call it in the transaction of the handover's item.
    """
    listing = locked_listing(giving.number)
    if listing.answers_for_id != giving.leaver.pk or not still_running(listing):
        return
    _answer(listing, giving.to)
    if giving.third and listing.unit_id not in own_units(giving.to):
        own = own_post_of(giving.to.pk)
        listing.unit = own.post.unit if own is not None else None
    listing.save(update_fields=["answers_for", "unit"])
    data = {"listing": listing.pk, "handover": giving.handover, "from": giving.leaver.pk, "to": giving.to.pk}
    record(listing.stream, "listing.handed_over", by=giving.by, data=data, about=listing)


@LISTING_MOVES.makes("answer")
def answer_for(pk: int, by: Person) -> Listing:
    """Somebody of the unit answers from now on for a listing whose answerer has left. Gives it; where they answer already, nothing changes.

    Raises NotThere, NotAllowed for who takes no calls for it, WrongState while somebody answers for it, or where they offer there themself.
    """
    with transaction.atomic():
        listing = locked_listing(pk)
        if listing.answers_for_id == by.pk:
            return listing
        require(may_move_listing(by, listing, "answer"))
        if not may_answer_for(by, listing) or not still_running(listing):
            raise WrongState(_("Somebody answers for it."))
        if offers_there(Giving(pk, listing.answers_for, None, by, True, by, 0)):
            raise WrongState(_("You offer something on it yourself: let a colleague answer for it."))
        before = listing.answers_for_id
        _answer(listing, by)
        listing.save(update_fields=["answers_for"])
        record(listing.stream, "listing.answered_for", by=by, data={"listing": pk, "from": before, "to": by.pk}, about=listing)
    return listing


def _answer(listing: Listing, to: Person) -> None:
    """What no producer is named for is the office's: it goes with who answers, so that who left reads none of its orders."""
    Producer.objects.filter(listing=listing, person=listing.answers_for_id).update(person=to)
    listing.answers_for = to
    clocks.cancel(UNANSWERED, f"listing:{listing.pk}")


@reacts_to("post.left")
def answerer_left(entry: Entry) -> None:
    """Whoever answered for listings of this unit has left: the unit is told of those that nobody takes up."""
    left = Listing.objects.filter(answers_for=entry.data["person"], unit__posts=entry.data["post"])
    for pk in left.order_by("pk").values_list("pk", flat=True):
        clocks.schedule(UNANSWERED, f"listing:{pk}", timezone.now() + FIRST)


def tell_unanswered(pk: int) -> None:
    """Tells those who hold a post in the unit now that nobody answers for a listing; in a week again, until somebody does."""
    listing = Listing.locked(pk)
    if not still_running(listing) or takes_calls(listing.answers_for, listing):
        return
    record(listing.stream, "listing.unanswered", data={"listing": pk}, about=listing)
    clocks.schedule(UNANSWERED, f"listing:{pk}", timezone.now() + AGAIN)
