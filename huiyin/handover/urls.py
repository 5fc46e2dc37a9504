"""Where posts are handed over."""

from django.urls import path

from huiyin.handover import views

urlpatterns = [
    path("handovers", views.show_all, name="handovers"),
    path("handovers/begin", views.begin, name="handover-begin"),
    path("handovers/<int:pk>", views.one, name="handover"),
    path("handovers/<int:pk>/cancel", views.cancel, name="handover-cancel"),
    path("handovers/<int:pk>/take", views.take, name="handover-take"),
    path("handovers/<int:pk>/acknowledge", views.acknowledge, name="handover-acknowledge"),
]
