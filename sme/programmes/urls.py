"""Addresses of this room."""

from django.urls import path

from sme.programmes.views import (
    applications,
    applying,
    certificates,
    enrolments,
    freezing,
    letters,
    public,
    sessions,
    solutions,
    support,
    workspace,
)

app_name = "programmes"
urlpatterns = [
    path("programmes/", public.programme_list, name="public"),
    path("programmes/<slug:slug>/", public.programme_detail, name="public_detail"),
    path(
        "programmes/<slug:slug>/cohorts/<int:cohort_id>/",
        public.cohort_detail,
        name="public_cohort",
    ),
    path("sessions/", public.session_list, name="public_sessions"),
    path("solutions/", solutions.catalogue, name="solutions"),
    path("business/solutions/", solutions.mine, name="my_solutions"),
    path("solutions/uses/<int:adoption_id>/<str:act>/", solutions.change, name="use_change"),
    path("workspace/solutions/", solutions.uses, name="uses"),
    path("workspace/solutions/export/", solutions.uses_export, name="uses_export"),
    path(
        "workspace/enterprises/<int:enterprise_id>/solutions/",
        solutions.of_enterprise,
        name="enterprise_solutions",
    ),
    path("programmes/sessions/<int:session_id>.ics", sessions.calendar, name="session_ics"),
    path(
        "business/sessions/<int:session_id>/<slug:what>/", sessions.sign_up, name="session_sign_up"
    ),
    path("business/here/<str:code>/", sessions.here, name="here"),
    path(
        "workspace/cohorts/<int:cohort_id>/sessions/add/", sessions.session_add, name="session_add"
    ),
    path("workspace/sessions/<int:session_id>/", sessions.session, name="session"),
    path("workspace/sessions/<int:session_id>/edit/", sessions.session_edit, name="session_edit"),
    path(
        "workspace/sessions/<int:session_id>/cancel/",
        sessions.session_cancel,
        name="session_cancel",
    ),
    path("workspace/sessions/<int:session_id>/code/", sessions.session_code, name="session_code"),
    path("certificates/", certificates.check_certificates, name="check_certificates"),
    path("certificates/<str:code>/", certificates.check_certificate, name="check_certificate"),
    path("certificates/papers/<int:pk>.pdf", certificates.certificate_pdf, name="certificate_pdf"),
    path(
        "workspace/cohorts/<int:cohort_id>/certificates/",
        certificates.certificates,
        name="certificates",
    ),
    path(
        "workspace/cohorts/<int:cohort_id>/certificates.pdf",
        certificates.certificates_pdf,
        name="certificates_pdf",
    ),
    path("workspace/certificates/<int:pk>/", certificates.certificate, name="certificate"),
    path(
        "workspace/certificates/<int:pk>/revoke/",
        certificates.certificate_revoke,
        name="certificate_revoke",
    ),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>.pdf", letters.letter_pdf, name="letter_pdf"),
    path("workspace/cohorts/<int:cohort_id>/letters/", letters.letters, name="letters"),
    path("workspace/cohorts/<int:cohort_id>/letters.pdf", letters.letters_pdf, name="letters_pdf"),
    path("business/programmes/", public.mine, name="mine"),
    path("business/cohorts/<int:cohort_id>/apply/", applying.apply, name="apply"),
    path(
        "business/applications/<int:application_id>/withdraw/",
        applying.withdraw,
        name="application_withdraw",
    ),
    path("applications/papers/<int:document_id>/", applying.document, name="application_paper"),
    path(
        "business/applications/papers/<int:document_id>/remove/",
        applying.document_remove,
        name="application_paper_remove",
    ),
    path("workspace/applications/", applications.queue, name="applications"),
    path("workspace/applications/decide/", applications.decide_many, name="applications_decide"),
    path(
        "workspace/applications/<int:application_id>/",
        applications.application,
        name="application",
    ),
    path(
        "workspace/applications/papers/<int:document_id>/checked/",
        applications.paper_checked,
        name="application_paper_checked",
    ),
    path("workspace/support/", support.ledger, name="support_list"),
    path("workspace/enterprises/<int:enterprise_id>/support/", support.support, name="support"),
    path("workspace/support/export/", support.ledger_export, name="support_export"),
    path("workspace/support/contracts/", support.contracts, name="contracts"),
    path("workspace/support/contracts/export/", support.contracts_export, name="contracts_export"),
    path(
        "workspace/support/contracts/<int:contract_id>/papers/",
        support.paper_add,
        name="support_paper_add",
    ),
    path("support/papers/<int:document_id>/", support.paper, name="support_paper"),
    path(
        "workspace/support/papers/<int:document_id>/<str:act>/",
        support.paper_act,
        name="support_paper_act",
    ),
    path("workspace/support/contracts/<int:contract_id>/pay/", support.pay_out, name="pay_out"),
    path("workspace/support/entries/<int:entry_id>/back/", support.take_back, name="entry_back"),
    path("workspace/programmes/", workspace.programme_list, name="list"),
    path("workspace/programmes/new/", workspace.programme_add, name="add"),
    path("workspace/programmes/<int:programme_id>/edit/", workspace.programme_edit, name="edit"),
    path(
        "workspace/programmes/<int:programme_id>/cohorts/new/",
        workspace.cohort_add,
        name="cohort_add",
    ),
    path("workspace/cohorts/<int:cohort_id>/", workspace.cohort_detail, name="cohort"),
    path("workspace/cohorts/<int:cohort_id>/edit/", workspace.cohort_edit, name="cohort_edit"),
    path("workspace/cohorts/<int:cohort_id>/rules/", workspace.cohort_rules, name="cohort_rules"),
    path(
        "workspace/cohorts/<int:cohort_id>/move/<str:state>/",
        workspace.cohort_move,
        name="cohort_move",
    ),
    path("workspace/cohorts/<int:cohort_id>/approve/", freezing.approve, name="approve"),
    path("workspace/approved-lists/<int:pk>/", freezing.frozen, name="frozen"),
    path("workspace/approved-lists/<int:pk>/reopen/", freezing.reopen, name="reopen"),
    path("workspace/approved-lists/<int:pk>/export/", freezing.frozen_export, name="frozen_export"),
    path("workspace/cohorts/<int:cohort_id>/enrol/", enrolments.enrol, name="enrol"),
    path("workspace/enrolments/<int:enrolment_id>/", enrolments.enrolment, name="enrolment"),
]
