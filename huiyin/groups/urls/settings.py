"""The pages around conversations: what a group is, who is in it, how one comes in."""

from django.urls import path

from huiyin.groups.views import (
    adding,
    details,
    exports,
    files,
    forwarding,
    galleries,
    invites,
    joining,
    marking,
    members,
    opening,
    receipts,
)

urlpatterns = [
    path("groups/new", opening.new, name="group-new"),
    path("groups/<int:pk>/details", details.details, name="group-details"),
    path("groups/<int:pk>/details/<slug:do>", details.change, name="group-change"),
    path("groups/<int:pk>/members", members.members, name="group-members"),
    path("groups/<int:pk>/members/add", adding.add, name="group-add"),
    path("groups/<int:pk>/members/<int:person>/<slug:do>", members.change, name="group-member-change"),
    path("groups/<int:pk>/sources", adding.add_source, name="group-source-add"),
    path("groups/<int:pk>/sources/<int:source>/remove", adding.remove_source, name="group-source-remove"),
    path("groups/<int:pk>/invites", invites.invites, name="group-invites"),
    path("groups/<int:pk>/invites/<int:invite>", invites.invite, name="group-invite"),
    path("groups/<int:pk>/invites/<int:invite>/revoke", invites.revoke, name="group-invite-revoke"),
    path("groups/<int:pk>/exports", exports.exports, name="group-exports"),
    path("groups/<int:pk>/exports/<int:export>/file", exports.file, name="group-export-file"),
    path("groups/<int:pk>/exports/<int:export>/remove", exports.remove, name="group-export-remove"),
    path("groups/<int:pk>/gallery", galleries.gallery, name="group-gallery"),
    path("groups/<int:pk>/files/card/<int:n>", files.card, name="group-card"),
    path("groups/<int:pk>/files/<str:key>/<slug:variant>", files.file, name="group-file"),
    path("groups/<int:pk>/messages/<int:n>/forward", forwarding.forward, name="message-forward"),
    path("groups/<int:pk>/messages/<int:n>/receipts", receipts.receipts, name="message-receipts"),
    path("groups/<int:pk>/messages/<int:n>/<slug:do>", marking.mark, name="message-mark"),
    path("join/<str:key>", joining.join, name="join"),
    path("join/<str:key>/code", joining.code, name="join-code"),
]
