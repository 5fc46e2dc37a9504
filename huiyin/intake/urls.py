"""Where letters on paper are registered."""

from django.urls import path

from huiyin.intake.views import letters

urlpatterns = [path("cases/letter", letters.letter, name="case-paper-letter")]
