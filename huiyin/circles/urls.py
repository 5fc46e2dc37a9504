"""Where circles are."""

from django.urls import path

from huiyin.circles.views import asking, entering, keeper, mine

urlpatterns = [
    path("circle", keeper.circle, name="circle"),
    path("circle/code", asking.code, name="circle-code"),
    path("circle/ask", asking.ask, name="circle-ask"),
    path("circle/risen", keeper.risen_words, name="circle-risen"),
    path("circle/in/<str:key>", entering.enter, name="circle-in"),
    path("circle/in/<str:key>/code", entering.code, name="circle-in-code"),
    path("circle/ties/<int:pk>", keeper.tie, name="circle-tie"),
    path("circle/ties/<int:pk>/visits", keeper.visit, name="circle-visit"),
    path("circle/ties/<int:pk>/visits/<int:visit>/kept", keeper.kept, name="circle-kept"),
    path("circle/ties/<int:pk>/let-go", keeper.let_go, name="circle-let-go"),
    path("circles", mine.mine, name="circles-mine"),
    path("circles/<int:pk>/<slug:do>", mine.answer, name="circle-answer"),
]
