"""Every address × every kind of visitor → what is answered. A missing address fails the test.

`page("thing", …)` fills the address's parts with things of `people.THINGS` (by their number), or with plain
values. Answers stand in the order of `people.KINDS`:

    anonymous, member, member of another enterprise, officer of the place, officer of another place,
    officer of the whole province, editor, moderator, administrator

SIGN_IN is the way to the sign-in page, GO another redirection; somebody else's thing is always 404.
"""

from dataclasses import dataclass, field
from typing import Any

SIGN_IN, GO = "sign in", "go"
Answer = int | str


@dataclass(frozen=True)
class Row:
    """One address as it is asked for, and the nine answers."""

    answers: tuple[Answer, ...]
    parts: dict[str, Any] = field(default_factory=dict)
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)


def everybody(answer: Answer = 200, **parts: Any) -> Row:
    """The same answer to all."""
    return Row((answer,) * 9, parts)


def signed_in(answer: Answer = 200, **parts: Any) -> Row:
    """The same answer to all who have signed in."""
    return Row((SIGN_IN, *((answer,) * 8)), parts)


def officers(answer: Answer = 200, **parts: Any) -> Row:
    """Officers, wherever they work, and administrators."""
    return Row((SIGN_IN, 404, 404, answer, answer, answer, 404, 404, answer), parts)


def officers_of_the_place(answer: Answer = 200, **parts: Any) -> Row:
    """Officers whose area holds the thing, and administrators."""
    return Row((SIGN_IN, 404, 404, answer, 404, answer, 404, 404, answer), parts)


def officers_of_the_province(answer: Answer = 200, **parts: Any) -> Row:
    """Officers of the whole province and administrators."""
    return Row((SIGN_IN, 404, 404, 404, 404, answer, 404, 404, answer), parts)


def administrators(answer: Answer = 200, **parts: Any) -> Row:
    """Administrators only."""
    return Row((SIGN_IN, *((404,) * 7), answer), parts)


def the_officer(answer: Answer = 200, **parts: Any) -> Row:
    """The officer whose own it is, and nobody else whatever the role."""
    return Row((SIGN_IN, 404, 404, answer, *((404,) * 5)), parts)


def the_member(answer: Answer = 200, **parts: Any) -> Row:
    """The member whose enterprise it is, and nobody else."""
    return Row((SIGN_IN, answer, *((404,) * 7)), parts)


def the_claimant(answer: Answer = 200, **parts: Any) -> Row:
    """The person who claims the enterprise (the member of another one), and nobody else."""
    return Row((SIGN_IN, 404, answer, *((404,) * 6)), parts)


def members_and_officers_of_the_place(answer: Answer = 200, **parts: Any) -> Row:
    """Whoever may edit the enterprise whose it is."""
    return Row((SIGN_IN, answer, 404, answer, 404, answer, 404, 404, answer), parts)


def authors(answer: Answer = 200, **parts: Any) -> Row:
    """Whoever may enter the editors' place: editors, moderators, administrators."""
    return Row((*((SIGN_IN,) * 6), answer, answer, answer), parts)


def previews(answer: Answer = 200, **parts: Any) -> Row:
    """Whoever authors, on the portal's own pages."""
    return Row((SIGN_IN, *((404,) * 5), answer, answer, answer), parts)


def staff(answer: Answer = 200, **parts: Any) -> Row:
    """Everybody with a role."""
    return Row((SIGN_IN, 404, 404, *((answer,) * 6)), parts)


def post(row: Row, **data: Any) -> Row:
    """The same answers to a form that is sent."""
    return Row(row.answers, row.parts, "post", data)


def asking(row: Row, **data: Any) -> Row:
    """The same answers to a question in the address."""
    return Row(row.answers, row.parts, "get", data)


# Addresses of libraries: who may enter is theirs to decide, with the grants of portal/setup/roles.py.
# Their first pages are in the table below.
LIBRARIES = {
    "admin/": "wagtail.admin",
    "documents/": "wagtail.documents",
    "accounts/": "allauth",
    "media/": "django.views.static",
    "sitemap.xml": "django.contrib.sitemaps",
    "_util/": "wagtail",
    "": "wagtail",  # the pages of the guidance
}

