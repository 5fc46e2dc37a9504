"""Where a household's history is opened and kept, and where somebody reads who looked."""

from django.urls import path

from huiyin.households import views

urlpatterns = [
    path("cases/<int:pk>/household", views.household, name="household"),
    path("cases/<int:pk>/household/members", views.member, name="household-member"),
    path("cases/<int:pk>/household/members/<int:n>/gone", views.member_gone, name="household-member-gone"),
    path("cases/<int:pk>/household/entitlements", views.entitlement, name="household-entitle"),
    path("cases/<int:pk>/household/entitlements/<int:n>/ended", views.entitlement_ended, name="household-entitlement-ended"),
    path("cases/<int:pk>/household/work", views.work, name="household-work"),
    path("me/looked", views.looked, name="who-looked"),
]
