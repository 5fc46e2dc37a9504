"""Where listings and orders are found."""

from django.urls import path

from huiyin.market.views import handling, listings, lists, orders, report_poster

urlpatterns = [
    path("moments/<int:pk>/listing", listings.new, name="listing-new"),
    path("listings/<int:pk>", listings.listing, name="listing"),
    path("listings/<int:pk>/figures", listings.figures, name="listing-figures"),
    path("listings/<int:pk>/papers/<int:paper>/<slug:variant>", listings.paper, name="listing-paper"),
    path("listings/<int:pk>/order", listings.order, name="listing-order"),
    path("listings/<int:pk>/take-up", listings.take_up, name="listing-take-up"),
    path("listings/<int:pk>/answer", listings.answer, name="listing-answer"),
    path("listings/<int:pk>/close", listings.close, name="listing-close"),
    path("listings/<int:pk>/orders", handling.orders, name="listing-orders"),
    path("listings/<int:pk>/phone", handling.phone, name="listing-phone"),
    path("listings/<int:pk>/caller", handling.caller, name="listing-caller"),
    path("listings/<int:pk>/stock", handling.stock, name="listing-stock"),
    path("listings/<int:pk>/report", handling.report, name="listing-report"),
    path("listings/<int:pk>/report/poster.png", report_poster.poster, name="listing-report-poster"),
    path("listings/<int:pk>/report/poster", report_poster.page, name="listing-report-poster-page"),
    path("listings/<int:pk>/pickup", lists.pickup, name="listing-pickup"),
    path("listings/<int:pk>/table", lists.table, name="listing-table"),
    path("deliveries", handling.deliveries, name="deliveries"),
    path("orders/find", orders.find, name="order-find"),
    path("orders/<int:pk>", orders.order, name="order"),
    path("orders/<int:pk>/prove", listings.prove, name="order-prove"),
    path("orders/<int:pk>/<slug:move>", orders.move, name="order-move"),
]