# fmt: off
TABLE: dict[str, Row] = {
    # the floor
    "healthz": everybody(),
    "metrics": everybody(404),  # without the token
    "readyz": everybody(503),  # no worker has its pulse in a test
    "sitemap": everybody(),
    "robots": everybody(),
    "worker": everybody(),
    "shared:jobs": signed_in(),
    "shared:job": the_officer(job_id="job"),
    "shared:job_download": the_officer(job_id="finished_job"),
    "shared:job_cancel": post(the_officer(GO, job_id="job")),
    "shared:job_again": post(the_officer(GO, job_id="failed_job")),
    # lists that come in (of a kind that only these tests know)
    "imports:list": officers(),
    "imports:kind": officers(kind="boats"),
    "imports:template": officers(kind="boats"),
    "imports:batch": the_officer(kind="boats", pk="import_batch"),
    "imports:columns": the_officer(kind="boats", pk="import_batch"),
    "imports:decide": post(the_officer(GO, kind="boats", pk="import_batch", number=2)),
    "imports:apply": post(the_officer(GO, kind="boats", pk="import_batch")),
    "imports:check": post(the_officer(GO, kind="boats", pk="import_batch")),
    "imports:undo": post(the_officer(GO, kind="boats", pk="import_batch")),
    "imports:discard": post(the_officer(GO, kind="boats", pk="import_batch")),
    "imports:result": post(the_officer(kind="boats", pk="import_batch")),
    # people
    "account_login": Row((200, *((GO,) * 8))),
    "account_signup": Row((200, *((GO,) * 8))),
    "account_email": signed_in(),
    "accounts:profile": signed_in(),
    "shared:system": administrators(),
    "shared:schedule_act": post(administrators(GO, kind="shared.tidy", what="now")),
    "accounts:staff": administrators(),
    "accounts:person": administrators(pk="a_member_of_staff"),
    "accounts:person_act": post(administrators(GO, pk="a_member_of_staff", what="lock")),
    # personal data
    "privacy:notice": everybody(),
    "privacy:mine": signed_in(),
    "privacy:looks": signed_in(),
    "privacy:choose": post(signed_in(GO, purpose="reminders", what="agree")),
    "privacy:download": post(signed_in(GO)),
    "privacy:erase": signed_in(),
    "privacy:keep": post(signed_in(GO)),
    "privacy:register": administrators(),
    "privacy:log": administrators(),
    "privacy:run": post(administrators(GO, what="count")),
    # the roof
    "dashboard:start": signed_in(GO),
    "dashboard:business": signed_in(),
    "dashboard:workspace": officers(),
    "dashboard:keys": officers(),
    "dashboard:patterns": staff(),
    "dashboard:mail": everybody(),
    # guidance
    "content_feedback": Row((*((SIGN_IN,) * 6), 200, 200, 200)),
    "content_misses": Row((*((SIGN_IN,) * 6), 200, 200, 200)),
    "content_due": Row((*((SIGN_IN,) * 6), 200, 200, 200)),
    "content_translations": Row((*((SIGN_IN,) * 6), 200, 200, 200)),
    # questionnaires in the editors' place
    "readiness_versions": authors(),
    "readiness_version": authors(pk="draft_version"),
    "readiness_copy": post(authors(422, pk="draft_version")),
    "readiness_frame": authors(pk="draft_version"),
    "readiness_question": authors(pk="draft_version"),
    "readiness_up": post(authors(GO, pk="draft_version", code="first_question")),
    "readiness_down": post(authors(GO, pk="draft_version", code="first_question")),
    "readiness_out": post(authors(GO, pk="draft_version", code="first_question")),
    "readiness_criterion": authors(pk="draft_version", code="first_question"),
    "readiness_send_back": post(Row((*((SIGN_IN,) * 6), GO, 422, 422), {"pk": "draft_version"})),
    "readiness_ask": post(authors(GO, pk="draft_version")),
    "readiness_publish": post(authors(GO, pk="draft_version")),  # nobody asked: told so
    "readiness_drop": post(authors(GO, pk="draft_version")),
    "readiness_proof": authors(pk="draft_version"),
    "readiness_trial": authors(pk="draft_version"),
    "readiness_crosswalk": authors(pk="draft_version", earlier="framework_version"),
    "readiness_xlsx": authors(pk="draft_version"),
    "readiness_json": authors(pk="draft_version"),
    "wagtailadmin_home": Row((*((SIGN_IN,) * 6), 200, 200, 200)),
    "content:feed": everybody(),
    "content:feed_rss": everybody(),
    "content:feedback": everybody(pk="guide_page"),
    "content:offline": everybody(),
    "content:page": everybody(404, path="khong-co-trang-nay/"),
    "content:search": everybody(),
    "content:suggest": everybody(),
    "content:terms": everybody(),
    # places
    "places:suggest": asking(everybody(), field="where", where="sa dec"),
    # enterprises
    "enterprises:list": officers(),
    "enterprises:export": officers(),
    "enterprises:suggest": asking(officers(), field="other", other="sen"),
    "enterprises:jump": officers(),
    "enterprises:columns_forget": post(officers(GO, pk=1)),
    "enterprises:add": officers(),
    "enterprises:detail": officers_of_the_place(pk="enterprise"),
    "enterprises:part": officers_of_the_place(GO, pk="enterprise", anchor="due"),
    "enterprises:edit": officers_of_the_place(pk="enterprise"),
    "enterprises:verify": post(officers_of_the_place(GO, pk="enterprise")),
    "enterprises:close": officers_of_the_place(pk="enterprise"),
    "enterprises:reopen": post(officers_of_the_place(GO, pk="enterprise")),
    "enterprises:succeed": officers_of_the_place(pk="enterprise"),
    "enterprises:succession_undo": post(
        officers_of_the_place(GO, pk="enterprise", lineage="lineage")
    ),
    "enterprises:assign": officers_of_the_place(pk="enterprise"),
    "enterprises:assign_many": officers(),
    "enterprises:completion": officers(),
    "enterprises:duplicates": officers(),
    "enterprises:duplicates_search": post(officers(GO)),
    "enterprises:duplicate_pair": officers_of_the_place(pk="duplicate_pair"),
    "enterprises:duplicate_distinct": post(
        officers_of_the_place(GO, pk="duplicate_pair"), note="hai anh em"
    ),
    "enterprises:duplicate_ask": post(officers_of_the_place(GO, pk="duplicate_pair")),
    "enterprises:duplicate_merge": officers_of_the_place(pk="duplicate_pair"),
    "enterprises:merge_undo": post(officers_of_the_place(GO, pk="merge")),
    "enterprises:quality": officers(),
    "enterprises:quality_run": post(officers(GO)),
    "enterprises:findings": officers(),
    "enterprises:finding": officers_of_the_place(pk="finding"),
    "enterprises:finding_mend": post(officers_of_the_place(GO, pk="finding"), sector="C", version=1),
    "enterprises:finding_accept": post(officers_of_the_place(GO, pk="finding"), reason="Ok"),
    "enterprises:finding_revoke": post(officers_of_the_place(GO, pk="finding")),
    "enterprises:register": signed_in(GO),
    "enterprises:register_step": signed_in(slug="kind"),
    "enterprises:register_discard": post(signed_in(GO)),
    "enterprises:mine": signed_in(),
    "enterprises:mine_edit": the_member(pk="enterprise"),
    "enterprises:claim": signed_in(),
    "enterprises:claim_more": the_claimant(GO, pk="waiting_claim"),
    "enterprises:claim_withdraw": post(the_claimant(GO, pk="waiting_claim")),
    "enterprises:claim_proof": Row((SIGN_IN, 404, 200, 200, 404, 200, 404, 404, 200), {"pk": "waiting_claim"}),
    "enterprises:claims": officers(),
    "enterprises:claim_decide": officers_of_the_place(pk="waiting_claim"),
    "enterprises:code": post(officers_of_the_place(pk="enterprise")),
    "enterprises:invite_for": officers_of_the_place(pk="enterprise"),
    "enterprises:remove_for": post(officers_of_the_place(GO, pk="membership")),
    "enterprises:take_over": signed_in(),
    "enterprises:members": Row((SIGN_IN, 200, 200, *((GO,) * 6))),
    "enterprises:member_role": post(the_member(GO, pk="membership"), role="staff"),
    "enterprises:member_remove": post(the_member(GO, pk="membership")),
    "enterprises:invitation_accept": post(signed_in(404, pk=1)),
    "enterprises:invitation_revoke": post(members_and_officers_of_the_place(GO, pk="invitation")),
    "enterprises:invitation": signed_in(token="invitation_token"),
    "enterprises:switch": post(the_member(GO), enterprise="enterprise"),
    # marketplaces
    "marketplaces:list": officers(),
    "marketplaces:detail": officers_of_the_place(pk="listing"),
    "marketplaces:verify": officers(),
    "marketplaces:verify_one": officers_of_the_place(pk="live_listing"),
    "marketplaces:verify_seen": post(officers_of_the_place(GO, pk="live_listing"), state="live"),
    "marketplaces:verify_gone": post(
        officers_of_the_place(GO, pk="live_listing"), state="delisted", effective_on="01/11/2026"
    ),
    "marketplaces:verify_unclear": post(officers_of_the_place(GO, pk="live_listing")),
    "marketplaces:check_page": post(officers_of_the_place(GO, pk="live_listing")),
    "marketplaces:fact_correct": officers_of_the_place(pk="live_fact"),
    "marketplaces:listing_address": officers_of_the_place(pk="live_listing"),
    "marketplaces:evidence": officers_of_the_place(pk="evidence"),
    "marketplaces:report": everybody(pk="shown_product"),
    "marketplaces:report_decide": post(officers_of_the_place(GO, pk="wrong_report"), state="upheld"),
    "marketplaces:samples": officers(),
    "marketplaces:sample": officers_of_the_place(pk="sample"),  # its drawer's, and the whole province's
    "marketplaces:sample_export": officers_of_the_place(pk="sample"),
    "marketplaces:sample_look": post(
        officers_of_the_place(GO, pk="sample", order=1), outcome="confirmed"
    ),
    "marketplaces:conflicts": officers(),
    "marketplaces:products": officers(),
    "marketplaces:products_export": officers(),
    "marketplaces:paste": officers(),
    "marketplaces:paste_own": Row((SIGN_IN, 200, 200, *((GO,) * 6))),  # without a business: the start
    "marketplaces:conflict": officers_of_the_place(pk="conflict"),
    "marketplaces:headline": officers(),
    "marketplaces:headline_export": officers(),
    "marketplaces:headline_report": post(officers(GO)),
    "marketplaces:reported_list": officers(),
    "marketplaces:reported": officers(pk="reported_figure"),
    "marketplaces:reported_export": officers(pk="reported_figure"),
    "marketplaces:mine": signed_in(),
    "marketplaces:product_add": Row((SIGN_IN, 200, 200, *((GO,) * 6))),  # without a business: the start
    "marketplaces:directory": everybody(),
    "marketplaces:public_product": everybody(pk="shown_product", slug="banh-phong-tom"),
    "marketplaces:photo": everybody(pk="shown_photo", name="shown_photo_name"),
    "marketplaces:papers": signed_in(),
    "marketplaces:paper_add": members_and_officers_of_the_place(enterprise_id="enterprise"),
    "marketplaces:paper": members_and_officers_of_the_place(pk="paper"),
    "marketplaces:paper_file": members_and_officers_of_the_place(pk="paper"),
    "marketplaces:paper_remove": post(members_and_officers_of_the_place(GO, pk="paper")),
    "marketplaces:product_change": members_and_officers_of_the_place(pk="product"),
    "marketplaces:product_show": post(members_and_officers_of_the_place(GO, pk="product")),
    "marketplaces:photo_add": members_and_officers_of_the_place(pk="product"),
    "marketplaces:photo_change": members_and_officers_of_the_place(pk="photo"),
    "marketplaces:photo_first": post(members_and_officers_of_the_place(GO, pk="photo")),
    "marketplaces:photo_remove": post(members_and_officers_of_the_place(GO, pk="photo")),
    "marketplaces:product": members_and_officers_of_the_place(pk="product"),
    "marketplaces:listing_add": members_and_officers_of_the_place(pk="product"),
    "marketplaces:listing_change": members_and_officers_of_the_place(pk="listing"),
    "marketplaces:onboarding": officers(),
    "marketplaces:onboarding_detail": officers_of_the_place(pk="onboarding"),
    "marketplaces:onboarding_plan": officers_of_the_place(pk="onboarding"),
    "marketplaces:onboarding_halt": officers_of_the_place(pk="onboarding", how="pause"),
    "marketplaces:onboarding_resume": post(officers_of_the_place(GO, pk="onboarding")),
    "marketplaces:onboarding_remove": post(officers_of_the_place(GO, pk="onboarding")),
    "marketplaces:onboarding_start": officers_of_the_place(pk="enterprise"),
    "marketplaces:shop_add_for": officers_of_the_place(pk="enterprise"),
    "marketplaces:my_onboarding": signed_in(),
    "marketplaces:onboarding_begin": post(signed_in(GO)),
    "marketplaces:onboarding_step": members_and_officers_of_the_place(pk="onboarding", step="registered"),
    "marketplaces:ready": members_and_officers_of_the_place(pk="product", key="marketplace_key"),
    "marketplaces:ready_confirm": post(
        members_and_officers_of_the_place(GO, pk="product", key="marketplace_key"), requirement="bank-account"
    ),
    "marketplaces:shops": signed_in(),
    "marketplaces:shop_add": Row((SIGN_IN, 200, 200, *((GO,) * 6))),
    "marketplaces:shop": members_and_officers_of_the_place(pk="storefront"),
    "marketplaces:shop_close": members_and_officers_of_the_place(pk="storefront"),
    "marketplaces:shop_reopen": post(members_and_officers_of_the_place(GO, pk="storefront")),
    # readiness
    "assessments:public": everybody(),
    "assessments:visitor_enter": post(everybody(422)),  # no code
    "assessments:visitor_go": everybody(404, code="K7QF-3MXP-2D"),  # a code of nobody's
    "assessments:visitor_start": post(everybody(GO, slug="framework_slug")),
    "assessments:visitor_resume": everybody(404, pk="visitors_draft"),  # whoever holds the code; nobody here does
    "assessments:visitor_question": everybody(404, pk="visitors_draft", code="first_question"),
    "assessments:visitor_save": post(everybody(401, pk="visitors_draft", code="first_question")),
    "assessments:visitor_review": everybody(404, pk="visitors_draft"),
    "assessments:visitor_submit": post(everybody(404, pk="visitors_draft")),
    "assessments:visitor_result": everybody(404, pk="visitors_draft"),
    "assessments:visitor_pdf": everybody(404, pk="visitors_draft"),
    "assessments:visitor_leave": post(everybody(404, pk="visitors_draft")),
    # whoever acts for a business; a visitor needs the result that led there
    "assessments:guide_done": post(Row((404, GO, GO, *((404,) * 6)), {"guide": "guide_key"})),
    "assessments:mine": signed_in(),
    "assessments:claim": post(signed_in(404, pk="visitors_draft")),
    "assessments:hand_over": post(the_member(GO, pk="draft")),
    "assessments:start": post(signed_in(GO, slug="framework_slug")),
    "assessments:resume": the_member(GO, pk="draft"),
    "assessments:question": the_member(pk="draft", code="first_question"),
    "assessments:save": post(Row((401, 422, *((404,) * 7)), {"pk": "draft", "code": "first_question"})),
    "assessments:review": the_member(pk="draft"),
    "assessments:submit": post(the_member(422, pk="draft")),  # questions are still open
    "assessments:result": the_member(pk="submitted"),
    "assessments:shared": everybody(404, secret="nobodys-secret"),
    "assessments:share": post(the_member(GO, pk="submitted")),
    "assessments:revoke": post(Row((SIGN_IN, *((404,) * 8)), {"pk": "submitted", "link_id": 0})),
    "assessments:pdf": the_member(pk="submitted"),
    "assessments:withdraw": the_member(pk="draft"),
    "assessments:list": officers(),
    "assessments:export": officers(),
    "assessments:figures": officers(),
    "assessments:detail_pdf": officers_of_the_place(pk="submitted"),
    "assessments:detail": officers_of_the_place(pk="submitted"),
    "assessments:assist_start": post(
        officers_of_the_place(GO, enterprise_id="enterprise", slug="framework_slug")
    ),
    "assessments:preview_begin": previews(GO, pk="draft_version"),
    "assessments:preview_question": previews(pk="draft_version", code="first_question"),
    "assessments:preview_review": previews(pk="draft_version"),
    "assessments:preview_submit": post(previews(GO, pk="draft_version")),  # questions are open
    "assessments:paper": officers(pk="framework_version"),
    "assessments:paper_sheet": officers(pk="framework_version"),
    "assessments:paper_typing": officers_of_the_place(pk="handed_over"),
    "assessments:assist_resume": officers_of_the_place(GO, pk="handed_over"),
    "assessments:assist_question": officers_of_the_place(pk="handed_over", code="first_question"),
    "assessments:assist_save": post(
        Row((401, 404, 404, 422, 404, 422, 404, 404, 422), {"pk": "handed_over", "code": "first_question"})
    ),
    "assessments:assist_review": officers_of_the_place(pk="handed_over"),
    "assessments:assist_submit": post(officers_of_the_place(422, pk="handed_over")),
    "assessments:campaigns": officers(),
    "assessments:campaigns_new": officers_of_the_province(),
    "assessments:campaign": officers(404, pk=0),
    "assessments:campaign_export": officers(404, pk=0),
    "assessments:adjust": officers_of_the_place(pk="submitted", code="first_question"),
    "assessments:look_over": post(officers_of_the_place(GO, pk="submitted")),
    "assessments:contest_reply": officers(404, pk="submitted", contest_id=0),
    "assessments:contest": the_member(pk="submitted"),
    # programmes
    "programmes:public": everybody(),
    "programmes:public_detail": everybody(slug="programme_slug"),
    "programmes:public_cohort": everybody(slug="programme_slug", cohort_id="cohort"),
    "programmes:cohort_rules": officers_of_the_province(cohort_id="cohort"),
    "programmes:cohort_papers": officers_of_the_province(cohort_id="cohort"),
    "programmes:approve": post(officers_of_the_province(GO, cohort_id="cohort")),
    "programmes:frozen": officers_of_the_province(pk="approved_list"),
    "programmes:reopen": post(officers_of_the_province(GO, pk="approved_list")),
    "programmes:frozen_export": officers_of_the_province(pk="approved_list"),
    "programmes:support_list": officers(),
    "programmes:support": officers_of_the_place(enterprise_id="enterprise"),
    "programmes:support_export": officers(),
    "programmes:session_ics": everybody(session_id="cohort_session"),
    "programmes:session_sign_up": post(
        Row((SIGN_IN, GO, *((404,) * 7)), {"session_id": "cohort_session", "what": "come"})
    ),
    "programmes:here": signed_in(code="x"),
    "programmes:session_add": officers_of_the_province(cohort_id="cohort"),
    "programmes:sessions": officers(),
    "programmes:session": officers_of_the_place(session_id="cohort_session"),
    "programmes:session_edit": officers_of_the_province(session_id="cohort_session"),
    "programmes:session_cancel": post(officers_of_the_province(GO, session_id="cohort_session")),
    "programmes:session_code": officers_of_the_place(session_id="cohort_session"),
    "programmes:check_certificates": everybody(),
    "programmes:check_certificate": everybody(code="certificate_code"),
    "programmes:certificate_pdf": members_and_officers_of_the_place(pk="cohort_certificate"),
    "programmes:certificates": officers_of_the_place(cohort_id="cohort"),
    "programmes:certificates_pdf": officers_of_the_place(GO, cohort_id="cohort"),  # none yet: told so
    "programmes:certificate": officers_of_the_place(pk="cohort_certificate"),
    "programmes:certificate_revoke": post(officers_of_the_province(GO, pk="cohort_certificate")),
    "programmes:letter": officers_of_the_place(pk="letter"),
    "programmes:my_letter": the_member(pk="letter"),
    "programmes:letter_pdf": members_and_officers_of_the_place(pk="letter"),
    "programmes:letters": officers_of_the_place(cohort_id="cohort"),
    "programmes:letters_pdf": officers_of_the_place(GO, cohort_id="empty_cohort"),  # none: told so
    "programmes:contracts": officers(),
    "programmes:contracts_export": officers(),
    "programmes:support_paper": members_and_officers_of_the_place(document_id="support_paper"),
    "programmes:support_paper_add": post(officers_of_the_place(GO, contract_id="support_contract")),
    "programmes:support_paper_act": post(officers_of_the_place(GO, document_id="support_paper", act="checked")),
    "programmes:public_sessions": everybody(),
    "programmes:solutions": everybody(),
    "programmes:my_solutions": signed_in(),
    "programmes:uses": officers(),
    "programmes:uses_export": officers(),
    "programmes:enterprise_solutions": officers_of_the_place(enterprise_id="enterprise"),
    "programmes:use_change": post(members_and_officers_of_the_place(GO, adoption_id="adoption", act="end")),
    "programmes:pay_out": post(officers_of_the_place(GO, contract_id="support_contract")),
    "programmes:entry_back": post(officers_of_the_place(GO, entry_id="support_entry")),
    "programmes:mine": signed_in(),
    "programmes:apply": signed_in(cohort_id="cohort"),
    "programmes:application_withdraw": post(the_member(GO, application_id="application")),
    "programmes:application_paper": members_and_officers_of_the_place(document_id="application_paper"),
    "programmes:application_paper_remove": post(the_member(GO, document_id="application_paper")),
    "programmes:applications": officers(),
    "programmes:applications_decide": post(officers(GO)),
    "programmes:application": officers_of_the_place(application_id="application"),
    "programmes:application_paper_checked": post(officers_of_the_place(GO, document_id="application_paper")),
    "programmes:list": officers(),
    "programmes:add": officers_of_the_province(),
    "programmes:edit": officers_of_the_province(programme_id="programme"),
    "programmes:cohort_add": officers_of_the_province(programme_id="programme"),
    "programmes:cohort": officers_of_the_place(cohort_id="cohort"),
    "programmes:cohort_edit": officers_of_the_province(cohort_id="cohort"),
    "programmes:cohort_move": officers_of_the_province(cohort_id="cohort", state="running"),
    "programmes:enrol": officers_of_the_place(cohort_id="cohort"),
    "programmes:enrolment": officers_of_the_place(enrolment_id="enrolment"),
    "programmes:milestones": officers_of_the_place(cohort_id="cohort"),
    "programmes:milestone": officers_of_the_place(milestone_id="milestone"),
    "programmes:milestone_edit": officers_of_the_province(milestone_id="milestone"),
    "programmes:milestone_remove": post(officers_of_the_province(GO, milestone_id="milestone")),
    "programmes:milestone_act": post(officers_of_the_place(GO, reached_id="reached", act="open")),
    "programmes:milestone_list": officers(),
    "programmes:tasks": officers(),
    "programmes:task_act": post(officers_of_the_place(GO, task_id="officer_task", act="done")),
    "programmes:give_place": post(officers_of_the_place(GO, cohort_id="cohort")),
    "programmes:leave": the_member(enrolment_id="enrolment"),
    # payments
    "payments:mine": signed_in(),
    "payments:pay": the_member(pk="obligation"),
    "payments:card": post(the_member(GO, pk="obligation")),
    "payments:receipt": Row((SIGN_IN, 200, 404, 404, 404, 200, 404, 404, 200), {"pk": "receipt"}),
    "payments:list": officers_of_the_province(),
    "payments:journal": officers_of_the_province(),
    "payments:ask": officers_of_the_province(enrolment_id="enrolment"),
    "payments:own_share": officers_of_the_province(contract_id="support_contract"),
    "payments:price": officers_of_the_province(cohort_id="cohort"),
    "payments:price_act": post(officers_of_the_province(GO, cohort_id="cohort", what="drop")),
    "payments:obligation": officers_of_the_province(pk="obligation"),
    "payments:obligation_act": post(officers_of_the_province(GO, pk="obligation", what="close")),
    "payments:money": officers_of_the_province(pk="payment"),
    "payments:decide": post(officers_of_the_province(GO, pk="refund", choice="approve")),
    "payments:webhook": post(everybody(404)),
    # rosters
    "rosters:report": officers_of_the_place(cohort_id="cohort"),
    "rosters:report_export": officers_of_the_place(cohort_id="cohort"),
    "rosters:report_rows": officers_of_the_place(cohort_id="cohort", figure="applied"),
    "rosters:programme": officers(programme_id="programme"),
    "rosters:programme_export": officers(programme_id="programme"),
    "rosters:programme_rows": officers(programme_id="programme", year=2026, quarter=0, event="enrolled"),
    "rosters:templates": officers(),
    "rosters:template_file": officers(pk="roster_template"),
    "rosters:template_remove": post(officers_of_the_province(GO, pk="roster_template")),
    "rosters:cohort": officers_of_the_place(cohort_id="cohort"),
    "rosters:export": officers_of_the_place(cohort_id="cohort"),
    "rosters:columns_forget": post(officers_of_the_place(GO, cohort_id="cohort", pk=1)),
}
# fmt: on
