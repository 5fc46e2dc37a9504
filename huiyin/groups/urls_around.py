"""The pages around conversations."""

urlpatterns: list = []
