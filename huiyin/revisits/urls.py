"""Where revisits are planned and recorded."""

from django.urls import path

from huiyin.revisits import views

urlpatterns = [
    path("cases/<int:pk>/revisit", views.plan, name="revisit-plan"),
    path("cases/<int:pk>/revisit/made", views.made, name="revisit-made"),
]
