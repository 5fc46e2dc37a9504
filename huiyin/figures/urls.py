"""Where the figures are."""

from django.urls import path

from huiyin.figures import views

urlpatterns = [
    path("figures", views.show, name="figures"),
    path("figures.json", views.as_json, name="figures-json"),
    path("figures/poster.png", views.poster, name="figures-poster"),
    path("figures/cases.csv", views.file, {"kind": "csv"}, name="figures-csv"),
    path("figures/cases.json", views.file, {"kind": "json"}, name="figures-cases-json"),
]
