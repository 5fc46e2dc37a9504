"""The pages of what leaves the house: a group's robots, my mailbox."""

from django.urls import path

from huiyin.channels.views import mail, outgoing, robots, troubles

urlpatterns = [
    path("groups/<int:pk>/robots", robots.robots, name="group-robots"),
    path("groups/<int:pk>/robots/new/<slug:channel>", robots.new, name="group-robot-new"),
    path("groups/<int:pk>/robots/<int:robot>", robots.robot, name="group-robot"),
    path("groups/<int:pk>/robots/<int:robot>/again/<int:delivery>", robots.again, name="group-robot-again"),
    path("groups/<int:pk>/robots/<int:robot>/<slug:do>", robots.change, name="group-robot-change"),
    path("manage/outgoing", outgoing.outgoing, name="outgoing"),
    path("manage/outgoing/<int:pk>/again", outgoing.again, name="outgoing-again"),
    path("manage/deliveries", troubles.troubles, name="manage-deliveries"),
    path("manage/deliveries/<int:pk>/<slug:do>", troubles.delivery, name="manage-delivery"),
    path("manage/destinations/<int:pk>/<slug:do>", troubles.destination, name="manage-destination"),
    path("mail/stop/<str:token>", mail.stop, name="mail-stop"),
    path("me/notices/settings", mail.settings, name="notices-settings"),
    path("me/notices/mail", mail.ask, name="mail-ask"),
    path("me/notices/mail/confirm", mail.confirm, name="mail-confirm"),
    path("me/notices/mail/choose", mail.choose, name="mail-choose"),
    path("me/notices/mail/remove", mail.remove, name="mail-remove"),
]
