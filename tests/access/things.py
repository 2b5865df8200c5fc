"""The things that addresses ask for; each is made once per test, when a row names it."""

import io
import uuid
from datetime import date, timedelta
from typing import Any

import openpyxl
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Page

from assessments import services as readiness
from assessments.models import Assessment, Framework, FrameworkVersion
from assessments.rules import Kind
from assessments.selectors import definition_of
from portal.accounts.models import User
from portal.shared import clock, jobs
from portal.shared.imports import kind_of
from portal.shared.imports import services as imports
from portal.shared.models import ImportBatch, Job, JobState
from sme.enterprises import services as enterprises
from sme.enterprises.models import (
    Claim,
    DuplicatePair,
    Enterprise,
    Finding,
    Invitation,
    Lineage,
    Membership,
    Merge,
)
from sme.enterprises.rules import GivenIdentifier, IdentifierType
from sme.enterprises.selectors.people import digest_of
from sme.marketplaces import services as marketplaces
from sme.marketplaces.models import (
    Certificate,
    Listing,
    ListingFact,
    Marketplace,
    Onboarding,
    Product,
    ProductPhoto,
    ReportedFigure,
    Sample,
    Storefront,
    WrongReport,
)
from sme.marketplaces.services import conflicts, reports, samples, verifying
from sme.payments.models import Obligation, Payment, Receipt, Refund
from sme.payments.services import obligations, receiving, refunds
from sme.places.models import Unit
from sme.programmes import services as programmes
from sme.programmes.models import (
    Adoption,
    Application,
    ApplicationDocument,
    Cohort,
    DecisionLetter,
    Enrolment,
    Milestone,
    Programme,
    Reached,
    RosterFreeze,
    Session,
    SupportContract,
    SupportDocument,
    SupportEntry,
    Task,
)
from sme.programmes.models import Certificate as CohortCertificate
from sme.rosters import services as rosters
from sme.rosters.models import RosterTemplate
from tests.access.people import THINGS, World, thing
from tests.factories import content
from tests.factories.accounts import OfficerFactory
from tests.factories.enterprises import tax_code
from tests.factories.marketplaces import picture
from tests.factories.workbooks import workbook

NEEDED_BY_ALL: list[str] = ["place", "other_place", "enterprise", "foreign_enterprise"]
__all__ = ["NEEDED_BY_ALL", "THINGS"]


# --- people ---------------------------------------------------------------------------------------


@thing
def a_member_of_staff(world: World) -> User:
    """Somebody of the office."""
    return world.editor


# --- guidance ----------------------------------------------------------------------------------------


@thing
def guide_page(world: World) -> Page:
    """A published guide."""
    return content.guide(content.small_site(), "Bài có sẵn")


# --- places ------------------------------------------------------------------------------------------


@thing
def province(world: World) -> Unit:
    """The whole province."""
    return Unit.objects.create(
        level="province", code="82", name="Đồng Tháp", valid_from=date(2025, 7, 1)
    )


def commune(world: World, code: str, name: str) -> Unit:
    """One commune of it."""
    return Unit.objects.create(
        level="commune",
        code=code,
        name=name,
        parent=world["province"],
        valid_from=date(2025, 7, 1),
    )


@thing
def place(world: World) -> Unit:
    """Where the enterprise lies and the officer works."""
    return commune(world, "29955", "Phường Sa Đéc")


@thing
def other_place(world: World) -> Unit:
    """Where the officer from elsewhere works."""
    return commune(world, "29869", "Phường Cao Lãnh")


# --- enterprises ------------------------------------------------------------------------------------


@thing
def enterprise(world: World) -> Enterprise:
    """The member's."""
    return enterprises.register(
        kind="household",
        name="Cơ sở hủ tiếu Bà Sẩm",
        place=world["place"],
        actor=None,
        owner=world.member,
    )


@thing
def foreign_enterprise(world: World) -> Enterprise:
    """Another member's, elsewhere."""
    return enterprises.register(
        kind="household",
        name="Làng hoa Tân Quy Đông",
        place=world["other_place"],
        actor=None,
        owner=world.foreign_member,
    )


