from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "huiyin.groups"
    label = "groups"
