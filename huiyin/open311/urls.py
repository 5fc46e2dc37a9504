"""Where programs of others read requests and send them in; and where their keys are made and ended."""

from django.urls import path

from huiyin.open311.views import manage, requests, services, updates

urlpatterns = [
    path("open311/v2/discovery.<slug:form>", services.discovery, name="open311-discovery"),
    path("open311/v2/services.<slug:form>", services.services, name="open311-services"),
    path("open311/v2/services/<str:code>.<slug:form>", services.service, name="open311-service"),
    path("open311/v2/requests.<slug:form>", requests.requests, name="open311-requests"),
    path("open311/v2/requests/<str:number>.<slug:form>", requests.one, name="open311-request"),
    path("open311/v2/tokens/<str:token>.<slug:form>", requests.token, name="open311-token"),
    path("open311/v2/servicerequestupdates.<slug:form>", updates.updates, name="open311-updates"),
    path("open311/v2/", services.elsewhere, name="open311-top"),
    path("open311/v2/<path:rest>", services.elsewhere, name="open311-elsewhere"),
    path("manage/open311", manage.keys, name="manage-open311"),
    path("manage/open311/<int:pk>/end", manage.end, name="manage-open311-end"),
]