@thing
def twin(world: World) -> Enterprise:
    """The member's enterprise, entered a second time."""
    return enterprises.register(
        kind="household", name="CS hủ tiếu Bà Sẩm", place=world["place"], actor=None
    )


@thing
def lineage(world: World) -> Lineage:
    """The member's enterprise became the other."""
    return enterprises.succeed(
        world["enterprise"], world["twin"], kind="split", on=date(2026, 3, 1), actor=None
    )


@thing
def duplicate_pair(world: World) -> DuplicatePair:
    """The two."""
    left, right = sorted([world["enterprise"], world["twin"]], key=lambda each: each.pk)
    return DuplicatePair.objects.create(left=left, right=right, score=80, reasons=[])


@thing
def finding(world: World) -> Finding:
    """The member's enterprise has no sector."""
    enterprises.check_one(world["enterprise"])
    return Finding.objects.get(enterprise=world["enterprise"], check_key="no_sector")


@thing
def waiting_claim(world: World) -> Claim:
    """A member of another enterprise says that the member's is theirs, with a paper."""
    code = tax_code()
    enterprises.change(
        world["enterprise"],
        number=GivenIdentifier(IdentifierType.TAX_CODE, code),
        expected_version=None,
        actor=None,
    )
    paper = SimpleUploadedFile("giay.pdf", b"%PDF-1.4 ...")
    return enterprises.claim(code, proof=paper, actor=world.foreign_member)


@thing
def membership(world: World) -> Membership:
    """The member's access to their enterprise."""
    return world["enterprise"].memberships.get()


@thing
def invitation(world: World) -> Invitation:
    """The member invites a colleague."""
    return enterprises.invite(
        world["enterprise"], "dong.nghiep@example.com", "staff", actor=world.member
    )


@thing
def invitation_token(world: World) -> str:
    """The secret of that invitation's link."""
    token = "a-link-from-a-mail"
    Invitation.objects.filter(pk=world["invitation"].pk).update(digest=digest_of(token))
    return token


@thing
def merge(world: World) -> Merge:
    """The two, made one."""
    return enterprises.merge(
        world["enterprise"],
        world["twin"],
        chosen={},
        expected_versions=(None, None),
        actor=world.administrator,
    )


# --- marketplaces -----------------------------------------------------------------------------------


@thing
def product(world: World) -> Product:
    """What the member sells."""
    return marketplaces.add_product(world["enterprise"], name_vi="Hủ tiếu khô", actor=None)


@thing
def listing(world: World) -> Listing:
    """Where it is sold."""
    marketplaces.load_marketplaces()
    shop = marketplaces.open_storefront(
        world["enterprise"], Marketplace.objects.order_by("pk")[0], actor=None
    )
    return marketplaces.add_listing(world["product"], shop, actor=None)


@thing
def conflict(world: World) -> Any:
    """Its place on the marketplace is claimed for another of the member's products."""
    other = marketplaces.add_product(world["enterprise"], name_vi="Hủ tiếu tươi", actor=None)
    return conflicts.raise_conflict(
        world["listing"],
        other,
        claimed_state="live",
        claimed_on=date(2026, 1, 1),
        source="enterprise",
        actor=None,
    )


@thing
def shown_product(world: World) -> Product:
    """What the member sells and shows to the public."""
    marketplaces.load_marketplaces()
    shown = marketplaces.add_product(
        world["enterprise"], name_vi="Bánh phồng tôm", is_public=True, actor=None
    )
    shop = marketplaces.open_storefront(
        world["enterprise"], Marketplace.objects.get(key="tiki"), actor=None
    )
    listing = marketplaces.add_listing(shown, shop, actor=None)
    marketplaces.record_state(
        listing, "live", effective_on=date(2026, 1, 1), source="officer", actor=None
    )
    return shown


@thing
def live_listing(world: World) -> Listing:
    """Where that one is sold."""
    return world["shown_product"].listings.get()


