"""What a cohort asks for before somebody applies: papers by name, and a readiness check that was answered."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.shared.errors import RuleBroken
from sme.programmes import selectors, services
from sme.programmes.services import Asked
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.factories.assessments import quick_check, submitted

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 ..."
LICENCE, PHOTO = "Giấy đăng ký kinh doanh", "Ảnh sản phẩm"


def refused(code):
    return pytest.raises(RuleBroken, check=lambda broken: broken.code == code)


def scan(name="giay.pdf"):
    return SimpleUploadedFile(name, PDF)


@pytest.fixture
def cohort():
    found = make.cohort()
    wanted = [Asked(LICENCE, "Business registration"), Asked(PHOTO, is_required=False)]
    return services.set_papers(found, wanted, actor=make.administrator())


@pytest.fixture
def member():
    return UserFactory()


@pytest.fixture
def draft(cohort, member):
    who = make.enterprise(owner=member)
    return services.save_draft(cohort, who, actor=member, contact="Chị Lan", phone="0901234567")


def test_without_a_paper_that_is_required_nothing_is_sent_and_the_field_is_named(draft, member):
    licence = selectors.papers_asked(draft.cohort)[0]
    with pytest.raises(RuleBroken) as told:
        services.submit(draft, actor=member)
    assert (told.value.code, told.value.field) == ("paper_missing", f"paper_{licence.pk}")
    assert LICENCE in str(told.value.sentence)
    assert PHOTO not in str(told.value.sentence)
    services.add_document(draft, scan(), paper=licence, actor=member)
    assert services.submit(draft, actor=member).state == "submitted"
    assert [str(each) for each in selectors.papers_missing(draft)] == [PHOTO]


def test_a_paper_of_another_cohort_is_none_of_this_one(draft, member):
    other = services.set_papers(make.cohort(), [Asked("Bảng giá")], actor=make.administrator())
    with refused("other_cohort"):
        services.add_document(draft, scan(), paper=other.papers.get(), actor=member)


def test_what_was_sent_keeps_its_name_when_the_cohort_asks_for_it_no_more(draft, member):
    licence, photo = selectors.papers_asked(draft.cohort)
    services.add_document(draft, scan(), paper=licence, actor=member)
    wanted = [Asked("Ảnh", pk=photo.pk, is_required=False)]
    services.set_papers(draft.cohort, wanted, actor=make.administrator())
    assert [str(each) for each in selectors.papers_asked(draft.cohort)] == ["Ảnh"]
    assert str(draft.documents.get().paper) == LICENCE
    assert services.submit(draft, actor=member).state == "submitted"


def test_the_same_paper_is_not_asked_for_twice(cohort):
    with refused("paper_twice"):
        services.set_papers(
            cohort, [Asked(PHOTO), Asked("anh san pham")], actor=make.administrator()
        )
    assert len(selectors.papers_asked(cohort)) == 2


def test_an_officer_writes_the_list_and_a_business_sends_each_paper_in_its_own_field(
    client, member
):
    cohort = make.cohort()
    who = make.enterprise(owner=member)
    address = reverse("programmes:cohort_papers", args=[cohort.pk])
    client.force_login(make.administrator())
    wrong = client.post(address, {"title_en_0": "Business registration"})
    assert wrong.status_code == 422
    assert "Business registration" in wrong.content.decode()
    assert client.post(address, {"title_vi_0": LICENCE, "is_required_0": "on"}).status_code == 302
    licence = selectors.papers_asked(cohort)[0]

    client.force_login(member)
    known = {"contact": "Chị Lan", "phone": "0901234567"}
    apply = reverse("programmes:apply", args=[cohort.pk])
    bare = client.post(apply, known | {"act": "submit"})
    assert bare.context["form"].errors[f"paper_{licence.pk}"]
    sent = client.post(apply, known | {"act": "submit", f"paper_{licence.pk}": scan()}, follow=True)
    assert sent.context["application"].state == "submitted"
    assert LICENCE in sent.content.decode()
    assert selectors.application_of(who, cohort).documents.get().paper == licence


# --- a readiness check that was answered --------------------------------------------------------------


def verdict(cohort, who):
    return selectors.conditions_for(cohort, who)[0]


def test_a_cohort_asks_for_one_questionnaire_since_a_day(member):
    quick, who, cohort = quick_check(), make.enterprise(owner=member), make.cohort()
    asked = {"framework": quick.slug, "since": make.TODAY.isoformat()}
    services.set_rules(cohort, {"assessed": asked}, actor=make.administrator())
    assert verdict(cohort, who).fails
    assert "23/11/2026" in str(verdict(cohort, who).words)
    submitted(who, quick, actor=member)
    assert verdict(cohort, who).holds
    services.set_rules(
        cohort, {"assessed": asked | {"since": "2099-01-01"}}, actor=make.administrator()
    )
    assert verdict(cohort, who).fails
    services.set_rules(
        cohort, {"assessed": {"framework": "another", "since": ""}}, actor=make.administrator()
    )
    assert verdict(cohort, who).fails


def test_the_form_keeps_the_questionnaire_its_day_and_the_ceiling(client):
    quick, cohort = quick_check(), make.cohort()
    client.force_login(make.administrator())
    address = reverse("programmes:cohort_rules", args=[cohort.pk])
    lonely = client.post(address, {"assessed_since": "01/09/2026"})
    assert lonely.context["form"].errors["assessed"]
    values = {"assessed": quick.slug, "assessed_since": "01/09/2026", "ceiling": "solutions"}
    assert client.post(address, values).status_code == 302
    kept = {each.kind: each.wanted for each in selectors.rules_of(cohort)}
    assert kept == {
        "assessed": {"framework": quick.slug, "since": "2026-09-01"},
        "ceiling": "solutions",
    }
    shown = client.get(address).content.decode()
    assert 'value="01/09/2026"' in shown
    assert 'value="solutions" selected' in shown
