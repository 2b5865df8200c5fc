"""A business comes to its owner by proof, a letter or an invitation, and never loses its last owner by accident."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.enterprises import selectors, services
from sme.enterprises.models import Claim, Invitation, Membership
from sme.enterprises.rules import GivenIdentifier, IdentifierType, access
from tests.factories import places
from tests.factories.accounts import AdministratorFactory, OfficerFactory, UserFactory
from tests.factories.enterprises import enterprise, tax_code

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


@pytest.fixture
def code():
    return tax_code()


@pytest.fixture
def made(code):
    places.dong_thap()
    return enterprise("Bánh Phồng Út", place=places.unit("Phường Sa Đéc"), number=code)


@pytest.fixture
def officer(made):
    return OfficerFactory(units=[places.unit("Phường Sa Đéc")])


def paper(content=b"%PDF-1.4 giay", name="giấy phép.pdf"):
    return SimpleUploadedFile(name, content)


class refused:  # noqa: N801 (used like a function)
    """The act is refused with this code."""

    def __init__(self, code):
        self.code = code

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _trace):
        assert isinstance(error, RuleBroken), f"not refused, but {error!r}"
        assert error.code == self.code
        return True


# --- claiming ------------------------------------------------------------------------------------


def test_a_claim_with_a_paper_is_approved_and_the_person_told(
    made, code, officer, django_capture_on_commit_callbacks
):
    person = UserFactory(language="en")
    claim = services.claim(f"{code[:4]} {code[4:]}", proof=paper(), actor=person)
    assert claim.proof_name == "giấy phép.pdf"
    assert "giấy" not in claim.proof.name
    assert list(selectors.claims_for_office(officer)) == [claim]
    with django_capture_on_commit_callbacks(execute=True):
        services.approve_claim(claim, actor=officer)
    assert Membership.objects.get(enterprise=made, user=person).role == "owner"
    assert mail.outbox[-1].to == [person.email]
    assert "You now act for" in mail.outbox[-1].subject
    assert not selectors.claims_for_office(officer).exists()
    with refused("claim_decided"):
        services.decline_claim(claim, reason="x", actor=officer)


def test_owners_are_told_of_a_claim(made, code, django_capture_on_commit_callbacks):
    owner = UserFactory(language="vi")
    services.add_member(made, owner, "owner", actor=None)
    with django_capture_on_commit_callbacks(execute=True):
        services.claim(code, actor=UserFactory())
    assert mail.outbox[-1].to == [owner.email]


def test_a_declined_claim_says_why_and_can_be_made_again(
    made, code, officer, django_capture_on_commit_callbacks
):
    person = UserFactory(language="vi")
    first = services.claim(code, actor=person)
    with refused("reason_missing"):
        services.decline_claim(first, reason="  ", actor=officer)
    with django_capture_on_commit_callbacks(execute=True):
        services.decline_claim(first, reason="Giấy mờ, không đọc được", actor=officer)
    assert "Giấy mờ" in mail.outbox[-1].body
    assert services.claim(code, actor=person).pk != first.pk


def test_the_office_may_ask_for_more_papers_before_it_decides(
    made, code, officer, client, django_capture_on_commit_callbacks
):
    person = UserFactory(language="en")
    claim = services.claim(code, proof=paper(name="mờ.pdf"), actor=person)
    with refused("reason_missing"):
        services.ask_for_more(claim, reason=" ", actor=officer)
    with django_capture_on_commit_callbacks(execute=True):
        services.ask_for_more(claim, reason="The second page of your registration", actor=officer)
    assert "second page" in mail.outbox[-1].body
    assert not selectors.claims_for_office(officer).exists()
    with refused("claim_waits"):
        services.claim(code, actor=person)
    client.force_login(person)
    url = reverse("enterprises:claim_more", args=[claim.pk])
    assert client.post(url).status_code == 422
    answer = client.post(url, {"proof": paper(name="rõ.pdf"), "note": "Trang hai"})
    assert answer.status_code == 302
    claim.refresh_from_db()
    assert (claim.proof_name, claim.note) == ("rõ.pdf", "Trang hai")
    assert list(selectors.claims_for_office(officer)) == [claim]
    with refused("claim_not_asked"):
        services.send_more(claim, proof=paper(), actor=person)
    services.approve_claim(claim, actor=officer)
    assert Membership.objects.filter(enterprise=made, user=person).exists()


def test_a_co_operative_is_claimed_by_its_registration_number(made):
    services.change(
        made,
        number=GivenIdentifier(IdentifierType.COOPERATIVE_NUMBER, "5107000123"),
        expected_version=None,
        actor=None,
    )
    found = services.find_for_claim("5107 000 123")
    assert found == made


def test_who_claims_a_closed_business_that_goes_on_is_sent_to_the_one_of_today(made, code):
    later = enterprise("Công ty Út", place=places.unit("Phường Sa Đéc"))
    services.succeed(made, later, kind="became", on=clock.today(), actor=None)
    with refused("goes_on"):
        services.find_for_claim(code)


@pytest.mark.parametrize(
    ("number", "refusal"),
    [
        ("", "tax_code_length"),
        ("123", "tax_code_length"),
        ("1400101397", "tax_code_check_digit"),
        ("079095001234", "personal_number"),
    ],
)
def test_a_number_that_leads_nowhere_gets_a_sentence(made, number, refusal):
    with pytest.raises(RuleBroken) as broken:
        services.claim(number, actor=UserFactory())
    assert broken.value.field == "number"
    assert str(broken.value)


def test_nobody_learns_whether_a_personal_number_is_in_the_registry(made):
    person = UserFactory()
    with refused("personal_number"):
        services.claim("079095001234", actor=person)
    enterprise("Hộ Bảy", identifiers=[(IdentifierType.PERSONAL_ID, "079095001234")])
    with refused("personal_number"):
        services.claim("079095001234", actor=person)


def test_a_code_that_nobody_holds_and_a_closed_record_are_refused_alike(made, code):
    with refused("nobody_holds"):
        services.claim(tax_code(), actor=UserFactory())
    services.close(made, on=clock.today(), reason="Nghỉ", expected_version=None, actor=None)
    with refused("nobody_holds"):
        services.claim(code, actor=UserFactory())


def test_one_claim_waits_at_a_time_and_members_need_none(made, code):
    person = UserFactory()
    services.claim(code, actor=person)
    with refused("claim_waits"):
        services.claim(code, actor=person)
    services.add_member(made, person, "staff", actor=None)
    with refused("member_already"):
        services.claim(code, actor=person)


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"", "a.pdf", "file_empty"),
        (b"MZ virus", "a.pdf", "file_kind"),
        (b"%PDF-1.4", "a.exe", "file_kind"),
        (b"<html>", "a.png", "file_kind"),
    ],
)
def test_a_paper_is_judged_by_its_bytes(made, code, content, name, refusal):
    with refused(refusal):
        services.claim(code, proof=paper(content, name), actor=UserFactory())
    assert not Claim.objects.exists()


def test_an_officer_does_not_decide_their_own_claim_nor_one_elsewhere(made, code, officer):
    own = services.claim(code, actor=officer)
    with refused("not_yours"):
        services.approve_claim(own, actor=officer)
    assert own not in selectors.claims_for_office(officer)
    elsewhere = OfficerFactory(units=[places.unit("Phường Cao Lãnh")])
    other = services.claim(code, actor=UserFactory())
    with refused("not_yours"):
        services.approve_claim(other, actor=elsewhere)


def test_a_withdrawn_claim_and_an_old_one_lose_their_paper(
    made, code, officer, django_capture_on_commit_callbacks
):
    person = UserFactory()
    first = services.claim(code, proof=paper(), actor=person)
    stored = first.proof
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw_claim(first, actor=person)
    assert not stored.storage.exists(stored.name)
    second = services.claim(code, proof=paper(), actor=person)
    stored = second.proof
    services.approve_claim(second, actor=officer)
    assert services.forget_proofs(days=90) == 0
    Claim.objects.filter(pk=second.pk).update(decided_at=clock.now() - timedelta(days=91))
    with django_capture_on_commit_callbacks(execute=True):
        assert services.forget_proofs(days=90) == 1
    assert not stored.storage.exists(stored.name)


def test_the_page_keeps_what_was_typed_and_says_what_is_missing(made, code, client):
    client.force_login(UserFactory())
    url = reverse("enterprises:claim")
    page = client.post(url, {"number": code, "way": "upload", "note": "Tôi là chủ"})
    assert page.status_code == 422
    assert "Tôi là chủ" in page.content.decode()
    assert page.context["form"].has_error("proof", "required")
    assert client.post(url, {"number": code, "way": "office"}).status_code == 302
    assert Claim.objects.get().note == ""


def test_numbers_cannot_be_tried_without_end(made, client):
    client.force_login(UserFactory())
    answers = [
        client.post(reverse("enterprises:claim"), {"number": tax_code(), "way": "office"})
        for _try in range(11)
    ]
    assert answers[9].context["form"].has_error("number", "nobody_holds")
    assert answers[10].context["form"].has_error("number", "too_often")


# --- invitations -----------------------------------------------------------------------------------


def invited(made, email="ban@example.com", role="staff", actor=None):
    return services.invite(made, email, role, actor=actor or AdministratorFactory())


def link_in(message):
    return re.search(r"http\S+", message.body).group().partition("8000")[2]


def test_an_invitation_is_accepted_by_its_link_with_the_confirmed_address(
    made, client, django_capture_on_commit_callbacks
):
    from allauth.account.models import EmailAddress

    owner, guest = UserFactory(), UserFactory(email="ban@example.com", language="en")
    services.add_member(made, owner, "owner", actor=None)
    with django_capture_on_commit_callbacks(execute=True):
        invited(made, "Ban@Example.com", actor=owner)
    path = link_in(mail.outbox[-1])
    assert path.startswith("/en/")
    assert Client().get(path).status_code == 302  # to the sign-in page
    client.force_login(guest)
    EmailAddress.objects.filter(user=guest).delete()
    assert client.post(path).status_code == 422  # the address is not confirmed
    EmailAddress.objects.create(user=guest, email=guest.email, verified=True, primary=True)
    assert client.get(path).status_code == 200
    assert not Membership.objects.filter(user=guest).exists()
    assert client.post(path).status_code == 302
    assert Membership.objects.get(user=guest).role == "staff"
    assert client.session["acting_enterprise"] == made.pk
    assert client.post(path).status_code == 422  # works once


def test_a_link_is_not_kept_and_another_person_cannot_use_it(made):

    made_one = invited(made)
    stranger = UserFactory()
    with refused("other_address"):
        services.accept_invitation(made_one, actor=stranger)
    assert selectors.invitation_by(made_one.digest) is None


def test_an_invitation_ends_by_time_by_taking_it_back_and_by_a_newer_one(made):
    guest = UserFactory(email="ban@example.com")
    old = invited(made)
    new = invited(made)
    with refused("invitation_over"):
        services.accept_invitation(old, actor=guest)
    services.revoke_invitation(new, actor=guest)
    with refused("invitation_over"):
        services.accept_invitation(new, actor=guest)
    third = invited(made)
    Invitation.objects.filter(pk=third.pk).update(expires_at=clock.now())
    with refused("invitation_over"):
        services.accept_invitation(third, actor=guest)


def test_who_acts_for_it_is_not_invited_and_there_is_an_end_to_inviting(made):
    member = UserFactory()
    services.add_member(made, member, "staff", actor=None)
    with refused("member_already"):
        invited(made, member.email.upper())
    for index in range(access.MOST_OPEN_INVITATIONS):
        invited(made, f"ban{index}@example.com")
    with refused("too_many_invitations"):
        invited(made, "mot@example.com")


def test_neither_staff_nor_strangers_invite(made):
    staff = UserFactory()
    services.add_member(made, staff, "staff", actor=None)
    for person in (staff, UserFactory()):
        with refused("not_yours"):
            invited(made, actor=person)
    assert not Invitation.objects.exists()


def test_an_owner_who_accepts_to_be_staff_stays_owner(made):

    guest = UserFactory(email="ban@example.com")
    one = invited(made)
    services.add_member(made, guest, "owner", actor=None)
    services.accept_invitation(one, actor=guest)
    assert Membership.objects.get(user=guest).role == "owner"


# --- the letter --------------------------------------------------------------------------------------


def test_a_code_from_the_office_makes_the_record_the_owners_once(made, officer):
    code = services.issue_code(made, actor=officer)
    person = UserFactory()
    assert services.redeem_code(access.in_groups(code).lower(), actor=person) == made
    assert Membership.objects.get(user=person).role == "owner"
    with refused("invitation_over"):
        services.redeem_code(code, actor=UserFactory())


def test_a_newer_code_ends_the_older_and_a_wrong_one_is_refused(made, officer):
    old = services.issue_code(made, actor=officer)
    services.issue_code(made, actor=officer)
    with refused("invitation_over"):
        services.redeem_code(old, actor=UserFactory())
    with refused("code_unknown"):
        services.redeem_code("3467 9ACD EFGH", actor=UserFactory())


def test_codes_cannot_be_tried_without_end(made, client):
    client.force_login(UserFactory())
    url = reverse("enterprises:take_over")
    answers = [client.post(url, {"code": f"3467 9ACD {n:04}"}) for n in range(11)]
    assert answers[9].context["form"].has_error("code", "code_unknown")
    assert answers[10].context["form"].has_error("code", "too_often")


def test_only_the_office_that_answers_for_it_makes_a_letter(made, client):
    elsewhere = OfficerFactory(units=[places.unit("Phường Cao Lãnh")])
    with refused("not_yours"):
        services.issue_code(made, actor=elsewhere)


def test_the_letter_shows_the_code_that_works(made, officer, client):
    client.force_login(officer)
    page = client.post(reverse("enterprises:code", args=[made.pk])).content.decode()
    code = re.search(r"(?:[A-Z0-9]{4} ){2}[A-Z0-9]{4}", page).group()
    assert services.redeem_code(code, actor=UserFactory()) == made


# --- members -------------------------------------------------------------------------------------


def test_the_last_owner_can_neither_leave_nor_become_staff(made, client):
    owner, staff = UserFactory(), UserFactory()
    services.add_member(made, owner, "owner", actor=None)
    services.add_member(made, staff, "staff", actor=owner)
    with refused("last_owner"):
        services.remove_member(made, owner, actor=owner)
    with refused("last_owner"):
        services.add_member(made, owner, "staff", actor=owner)
    services.add_member(made, staff, "owner", actor=owner)
    services.remove_member(made, owner, actor=owner)
    assert [each.user for each in selectors.members_of(made)] == [staff]


def test_staff_see_who_acts_for_it_and_may_only_leave(made, client):
    owner, staff = UserFactory(), UserFactory()
    services.add_member(made, owner, "owner", actor=None)
    mine = services.add_member(made, staff, "staff", actor=owner)
    others = Membership.objects.get(user=owner)
    client.force_login(staff)
    page = client.get(reverse("enterprises:members")).content.decode()
    assert reverse("enterprises:member_role", args=[others.pk]) not in page
    assert client.post(reverse("enterprises:members"), {"email": "a@b.vn"}).status_code == 404
    for name in ("member_role", "member_remove"):
        url = reverse(f"enterprises:{name}", args=[others.pk])
        assert client.post(url, {"role": "staff"}).status_code == 404
    client.post(reverse("enterprises:member_remove", args=[mine.pk]))
    assert not Membership.objects.filter(user=staff).exists()


def test_somebody_of_another_business_is_not_found_through_mine(made, client):
    owner, other = UserFactory(), UserFactory()
    services.add_member(made, owner, "owner", actor=None)
    theirs = services.add_member(enterprise("Khác"), other, "owner", actor=None)
    client.force_login(owner)
    for name in ("member_role", "member_remove"):
        assert client.post(reverse(f"enterprises:{name}", args=[theirs.pk])).status_code == 404


def test_an_officer_may_take_the_last_owner_away(made, officer):
    owner = UserFactory()
    services.add_member(made, owner, "owner", actor=None)
    services.remove_member(made, owner, actor=officer)
    assert not made.memberships.exists()


def test_a_person_without_a_business_sees_the_three_ways_to_one(made, client):

    guest = UserFactory(email="ban@example.com")
    one = invited(made)
    client.force_login(guest)
    page = client.get(reverse("dashboard:business")).content.decode()
    for url in (
        reverse("enterprises:claim"),
        reverse("enterprises:take_over"),
        reverse("enterprises:invitation_accept", args=[one.pk]),
    ):
        assert url in page
    client.post(reverse("enterprises:invitation_accept", args=[one.pk]))
    assert Membership.objects.get(user=guest).enterprise == made
