"""What this app adds to other apps' pages and to the clockwork."""

from django.utils.translation import gettext_lazy as _

from huiyin.channels import views
from huiyin.channels.actions import queueing, rounds
from huiyin.channels.extension_points import SealedRows
from huiyin.channels.kinds import MAILBOX, ROBOT
from huiyin.channels.models import Destination, MailCode, Outgoing
from huiyin.groups.extension_points import SettingsRow
from huiyin.journal.extension_points import PeriodicJob
from huiyin.notices.extension_points import CarriesNotices
from huiyin.people.extension_points import ManagePlace, MeRow
from huiyin.people.models import Administrator

EXTENSIONS = (
    PeriodicJob("deliveries", rounds.step),
    ROBOT,
    MAILBOX,
    CarriesNotices("mail", queueing.mail_notices),
    SettingsRow("robots", views.row_in_details),
    MeRow("channels", views.row_in_me),
    MeRow("outgoing", views.row_of_outgoing),
    MeRow("troubles", views.row_of_troubles),
    ManagePlace("deliveries", Administrator.Role.SYSTEM, "manage-deliveries", _("What was not delivered")),
    SealedRows("mailboxes", Destination.objects.all),
    SealedRows("mailbox-codes", MailCode.objects.all),
    SealedRows("outgoing", Outgoing.objects.all),
)
