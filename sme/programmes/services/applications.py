"""Acts of a business on its application: writing a draft, adding papers, sending it, taking it back."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.shared import audit, clock, files, text
from portal.shared.errors import RuleBroken
from portal.shared.models import update_versioned
from sme.enterprises import permissions as enterprises
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import State
from sme.programmes import rules, selectors
from sme.programmes.models import Application, ApplicationDocument, Cohort, CohortPaper
from sme.programmes.rules import ApplicationState, By, EnrolmentState
from sme.programmes.services import enrolments
from sme.programmes.services.cohorts import locked

WRITTEN = frozenset({"contact", "phone", "wish"})


def save_draft(
    cohort: Cohort, enterprise: Enterprise, *, actor: Any, **written: str
) -> Application:
    """Keep what a business has written so far (``contact``, ``phone``, ``wish``); begins the draft if needed.

    Refuses whoever does not act for it, a cohort whose intake is not open, an enterprise that is in the cohort
    already, and an application that is with the office.
    """
    if unknown := set(written) - WRITTEN:
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")
    values = {name: text.clean(value) for name, value in written.items()}
    with transaction.atomic():
        _check_member(actor, enterprise)
        found = Application.objects.select_for_update().live()
        row = found.filter(cohort=cohort, enterprise=enterprise).first()
        if row is None:
            return _begun(cohort, enterprise, values, actor)
        _check_open_to_applicant(row)
        if any(getattr(row, name) != value for name, value in values.items()):
            update_versioned(row, None, **values)
    return row


def _begun(
    cohort: Cohort, enterprise: Enterprise, values: dict[str, str], actor: Any
) -> Application:
    _check_intake(cohort)
    if cohort.enrolments.live().filter(enterprise=enterprise).exists():
        raise RuleBroken("already_enrolled", _("This enterprise is in the cohort already."))
    try:
        with transaction.atomic():
            row = Application.objects.create(
                cohort=cohort, enterprise=enterprise, applicant=actor, **values
            )
    except IntegrityError:
        raise RuleBroken(
            "already_applied", _("Your business has applied to this cohort already.")
        ) from None
    audit.record(row, "programmes.begin_application", actor=actor)
    return row


def add_document(
    application: Application, upload: Any, *, paper: CohortPaper | None = None, actor: Any
) -> ApplicationDocument:
    """Add a PDF or picture (judged by its bytes), perhaps as one of the papers that the cohort asks for.

    Refuses more than twelve, a paper of another cohort, and once it is with the office.
    """
    field = f"paper_{paper.pk}" if paper else "paper"
    with transaction.atomic():
        row = _own(application, actor)
        _check_open_to_applicant(row)
        if paper is not None and paper.cohort_id != row.cohort_id:
            raise RuleBroken("other_cohort", _("This cohort does not ask for this paper."), field)
        if row.documents.count() >= rules.MOST_DOCUMENTS:
            raise RuleBroken(
                "too_many_documents",
                _("At most %(most)d papers. Remove one first.") % {"most": rules.MOST_DOCUMENTS},
                field,
            )
        try:
            name = files.check_upload(upload, files.DOCUMENTS).name
        except RuleBroken as broken:
            raise RuleBroken(broken.code, broken.sentence, field) from None
        return ApplicationDocument.objects.create(
            application=row, file=upload, name=name, paper=paper
        )


def remove_document(document: ApplicationDocument, *, actor: Any) -> None:
    """Take a paper away again, from the disk too; refuses once the application is with the office."""
    with transaction.atomic():
        _check_open_to_applicant(_own(document.application, actor))
        storage, name = document.file.storage, str(document.file.name)
        document.delete()
        transaction.on_commit(lambda: storage.delete(name))


def submit(application: Application, *, actor: Any) -> Application:
    """Send an application to the office; the facts of this moment and what each rule said are kept with it.

    Refuses an application without a person to call or a paper that is required, one that breaks a rule of the
    cohort, a closed intake (one that was sent back may come again), and a closed business.
    """
    with transaction.atomic():
        row = _own(application, actor)
        rules.check_application_move(row.state, ApplicationState.SUBMITTED, By.APPLICANT, "")
        if row.state == ApplicationState.DRAFT:
            _check_intake(row.cohort)
        if row.enterprise.state == State.CLOSED:
            raise RuleBroken("closed", _("This business is closed in the registry."))
        for name in ("contact", "phone"):
            if not getattr(row, name):
                raise RuleBroken(
                    f"{name}_missing", _("The office needs to know whom to call."), name
                )
        _check_papers(row)
        conditions = selectors.conditions_for(row.cohort, row.enterprise)
        failing = [str(each.words) for each in conditions if each.fails]
        if failing:
            raise RuleBroken(
                "not_eligible",
                _("This cohort is not for your business yet: %(conditions)s.")
                % {"conditions": "; ".join(failing)},
            )
        update_versioned(
            row,
            None,
            state=ApplicationState.SUBMITTED,
            submitted_at=row.submitted_at or clock.now(),
            facts=selectors.facts_of(row.enterprise, row.cohort).as_json(),
            verdicts=[[each.kind, str(each.verdict)] for each in conditions],
            reason="",
            applicant=actor,
        )
        audit.record(row, "programmes.submit_application", actor=actor)
    return row


def withdraw(application: Application, *, actor: Any) -> Application:
    """Take an application back; a place or waiting place that it gave is given back too."""
    with transaction.atomic():
        locked(application.cohort)
        row = _own(application, actor)
        rules.check_application_move(row.state, ApplicationState.WITHDRAWN, By.APPLICANT, "")
        held = row.enrolment
        if held is not None and held.state in (EnrolmentState.ENROLLED, EnrolmentState.WAITING):
            enrolments.change_enrolment(
                held,
                expected_version=held.version,
                actor=actor,
                state=EnrolmentState.WITHDRAWN,
                reason=str(_("The business withdrew its application.")),
            )
        update_versioned(row, None, state=ApplicationState.WITHDRAWN, proposed="")
        audit.record(row, "programmes.withdraw_application", actor=actor)
    return row


def _own(application: Application, actor: Any) -> Application:
    found = Application.objects.select_for_update(of=("self",))
    row = found.select_related("cohort__programme", "enterprise", "enrolment").get(
        pk=application.pk
    )
    _check_member(actor, row.enterprise)
    return row


def _check_member(actor: Any, enterprise: Enterprise) -> None:
    if not enterprises.is_member(actor, enterprise):
        raise RuleBroken("not_yours", _("Only those who act for the business may do this."))


def _check_open_to_applicant(row: Application) -> None:
    if row.state not in rules.OPEN_TO_APPLICANT:
        raise RuleBroken(
            "with_the_office", _("This application is with the office; it is not changed any more.")
        )


def _check_papers(row: Application) -> None:
    missing = [each for each in selectors.papers_missing(row) if each.is_required]
    if missing:
        raise RuleBroken(
            "paper_missing",
            _("Still missing: %(papers)s.") % {"papers": "; ".join(str(p.title) for p in missing)},
            f"paper_{missing[0].pk}",
        )


def _check_intake(cohort: Cohort) -> None:
    if not rules.is_intake_open(
        cohort.state, cohort.intake_opens_on, cohort.intake_closes_on, clock.today()
    ):
        raise RuleBroken("intake_closed", _("This cohort is not open for registration today."))
