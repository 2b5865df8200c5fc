"""Addresses of this room."""

from django.urls import path

from sme.payments.views import asking, business, office, wire

app_name = "payments"
urlpatterns = [
    path("business/payments/", business.mine, name="mine"),
    path("business/payments/<int:pk>/", business.pay, name="pay"),
    path("business/payments/<int:pk>/card/", business.card, name="card"),
    path("business/payments/receipts/<int:pk>.pdf", business.receipt, name="receipt"),
    path("workspace/payments/", office.payment_list, name="list"),
    path("workspace/payments/journal.xlsx", office.journal, name="journal"),
    path("workspace/payments/<int:pk>/", office.obligation, name="obligation"),
    path("workspace/payments/money/<int:pk>/", office.money, name="money"),
    path("workspace/payments/refunds/<int:pk>/<str:choice>/", office.decide, name="decide"),
    path("workspace/payments/ask/<int:enrolment_id>/", asking.ask, name="ask"),
    path("workspace/payments/contracts/<int:contract_id>/", asking.own_share, name="own_share"),
    path("workspace/payments/cohorts/<int:cohort_id>/", asking.price, name="price"),
    path(
        "workspace/payments/cohorts/<int:cohort_id>/<str:what>/",
        asking.price_act,
        name="price_act",
    ),
    path("workspace/payments/<int:pk>/<str:what>/", office.obligation_act, name="obligation_act"),
    path("payments/stripe/webhook/", wire.webhook, name="webhook"),
]
