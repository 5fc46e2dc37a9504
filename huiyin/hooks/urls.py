"""The pages of a group's webhooks, and the address at which programs speak."""

from django.urls import path

from huiyin.hooks.views import hooks, subscriptions

urlpatterns = [
    path("hooks/<str:secret>", hooks.speak, name="hook-speak"),
    path("groups/<int:pk>/hooks", hooks.hooks, name="group-hooks"),
    path("groups/<int:pk>/hooks/new", hooks.new, name="group-hook-new"),
    path("groups/<int:pk>/hooks/<int:hook>/revoke", hooks.revoke, name="group-hook-revoke"),
    path("groups/<int:pk>/subscriptions/new", subscriptions.new, name="group-subscription-new"),
    path("groups/<int:pk>/subscriptions/<int:subscription>", subscriptions.subscription, name="group-subscription"),
    path(
        "groups/<int:pk>/subscriptions/<int:subscription>/deliveries/<int:delivery>/again",
        subscriptions.again, name="group-delivery-again",
    ),
    path("groups/<int:pk>/subscriptions/<int:subscription>/<slug:do>", subscriptions.change, name="group-subscription-change"),
]  # fmt: skip
