"""My data; and, for administrators, what is to be erased."""

from django.urls import path

from huiyin.privacy.views import erasures, mine

urlpatterns = [
    path("me/data", mine.data, name="my-data"),
    path("me/data/copy", mine.copy, name="my-copy"),
    path("me/data/copies/<int:export>/file", mine.file, name="my-copy-file"),
    path("me/data/copies/<int:export>/remove", mine.remove, name="my-copy-remove"),
    path("me/data/erase", mine.erase, name="my-erasure"),
    path("me/data/erase/withdraw", mine.withdraw, name="my-erasure-withdraw"),
    path("me/phone", mine.phone, name="my-phone"),
    path("manage/erasures", erasures.erasures, name="manage-erasures"),
    path("manage/erasures/<int:pk>", erasures.erase, name="manage-erase"),
    path("manage/erasures/<int:pk>/decline", erasures.decline, name="manage-erase-decline"),
]
