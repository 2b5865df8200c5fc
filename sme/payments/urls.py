"""Addresses of this room."""

from django.urls import path

from sme.payments import views

app_name = "payments"
urlpatterns = [
    path("business/payments/", views.mine, name="mine"),
    path("business/payments/<int:pk>/", views.pay, name="pay"),
    path("business/payments/<int:pk>/card/", views.card, name="card"),
    path("business/payments/receipts/<int:pk>.pdf", views.receipt, name="receipt"),
    path("workspace/payments/", views.payment_list, name="list"),
    path("workspace/payments/journal.xlsx", views.journal, name="journal"),
    path("workspace/payments/statement/", views.statement, name="statement"),
    path("workspace/payments/ask/<int:enrolment_id>/", views.ask, name="ask"),
    path("workspace/payments/<int:pk>/", views.obligation, name="obligation"),
    path("workspace/payments/money/<int:pk>/", views.money, name="money"),
    path("workspace/payments/refunds/<int:pk>/<str:choice>/", views.decide, name="decide"),
    path("payments/stripe/webhook/", views.webhook, name="webhook"),
]
