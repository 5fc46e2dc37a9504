"""Where the digest is."""

from django.urls import path

from huiyin.digest import views

urlpatterns = [
    path("digest", views.digest, name="digest"),
    path("digest/read", views.finish, name="digest-finish"),
    path("digest/decided/<int:pk>/undo", views.undo, name="digest-undo"),
    path("digest/cards/<int:alike>/<slug:what>", views.decide, name="digest-decide"),
]
