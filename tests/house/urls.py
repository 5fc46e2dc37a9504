"""The house's addresses, and the pebbles'."""

from django.urls import include, path

from huiyin import urls as house

urlpatterns = [*house.urlpatterns, path("", include("tests.house.pebble.urls"))]
handler400, handler403, handler404, handler500 = house.handler400, house.handler403, house.handler404, house.handler500