@thing
def evidence(world: World) -> ListingFact:
    """An officer's screenshot of it."""
    shot = SimpleUploadedFile("man-hinh.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20)
    return verifying.seen(
        world["live_listing"], state="live", evidence=shot, actor=world.administrator
    )


@thing
def wrong_report(world: World) -> WrongReport:
    """A visitor says that it is wrong there."""
    return reports.report_wrong(world["live_listing"], "Trang đã mất", who="visitor")


@thing
def sample(world: World) -> Sample:
    """The officer drew it."""
    assert world["live_listing"].is_live
    return samples.draw("2026-Q3", 5, actor=world.officer)


@thing
def shown_photo(world: World) -> ProductPhoto:
    """A photograph of it."""
    return marketplaces.add_photo(world["shown_product"], picture(), actor=None)


@thing
def shown_photo_name(world: World) -> str:
    """The name in its address."""
    return world["shown_photo"].small_url.rpartition("/")[2].removesuffix(".webp")


@thing
def photo(world: World) -> ProductPhoto:
    """A photograph of what is not shown."""
    return marketplaces.add_photo(world["product"], picture(), actor=None)


@thing
def paper(world: World) -> Certificate:
    """A paper of the member's enterprise, with its file."""
    file = SimpleUploadedFile("giay.pdf", b"%PDF-1.4 ...")
    return marketplaces.add_paper(world["enterprise"], kind="food", file=file, actor=None)


@thing
def storefront(world: World) -> Storefront:
    """The shop of the listing."""
    return world["listing"].storefront


@thing
def onboarding(world: World) -> Onboarding:
    """The member's way onto the marketplace."""
    marketplaces.load_marketplaces()
    return marketplaces.start_onboarding(
        world["enterprise"], Marketplace.objects.order_by("pk")[0], actor=None
    )


@thing
def marketplace_key(world: World) -> str:
    """The name of a marketplace in addresses; what it asks is known."""
    marketplaces.load_marketplaces()
    marketplaces.load_requirements()
    return "shopee"


# --- readiness -------------------------------------------------------------------------------------


@thing
def framework(world: World) -> Framework:
    """The short check that comes with the project."""
    readiness.load_shipped(actor=world.administrator)
    return Framework.objects.get(slug="quick-check")


@thing
def framework_slug(world: World) -> str:
    """Its address."""
    return str(world["framework"].slug)


@thing
def draft(world: World) -> Assessment:
    """The member has begun."""
    return readiness.start(world["enterprise"], world["framework"], actor=world.member)


@thing
def draft_version(world: World) -> FrameworkVersion:
    """An editor has begun another version of the questions."""
    return readiness.copy_version(world["framework"].current, "thu", actor=world.editor)


@thing
def framework_version(world: World) -> FrameworkVersion:
    """The version that is used now."""
    return world["framework"].current


@thing
def handed_over(world: World) -> Assessment:
    """The member lets the officers of the place go on with it."""
    return readiness.hand_over(world["draft"], actor=world.member)


@thing
def visitors_draft(world: World) -> Assessment:
    """Somebody without an account has begun."""
    return readiness.start_as_visitor(world["framework"])[0]


@thing
def first_question(world: World) -> str:
    """The code of the first question."""
    return definition_of(world["draft"].version).criteria[0].code


@thing
def submitted(world: World) -> Assessment:
    """The member has answered everything."""
    assessment = world["draft"]
    given = {
        each.code: {"options": [0]} if each.kind == Kind.SEVERAL_OF else {"option": 0}
        for each in definition_of(assessment.version).criteria
    }
    readiness.save_answers(assessment, given, actor=world.member)
    readiness.submit(assessment, actor=world.member)
    return assessment


@thing
def guide_key(world: World) -> uuid.UUID:
    """The key that it shares with its translations."""
    return world["guide_page"].translation_key


# --- programmes -------------------------------------------------------------------------------------


@thing
def programme(world: World) -> Programme:
    """A programme that is shown."""
    return programmes.create_programme(
        slug="chuong-trinh",
        title_vi="Chương trình",
        starts_on=date(2026, 1, 1),
        state="running",
        actor=world.administrator,
    )


@thing
def programme_slug(world: World) -> str:
    """Its address."""
    return str(world["programme"].slug)


@thing
def cohort(world: World) -> Cohort:
    """An open cohort for the place, with the enterprise in it."""
    made = programmes.create_cohort(
        programme=world["programme"],
        code="152-2026-01",
        title_vi="Khoá 1",
        starts_on=date(2026, 9, 1),
        capacity=20,
        places=[world["place"]],
        actor=world.administrator,
    )
    return programmes.open_cohort(made, actor=world.administrator)


@thing
def enrolment(world: World) -> Enrolment:
    """The enterprise in the cohort."""
    return programmes.enrol(world["cohort"], world["enterprise"], actor=world.administrator)


@thing
def application(world: World) -> Application:
    """The member's enterprise asks for a place, with a paper."""
    made = programmes.save_draft(
        world["cohort"], world["enterprise"], actor=world.member, contact="Lan", phone="0901234567"
    )
    paper = SimpleUploadedFile("giay.pdf", b"%PDF-1.4 ...")
    programmes.add_document(made, paper, actor=world.member)
    return programmes.submit(made, actor=world.member)


@thing
def application_paper(world: World) -> ApplicationDocument:
    """Its paper."""
    return world["application"].documents.get()


@thing
def approved_list(world: World) -> RosterFreeze:
    """The approved list of the cohort."""
    return programmes.approve_list(world["enrolment"].cohort, actor=world.administrator)


@thing
def milestone(world: World) -> Milestone:
    """What every enterprise of the cohort is to have done; the member's is enrolled."""
    assert world["enrolment"]
    return programmes.add_milestone(
        world["cohort"],
        title_vi="Năm sản phẩm đang bán",
        due_on=date(2026, 10, 1),
        actor=world.administrator,
    )


@thing
def reached(world: World) -> Reached:
    """Where the member's enterprise stands with it."""
    return world["milestone"].reached.get()


@thing
def officer_task(world: World) -> Task:
    """What an officer does for the member's enterprise."""
    return programmes.add_task(
        world["enrolment"],
        text_said="Gọi lại",
        due_on=clock.today(),
        officer=world.administrator,
        actor=world.administrator,
    )


@thing
def cohort_session(world: World) -> Session:
    """A session of the cohort, an hour from now; the member's enterprise is enrolled."""
    assert world["enrolment"]
    begins = clock.now() + timedelta(hours=1)
    return programmes.plan_session(
        world["cohort"],
        title_vi="Chụp ảnh sản phẩm",
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        place="Hội trường",
        actor=world.administrator,
    )


@thing
def cohort_certificate(world: World) -> CohortCertificate:
    """The member's enterprise has a certificate of a cohort that runs."""
    made = programmes.create_cohort(
        programme=world["programme"],
        code="152-2026-09",
        title_vi="Khoá 9",
        starts_on=date(2026, 9, 1),
        capacity=20,
        places=[world["place"]],
        certificate_share=0,
        actor=world.administrator,
    )
    programmes.open_cohort(made, actor=world.administrator)
    enrolled = programmes.enrol(made, world["enterprise"], actor=world.administrator)
    programmes.move_cohort(made, "running", actor=world.administrator)
    return programmes.issue_certificate(enrolled, actor=world.administrator)


@thing
def empty_cohort(world: World) -> Cohort:
    """A cohort for the place to which nobody has applied."""
    return programmes.create_cohort(
        programme=world["programme"],
        code="152-2026-08",
        title_vi="Khoá 8",
        starts_on=date(2026, 9, 1),
        capacity=20,
        places=[world["place"]],
        actor=world.administrator,
    )


@thing
def letter(world: World) -> DecisionLetter:
    """The letter that sends the member's application to another cohort back."""
    cohort = programmes.create_cohort(
        programme=world["programme"],
        code="152-2026-07",
        title_vi="Khoá 7",
        starts_on=date(2026, 9, 1),
        capacity=20,
        places=[world["place"]],
        actor=world.administrator,
    )
    cohort = programmes.open_cohort(cohort, actor=world.administrator)
    made = programmes.save_draft(
        cohort, world["enterprise"], actor=world.member, contact="Lan", phone="0901234567"
    )
    programmes.submit(made, actor=world.member)
    programmes.decide(made, "returned", reason="Thiếu giấy", actor=world.administrator)
    return made.letters.get()


@thing
def certificate_code(world: World) -> str:
    """Its code, as it is printed."""
    return str(world["cohort_certificate"].shown_code)


@thing
def support_contract(world: World) -> SupportContract:
    """A contract of the enterprise of which the state pays half."""
    Enterprise.objects.filter(pk=world["enterprise"].pk).update(size_class="micro")
    return programmes.commit_support(
        world["enterprise"],
        "solutions",
        supplier="Nhà cung cấp",
        value=10_000_000,
        state_share=5_000_000,
        signed_on=date(2026, 9, 1),
        actor=world.administrator,
    )


@thing
def support_entry(world: World) -> SupportEntry:
    """The promise in the ledger."""
    return world["support_contract"].entries.get()


@thing
def support_paper(world: World) -> SupportDocument:
    """A paper of the supported contract."""
    file = SimpleUploadedFile("hop-dong.pdf", b"%PDF-1.4 ...")
    return programmes.add_paper(world["support_contract"], file, actor=world.administrator)


@thing
def roster_template(world: World) -> RosterTemplate:
    """A template of the province's office, which every officer may use."""
    book = openpyxl.Workbook()
    book.active["A1"] = "{{name}}"
    stream = io.BytesIO()
    book.save(stream)
    upload = SimpleUploadedFile("mau.xlsx", stream.getvalue())
    return rosters.add_template("Mẫu 01", upload, actor=world.administrator)


@thing
def adoption(world: World) -> Adoption:
    """A digital solution that the enterprise uses."""
    return programmes.tell_use(
        world["enterprise"],
        "accounting",
        title="Sổ sách A",
        since_on=date(2026, 9, 1),
        actor=world.administrator,
    )


# --- jobs --------------------------------------------------------------------------------------------


def do_nothing(progress: jobs.Progress) -> None:
    """What the jobs here do."""


def job_of(world: World, state: str, **fields: Any) -> Job:
    """A job of the officer."""
    jobs.register("tests.access", do_nothing)
    return Job.objects.create(kind="tests.access", owner=world.officer, state=state, **fields)


@thing
def job(world: World) -> Job:
    """One that waits."""
    return job_of(world, JobState.QUEUED)


@thing
def failed_job(world: World) -> Job:
    """One that failed."""
    return job_of(world, JobState.FAILED, finished_at=clock.now(), error="…")


@thing
def finished_job(world: World) -> Job:
    """One whose file waits to be fetched."""
    done = job_of(world, JobState.DONE, finished_at=clock.now(), result_name="a.xlsx")
    done.result_file.save("a.xlsx", ContentFile(b"PK"))
    return done


# --- lists that come in ----------------------------------------------------------------------------


@thing
def import_batch(world: World) -> ImportBatch:
    """A list that the officer sent in, ready to look at."""
    kind = kind_of("boats")
    assert kind is not None
    list_of_boats = workbook([["Tên ghe", "Số chỗ"], ["Sen", 4]])
    batch = imports.upload(kind, list_of_boats, name="ghe.xlsx", actor=world.officer)
    kept = batch.layout
    return imports.match(
        batch, kept["columns"], sheet=kept["sheet"], row=kept["row"], actor=world.officer
    )


@thing
def reported_figure(world: World) -> ReportedFigure:
    """The headline figure of a day, kept as reported."""
    return marketplaces.report_figure(date(2023, 9, 30), actor=OfficerFactory())


# --- payments ----------------------------------------------------------------------------------------


@thing
def obligation(world: World) -> Obligation:
    """What the member's enterprise owes."""
    return obligations.open_obligation(
        world["enterprise"],
        amount=1_000_000,
        purpose_vi="Phần đối ứng",
        due_on=clock.today(),
        actor=world.administrator,
    )


@thing
def payment(world: World) -> Payment:
    """A part of it was paid."""
    return receiving.record_cash(
        world["obligation"], amount=400_000, key="access", actor=world.administrator
    )


@thing
def receipt(world: World) -> Receipt:
    """Its receipt."""
    return world["payment"].receipts.get()


@thing
def refund(world: World) -> Refund:
    """Some of it shall go back."""
    return refunds.request_refund(
        world["payment"], amount=1000, reason="thử", actor=world.administrator
    )


@thing
def live_fact(world: World) -> ListingFact:
    """An entry of the member's listing."""
    return ListingFact.objects.filter(listing=world["live_listing"]).earliest("pk")
