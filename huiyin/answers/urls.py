"""Where answers are written, released, printed; and where templates are kept."""

from django.urls import path

from huiyin.answers.views import answer_form, files, letters, templates, together

urlpatterns = [
    path("cases/<int:pk>/answer", answer_form.write, name="case-answer"),
    path("cases/<int:pk>/answer/decide", answer_form.decide, name="case-answer-decide"),
    path("cases/<int:pk>/answer/files/<str:key>/<slug:variant>", files.of_draft, name="case-answer-file"),
    path("cases/<int:pk>/answers/<int:n>/letter", letters.letter, name="case-letter"),
    path("cases/<int:pk>/answers/<int:n>/told", letters.told, name="case-told"),
    path("matters/<int:pk>/answer/decide", together.decide, name="matter-answer-decide"),
    path("matters/<int:pk>/answer/<int:draft>/files/<str:key>/<slug:variant>", files.of_text, name="matter-answer-file"),
    path("answers/templates", templates.kept, name="answer-templates"),
    path("answers/templates/new", templates.edit, name="answer-template-new"),
    path("answers/templates/<int:pk>", templates.edit, name="answer-template"),
    path("answers/second-eyes", templates.second_eyes, name="answer-second-eyes"),
]
