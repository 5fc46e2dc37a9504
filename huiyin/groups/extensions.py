"""What this app adds to other apps' pages and to the clockwork."""

from functools import partial

from huiyin.core.tabs import TabPages
from huiyin.db.extension_points import IndexOfRows
from huiyin.groups.exporting import actions as exporting
from huiyin.groups.message_search.index import index_all, index_pending, waits_for_the_index
from huiyin.groups.models import Export, Message
from huiyin.groups.rules import share_a_group
from huiyin.journal.extension_points import PeriodicJob
from huiyin.media.extension_points import StoredFiles
from huiyin.people.extension_points import AlsoSeen

EXTENSIONS = (
    PeriodicJob("message words", partial(index_pending, patient=True)),
    PeriodicJob("exports", exporting.step),
    StoredFiles("exports", lambda alias: Export.objects.using(alias).filter(size__gt=0), lambda export: [export.path]),
    IndexOfRows("messages", Message, index_all, waits_for_the_index),
    AlsoSeen("groups", share_a_group),
    TabPages("groups", "messages", ("/groups",)),
)
