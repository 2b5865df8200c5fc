"""Addresses of this room."""

from typing import Any

from django.urls import URLPattern, path

from assessments.views import (
    answering,
    business,
    figures,
    finishing,
    guides,
    officers,
    paper,
    preview,
    public,
    reviews,
    rounds,
    sharing,
)
from assessments.views.desks import BUSINESS, OFFICER, VISITOR, Desk

app_name = "assessments"


def pages(desk: Desk, root: str) -> list[URLPattern]:
    """The pages of answering, at one desk."""
    seat: dict[str, Any] = {"desk": desk}
    one = f"{root}question/<str:code>/"
    return [
        path(root, finishing.resume, seat, name=f"{desk.prefix}resume"),
        path(one, answering.question, seat, name=f"{desk.prefix}question"),
        path(f"{one}save/", answering.save, seat, name=f"{desk.prefix}save"),
        path(f"{root}review/", finishing.review, seat, name=f"{desk.prefix}review"),
        path(f"{root}submit/", finishing.submit, seat, name=f"{desk.prefix}submit"),
    ]


urlpatterns = [
    path("readiness/", public.invitation, name="public"),
    path("readiness/go/", public.enter, name="visitor_enter"),
    path("readiness/go/<str:code>/", public.go, name="visitor_go"),
    path("readiness/preview/<int:pk>/", preview.begin, name="preview_begin"),
    path("readiness/preview/<int:pk>/review/", preview.review, name="preview_review"),
    path("readiness/preview/<int:pk>/result/", preview.submit, name="preview_submit"),
    path(
        "readiness/preview/<int:pk>/question/<str:code>/",
        preview.question,
        name="preview_question",
    ),
    path("readiness/shared/<str:secret>/", sharing.shared, name="shared"),
    path("readiness/guides/<uuid:guide>/done/", guides.mark, name="guide_done"),
    path("readiness/start/<slug:slug>/", public.start, name="visitor_start"),
    *pages(VISITOR, "readiness/<int:pk>/"),
    path("readiness/<int:pk>/result/", finishing.result, {"desk": VISITOR}, name="visitor_result"),
    path("readiness/<int:pk>/result.pdf", finishing.pdf, {"desk": VISITOR}, name="visitor_pdf"),
    path("readiness/<int:pk>/leave/", public.leave, name="visitor_leave"),
    path("business/readiness/", business.mine, name="mine"),
    path("business/readiness/start/<slug:slug>/", business.start, name="start"),
    *pages(BUSINESS, "business/readiness/<int:pk>/"),
    path(
        "business/readiness/<int:pk>/result/",
        finishing.result,
        {"desk": BUSINESS},
        name="result",
    ),
    path("business/readiness/<int:pk>/result.pdf", finishing.pdf, {"desk": BUSINESS}, name="pdf"),
    path("business/readiness/<int:pk>/withdraw/", business.withdraw, name="withdraw"),
    path("business/readiness/<int:pk>/share/", sharing.share, name="share"),
    path("business/readiness/<int:pk>/share/<int:link_id>/revoke/", sharing.revoke, name="revoke"),
    path("business/readiness/<int:pk>/hand-over/", business.hand_over, name="hand_over"),
    path("business/readiness/<int:pk>/claim/", business.claim, name="claim"),
    path("workspace/readiness/", officers.index, name="list"),
    path("workspace/readiness/export/", officers.export, name="export"),
    path("workspace/readiness/figures/", figures.index, name="figures"),
    path("workspace/readiness/<int:pk>/", officers.detail, name="detail"),
    path("workspace/readiness/<int:pk>/result.pdf", officers.pdf, name="detail_pdf"),
    path(
        "workspace/readiness/start/<int:enterprise_id>/<slug:slug>/",
        officers.assist,
        name="assist_start",
    ),
    path("workspace/readiness/paper/<int:pk>/", paper.begin, name="paper"),
    path("workspace/readiness/paper/<int:pk>/sheets.pdf", paper.sheet, name="paper_sheet"),
    path("workspace/readiness/<int:pk>/paper/", paper.typing, name="paper_typing"),
    path("workspace/readiness/rounds/", rounds.index, name="campaigns"),
    path("workspace/readiness/rounds/new/", rounds.plan, name="campaigns_new"),
    path("workspace/readiness/rounds/<int:pk>/", rounds.detail, name="campaign"),
    path("workspace/readiness/rounds/<int:pk>/export/", rounds.export, name="campaign_export"),
    path("workspace/readiness/<int:pk>/adjust/<str:code>/", reviews.adjust, name="adjust"),
    path("workspace/readiness/<int:pk>/reviewed/", reviews.look_over, name="look_over"),
    path(
        "workspace/readiness/<int:pk>/contested/<int:contest_id>/",
        reviews.contest_reply,
        name="contest_reply",
    ),
    path("business/readiness/<int:pk>/contest/", reviews.contest, name="contest"),
    *pages(OFFICER, "workspace/readiness/<int:pk>/answer/"),
]
