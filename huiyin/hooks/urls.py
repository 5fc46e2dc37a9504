"""The pages of a group's webhooks, and the address at which programs speak."""

from django.urls import path

from huiyin.hooks import views, views_subscriptions

urlpatterns = [
    path("hooks/<str:secret>", views.speak, name="hook-speak"),
    path("groups/<int:pk>/hooks", views.hooks, name="group-hooks"),
    path("groups/<int:pk>/hooks/new", views.new, name="group-hook-new"),
    path("groups/<int:pk>/hooks/<int:hook>/revoke", views.revoke, name="group-hook-revoke"),
    path("groups/<int:pk>/subscriptions/new", views_subscriptions.new, name="group-subscription-new"),
    path("groups/<int:pk>/subscriptions/<int:subscription>", views_subscriptions.subscription, name="group-subscription"),
    path(
        "groups/<int:pk>/subscriptions/<int:subscription>/deliveries/<int:delivery>/again",
        views_subscriptions.again, name="group-delivery-again",
    ),
    path("groups/<int:pk>/subscriptions/<int:subscription>/<slug:do>", views_subscriptions.change, name="group-subscription-change"),
]  # fmt: skip
