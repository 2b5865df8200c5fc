"""Addresses of this room."""

from django.urls import path

from sme.enterprises.views import (
    business,
    claims,
    completion,
    duplicates,
    exporting,
    finding,
    members,
    quality,
    registration,
    succession,
    workspace,
)

app_name = "enterprises"
urlpatterns = [
    path("workspace/enterprises/", workspace.index, name="list"),
    path("workspace/enterprises/export/", exporting.export, name="export"),
    path(
        "workspace/enterprises/export/columns/<int:pk>/delete/",
        exporting.forget_columns,
        name="columns_forget",
    ),
    path("workspace/enterprises/suggest/", finding.suggest, name="suggest"),
    path("workspace/enterprises/jump/", finding.jump, name="jump"),
    path("workspace/enterprises/register/", workspace.add, name="add"),
    path("workspace/enterprises/claims/", claims.queue, name="claims"),
    path("workspace/enterprises/claims/<int:pk>/", claims.decide, name="claim_decide"),
    path("workspace/enterprises/<int:pk>/code/", members.code, name="code"),
    path("workspace/enterprises/<int:pk>/people/", members.invite_for, name="invite_for"),
    path("workspace/enterprises/people/<int:pk>/remove/", members.remove_for, name="remove_for"),
    path("workspace/enterprises/<int:pk>/", workspace.detail, name="detail"),
    path("workspace/enterprises/<int:pk>/part/<slug:anchor>/", workspace.part, name="part"),
    path("workspace/enterprises/<int:pk>/edit/", workspace.edit, name="edit"),
    path("workspace/enterprises/<int:pk>/verify/", workspace.verify, name="verify"),
    path("workspace/enterprises/<int:pk>/close/", succession.close, name="close"),
    path("workspace/enterprises/<int:pk>/reopen/", succession.reopen, name="reopen"),
    path("workspace/enterprises/<int:pk>/succession/", succession.succeed, name="succeed"),
    path(
        "workspace/enterprises/<int:pk>/succession/<int:lineage>/undo/",
        succession.undo,
        name="succession_undo",
    ),
    path("workspace/enterprises/<int:pk>/charge/", succession.assign, name="assign"),
    path("workspace/enterprises/charge/", succession.assign_many, name="assign_many"),
    path("workspace/enterprises/completion/", completion.index, name="completion"),
    path("workspace/enterprises/duplicates/", duplicates.index, name="duplicates"),
    path("workspace/enterprises/duplicates/search/", duplicates.search, name="duplicates_search"),
    path("workspace/enterprises/duplicates/<int:pk>/", duplicates.pair, name="duplicate_pair"),
    path(
        "workspace/enterprises/duplicates/<int:pk>/apart/",
        duplicates.tell_apart,
        name="duplicate_distinct",
    ),
    path(
        "workspace/enterprises/duplicates/<int:pk>/again/",
        duplicates.ask_again,
        name="duplicate_ask",
    ),
    path(
        "workspace/enterprises/duplicates/<int:pk>/merge/", duplicates.merge, name="duplicate_merge"
    ),
    path("workspace/enterprises/merges/<int:pk>/undo/", duplicates.undo, name="merge_undo"),
    path("workspace/enterprises/quality/", quality.index, name="quality"),
    path("workspace/enterprises/quality/run/", quality.run, name="quality_run"),
    path("workspace/enterprises/quality/findings/", quality.findings, name="findings"),
    path("workspace/enterprises/quality/findings/<int:pk>/", quality.finding, name="finding"),
    path(
        "workspace/enterprises/quality/findings/<int:pk>/mend/", quality.mend, name="finding_mend"
    ),
    path(
        "workspace/enterprises/quality/findings/<int:pk>/accept/",
        quality.accept,
        name="finding_accept",
    ),
    path(
        "workspace/enterprises/quality/findings/<int:pk>/revoke/",
        quality.revoke,
        name="finding_revoke",
    ),
    path("business/register/", registration.start, name="register"),
    path("business/register/discard/", registration.discard, name="register_discard"),
    path("business/register/<slug:slug>/", registration.step, name="register_step"),
    path("business/enterprise/", business.mine, name="mine"),
    path("business/enterprise/<int:pk>/edit/", business.edit, name="mine_edit"),
    path("business/claim/", claims.claim, name="claim"),
    path("business/claim/<int:pk>/more/", claims.more, name="claim_more"),
    path("business/claim/<int:pk>/withdraw/", claims.withdraw, name="claim_withdraw"),
    path("business/claim/<int:pk>/paper/", claims.proof, name="claim_proof"),
    path("business/take-over/", members.take_over, name="take_over"),
    path("business/people/", members.members, name="members"),
    path("business/people/<int:pk>/role/", members.change_role, name="member_role"),
    path("business/people/<int:pk>/remove/", members.remove, name="member_remove"),
    path("business/invitations/<int:pk>/accept/", members.accept, name="invitation_accept"),
    path("business/invitations/<int:pk>/revoke/", members.revoke, name="invitation_revoke"),
    path("business/invitations/<str:token>/", members.invitation, name="invitation"),
    path("business/switch/", business.switch, name="switch"),
]
