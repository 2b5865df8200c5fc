"""The support ledger: ceilings by dated rules, entries that are reversed and never edited, figures that agree."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Enterprise
from sme.programmes import rules, selectors, services
from sme.programmes.models import SupportEntry, SupportYear
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


def refused(code):
    return pytest.raises(RuleBroken, check=lambda broken: broken.code == code)


def sized(size="micro"):
    who = make.enterprise()
    Enterprise.objects.filter(pk=who.pk).update(size_class=size)
    who.refresh_from_db()
    return who


def promise(who, share, value=None, rule="solutions", day=DAY):
    return services.commit_support(
        who,
        rule,
        supplier="Nhà cung cấp",
        value=share * 2 if value is None else value,
        state_share=share,
        signed_on=day,
        actor=make.administrator(),
    )


def test_a_promise_is_at_most_half_of_the_contract_and_never_passes_the_ceiling():
    who = sized()
    with refused("above_share"):
        promise(who, 6, value=10)
    promise(who, 15_000_000)
    with refused("above_ceiling"):
        promise(who, 5_000_001)
    promise(who, 5_000_000)
    year = SupportYear.objects.get()
    assert (year.ceiling, year.committed, year.remaining) == (20_000_000, 20_000_000, 0)
    promise(who, 20_000_000, day=date(2027, 1, 1))  # another year, another ceiling


def test_a_ceiling_of_each_contract_leaves_the_next_contract_its_own():
    who = sized("small")
    promise(who, 50_000_000, rule="consulting")
    promise(who, 50_000_000, rule="consulting")
    with refused("above_ceiling"):
        promise(who, 50_000_001, rule="consulting")


def test_a_size_without_a_ceiling_and_a_day_before_the_decree_are_refused():
    with refused("no_ceiling"):
        promise(sized("unknown"), 1)
    with refused("no_ceiling"):
        promise(sized("micro"), 1, rule="consulting")
    with refused("rule_not_in_force"):
        promise(sized(), 1, day=date(2021, 10, 14))


def test_entries_are_reversed_and_never_edited():
    actor, contract = make.administrator(), promise(sized(), 10_000_000)
    paid = services.use_support(contract, 4_000_000, actor=actor)
    with refused("more_than_promised"):
        services.use_support(contract, 6_000_001, actor=actor)
    [promised] = contract.entries.filter(kind="commit")
    with refused("used_already"):
        services.reverse_entry(promised, reason="Nhầm", actor=actor)
    with refused("reason_missing"):
        services.reverse_entry(paid, reason="", actor=actor)
    back = services.reverse_entry(paid, reason="Nhầm", actor=actor)
    for again in (paid, back):
        with refused("reversed_already"):
            services.reverse_entry(again, reason="Nhầm", actor=actor)
    services.reverse_entry(promised, reason="Hủy hợp đồng", actor=actor)
    year = SupportYear.objects.get()
    assert (year.committed, year.used, SupportEntry.objects.count()) == (0, 0, 4)
    with pytest.raises(TypeError):
        SupportEntry.objects.update(amount=1)
    with pytest.raises(TypeError):
        SupportEntry.objects.all().delete()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    acts=st.lists(
        st.tuples(
            st.sampled_from(["commit", "use", "back"]), st.integers(1, 12), st.integers(0, 9)
        ),
        max_size=10,
    )
)
def test_whatever_is_entered_the_sums_are_those_of_the_entries_and_within_the_ceiling(acts):
    who, actor, contracts = sized(), make.administrator(), []
    for act, millions, which in acts:
        entries = list(SupportEntry.objects.filter(contract__support_year__enterprise=who))
        try:
            if act == "commit":
                contracts.append(promise(who, millions * 1_000_000))
            elif act == "use" and contracts:
                chosen = contracts[which % len(contracts)]
                services.use_support(chosen, millions * 1_000_000, actor=actor)
            elif act == "back" and entries:
                services.reverse_entry(entries[which % len(entries)], reason="x", actor=actor)
        except RuleBroken:
            continue
    entries = SupportEntry.objects.filter(contract__support_year__enterprise=who)
    committed, used = rules.sums_of(entries.values_list("kind", "amount"))
    figures = selectors.figures_of(SupportYear.objects.filter(enterprise=who))
    assert (figures.committed, figures.used) == (committed, used)
    assert 0 <= used <= committed <= 20_000_000
    assert figures.unused == committed - used


def test_the_pages_enter_pay_and_take_back_and_totals_agree_with_the_rows(client):
    who = sized()
    client.force_login(OfficerFactory())
    url = reverse("programmes:support", args=[who.pk])
    given = {
        "rule": "solutions",
        "supplier": "Nhà cung cấp",
        "signed_on": "01/09/2026",
        "value": "20.000.000",
        "state_share": "12.000.000",
    }
    assert "state_share" in client.post(url, given).context["form"].errors
    assert client.post(url, {**given, "state_share": "10.000.000"}).status_code == 302
    entry = SupportEntry.objects.get()
    client.post(reverse("programmes:pay_out", args=[entry.contract_id]), {"amount": "3.000.000"})
    shown = client.get(reverse("programmes:support_list"), {"year": "2026"})
    figures, rows = shown.context["figures"], shown.context["page"].rows
    assert figures.committed == sum(row.committed for row in rows) == 10_000_000
    assert figures.used == sum(row.used for row in rows) == 3_000_000
    assert (figures.own, figures.unused) == (10_000_000, 7_000_000)
    paid = SupportEntry.objects.get(kind="use")
    client.post(reverse("programmes:entry_back", args=[paid.pk]), {"reason": "Nhầm"})
    assert client.get(url).context["figures"].used == 0


def test_what_is_promised_and_unused_opens_into_its_rows_and_into_a_file(client):
    actor, paid, open_ = make.administrator(), sized(), sized()
    done = promise(paid, 5_000_000)
    services.use_support(done, 5_000_000, actor=actor)
    promise(open_, 7_000_000)
    client.force_login(OfficerFactory())
    url = reverse("programmes:support_list")
    page = client.get(url, {"year": "2026", "unused": "yes"})
    assert [row.enterprise for row in page.context["page"].rows] == [open_]
    assert page.context["figures"].unused == 7_000_000
    wrong = client.get(url, {"unused": "perhaps"})
    assert (wrong.status_code, wrong.context["page"].rows) == (200, [])
    file = client.get(reverse("programmes:support_export"), {"year": "2026", "unused": "yes"})
    book = load_workbook(BytesIO(b"".join(file.streaming_content)))
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [row[9] for row in rows] == [7_000_000]


def test_contracts_that_end_soon_are_those_the_first_page_counts(client):
    who, actor = sized(), make.administrator()
    for days in (-1, 0, 30, 31):
        services.commit_support(
            who,
            "solutions",
            supplier=str(days),
            value=2_000_000,
            state_share=1_000_000,
            signed_on=DAY,
            ends_on=clock.today() + timedelta(days=days),
            actor=actor,
        )
    officer = OfficerFactory()
    client.force_login(officer)
    shown = client.get(reverse("programmes:contracts"), {"ends": "soon"}).context["page"]
    assert [each.supplier for each in shown.rows] == ["0", "30"]
    assert selectors.contracts_about_to_end(officer).count() == shown.count
    [over] = client.get(reverse("programmes:contracts"), {"ends": "over"}).context["page"].rows
    assert over.supplier == "-1"


def test_papers_are_private_checked_by_their_bytes_and_stay_once_looked_at(client):
    who, actor = sized(), make.administrator()
    contract = promise(who, 1_000_000)
    with refused("file_kind"):
        services.add_paper(contract, SimpleUploadedFile("a.pdf", b"MZ..."), actor=actor)
    paper = services.add_paper(contract, SimpleUploadedFile("a.pdf", b"%PDF-1.4"), actor=actor)
    url = reverse("programmes:support_paper", args=[paper.pk])
    client.force_login(UserFactory())
    assert client.get(url).status_code == 404
    client.force_login(OfficerFactory())
    assert client.get(url)["Content-Disposition"].startswith("attachment")
    client.post(reverse("programmes:support_paper_act", args=[paper.pk, "checked"]))
    with refused("paper_checked"):
        services.remove_paper(paper, actor=actor)


def test_who_has_used_up_the_ceiling_may_not_join_where_the_cohort_asks_for_it():
    cohort = make.cohort()
    services.set_rules(cohort, {"ceiling": "solutions"}, actor=make.administrator())
    who, unknown = sized(), sized("unknown")
    [condition] = selectors.conditions_for(cohort, who)
    assert condition.holds
    promise(who, 20_000_000, day=clock.today())
    [condition] = selectors.conditions_for(cohort, who)
    assert condition.fails
    [condition] = selectors.conditions_for(cohort, unknown)
    assert condition.verdict == "unknown"
