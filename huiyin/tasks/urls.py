"""Where tasks are."""

from django.urls import path

from huiyin.tasks.views import board, board_copy, issuing, moving, recurrence, showing

urlpatterns = [
    path("board", board.show, name="board"),
    path("board.xlsx", board_copy.copy, name="board-copy"),
    path("board/views", board.save, name="board-save"),
    path("board/views/<int:pk>/forget", board.forget, name="board-forget"),
    path("groups/<int:pk>/tasks", showing.of_group, name="group-tasks"),
    path("groups/<int:pk>/tasks/new", issuing.new, name="task-new"),
    path("groups/<int:pk>/tasks/issue", issuing.issue, name="task-issue"),
    path("groups/<int:pk>/tasks/sentence", issuing.sentence, name="task-sentence"),
    path("groups/<int:pk>/tasks/ladder", issuing.ladder, name="task-ladder"),
    path("repetitions/<int:pk>", recurrence.show, name="repetition"),
    path("repetitions/<int:pk>/<slug:name>", recurrence.move, name="repetition-move"),
    path("tasks/<int:pk>", showing.task, name="task"),
    path("tasks/<int:pk>/files/<str:key>/<slug:variant>", showing.file, name="task-file"),
    path("tasks/<int:pk>/<slug:name>", moving.move, name="task-move"),
]
