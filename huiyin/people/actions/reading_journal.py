"""Reading the record is recorded: who looked, for what, and when the whole of it was last proved."""

from __future__ import annotations

import json
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.core.errors import TooMuch
from huiyin.journal.models import Entry
from huiyin.journal.verifying import Verdict
from huiyin.journal.verifying import verify as prove
from huiyin.language.tables import write_csv
from huiyin.people.book import organisation
from huiyin.people.models import Person
from huiyin.people.queries.administration import JournalFilter, Line, in_words, journal_entries
from huiyin.people.rules import may_read_journal, require

PAGE = 50
MOST_EXPORTED = 50_000
MOST_VERIFIED_HERE = 300_000  # about ten seconds; beyond it the command line takes its time


def read_journal(wanted: JournalFilter, before: int | None, by: Person) -> tuple[list[Line], bool]:
    """Gives a page of entries, the latest first, and whether there are more; that it was read becomes an entry."""
    with organisation() as book:
        require(may_read_journal(by))
        entries = list(journal_entries(wanted, by, before)[: PAGE + 1])
        book.note("journal.read", by, wanted.as_data() | {"before": before})
    return in_words(entries[:PAGE]), len(entries) > PAGE


def export_journal(wanted: JournalFilter, by: Person) -> bytes:
    """Gives the entries found as csv; cells that a spreadsheet could take for a formula are kept from being one.

    Raises TooMuch beyond 50,000 entries.
    """
    with organisation() as book:
        require(may_read_journal(by))
        rows = list(islice(journal_entries(wanted, by).iterator(chunk_size=2000), MOST_EXPORTED + 1))
        if len(rows) > MOST_EXPORTED:
            raise TooMuch(_("These are more than %(most)d entries. Choose a shorter time.") % {"most": MOST_EXPORTED})
        book.note("journal.exported", by, wanted.as_data() | {"rows": len(rows)})
    head = ["at", "stream", "seq", "kind", "by", "by_name", "data", "sealed_digest", "hash"]
    return write_csv(head, [_cells(entry) for entry in rows])


def _cells(entry: Entry) -> list[str]:
    by = [str(entry.by_id), entry.by.name] if entry.by else ["", ""]
    data = json.dumps(entry.data, ensure_ascii=False, sort_keys=True)
    at = timezone.localtime(entry.at).isoformat(timespec="seconds")
    return [at, entry.stream.key, str(entry.seq), entry.kind, *by, data, entry.sealed_digest, entry.hash]


def verify_journal(by: Person) -> Verdict:
    """Proves the whole record and keeps the answer in it. Raises TooMuch where that takes too long for a page."""
    require(may_read_journal(by))
    if Entry.objects.count() > MOST_VERIFIED_HERE:
        raise TooMuch(_("The record is too long to prove on a page. Let somebody run: huiyin journal verify"))
    verdict = prove()
    broken = f"{verdict.broken.stream} {verdict.broken.seq}: {verdict.broken.why}" if verdict.broken else ""
    with organisation() as book:
        data = {"streams": verdict.streams, "entries": verdict.entries, "erased": verdict.erased, "broken": broken}
        book.note("journal.verified", by, data)
    return verdict
