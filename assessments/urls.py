"""Addresses of this room."""

from django.urls import path

from assessments.views import answering, business, officers, public

app_name = "assessments"
urlpatterns = [
    path("readiness/", public.invitation, name="public"),
    path("business/readiness/", business.mine, name="mine"),
    path("business/readiness/start/<slug:slug>/", business.start, name="start"),
    path("business/readiness/<int:pk>/", business.resume, name="resume"),
    path("business/readiness/<int:pk>/question/<str:code>/", answering.question, name="question"),
    path("business/readiness/<int:pk>/question/<str:code>/save/", answering.save, name="save"),
    path("business/readiness/<int:pk>/review/", business.review, name="review"),
    path("business/readiness/<int:pk>/submit/", business.submit, name="submit"),
    path("business/readiness/<int:pk>/result/", business.result, name="result"),
    path("business/readiness/<int:pk>/withdraw/", business.withdraw, name="withdraw"),
    path("workspace/readiness/", officers.index, name="list"),
    path("workspace/readiness/<int:pk>/", officers.detail, name="detail"),
]
