"""Answers are never lost: kept as one goes, without a network, without a session, in two windows, without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits

MEMBER = "doanhnghiep@demo.senso.example"
OFFICIAL = "form[action$='/start/dbi-sme/'] button"


@pytest.fixture
def draft(visit: Visits) -> str:
    """The address of the member's open answering of the long questionnaire."""
    page = visit("/readiness/", as_=MEMBER)
    page.locator(OFFICIAL).click()
    expect(page).to_have_url(re.compile("/question/"))
    return page.url.split("/question/")[0]


def choose(page: Page) -> str:
    """Tap an answer that is not chosen yet (the world is not reset between journeys); gives its words."""
    card = page.locator(".choice-card:not(:has(:checked))").nth(1)
    words = card.inner_text()
    card.click()
    return words


def chosen(page: Page) -> str:
    """The words of the chosen answer."""
    return page.locator(".choice-card:has(:checked)").inner_text()


def everything_arrived(page: Page) -> None:
    """Nothing waits on the device any more. (Waiting for a condition in the page would need `eval`.)"""
    for _try in range(80):
        if page.evaluate("localStorage.length") == 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError("an answer still waits on this device")


def status(page: Page):
    """Where the page says whether the answer is kept."""
    return page.locator("save-status")


def test_an_answer_is_kept_within_two_seconds_and_the_page_says_so(visit, draft):
    page = visit(f"{draft}/question/1.1.1/", as_=MEMBER, phone=True)
    words = choose(page)
    expect(status(page)).to_contain_text(re.compile(r"Đã lưu \d\d:\d\d"), timeout=2000)
    expect(status(page)).to_be_in_viewport()
    again = visit(f"{draft}/question/1.1.1/", as_=MEMBER, phone=True)
    assert chosen(again) == words


def test_without_a_network_the_answer_stays_on_the_device_and_is_sent_when_it_is_back(visit, draft):
    page = visit(f"{draft}/question/1.2.1/", as_=MEMBER, phone=True, allowed=("ERR_INTERNET",))
    page.context.set_offline(True)
    choose(page)
    expect(status(page)).to_contain_text("mất kết nối", timeout=2000)
    page.context.set_offline(False)
    expect(status(page)).to_contain_text("Đã lưu", timeout=5000)


def test_an_answer_of_a_closed_page_is_sent_from_the_next_page_that_is_opened(visit, draft):
    page = visit(f"{draft}/question/1.2.2/", as_=MEMBER, phone=True, allowed=("ERR_INTERNET",))
    page.context.set_offline(True)
    words = choose(page)
    expect(status(page)).to_contain_text("mất kết nối", timeout=2000)
    page.close()
    page.context.set_offline(False)
    later = page.context.new_page()
    later.goto(f"{draft}/question/1.2.2/")
    expect(status(later)).to_contain_text("Đã lưu", timeout=5000)
    assert chosen(later) == words
    everything_arrived(later)
    later.reload()
    assert chosen(later) == words


def test_the_overview_counts_what_waits_and_sends_it(visit, draft):
    page = visit(
        f"{draft}/question/1.2.3/", as_=MEMBER, phone=True, allowed=("ERR_INTERNET", "ERR_FAILED")
    )
    page.context.set_offline(True)
    choose(page)
    expect(status(page)).to_contain_text("mất kết nối", timeout=2000)
    page.close()
    page.context.set_offline(False)
    later = page.context.new_page()
    later.route("**/save/", lambda route: route.abort())
    later.goto(f"{draft}/review/")
    expect(later.locator("answers-waiting")).to_contain_text("1 câu đang chờ gửi")
    later.unroute("**/save/")
    later.evaluate("window.dispatchEvent(new Event('online'))")
    expect(later.locator("answers-waiting")).to_be_hidden(timeout=5000)
    expect(later.locator("dd:has(a[href*='/question/1.2.3/'])")).not_to_contain_text("chưa trả lời")


def test_an_expired_session_loses_nothing_one_signs_in_elsewhere_and_goes_on(visit, draft):
    page = visit(f"{draft}/question/1.1.2/", as_=MEMBER, phone=True, allowed=("401",))
    cookies = page.context.cookies()
    page.context.clear_cookies(name="portal_session")
    words = choose(page)
    expect(status(page)).to_contain_text("đăng nhập lại", timeout=2000)
    page.context.add_cookies(cookies)
    expect(status(page)).to_contain_text("Đã lưu", timeout=8000)
    page.reload()
    assert chosen(page) == words


def test_a_second_window_is_told_and_overwrites_nothing(visit, draft):
    one = visit(f"{draft}/question/1.1.7/", as_=MEMBER, phone=True, allowed=("409",))
    other = visit(f"{draft}/question/1.1.7/", as_=MEMBER, phone=True, allowed=("409",))
    words = choose(one)
    expect(status(one)).to_contain_text(re.compile(r"Đã lưu \d"))
    other.locator(".choice-card:not(:has(:checked))").last.click()
    expect(status(other)).to_contain_text("Chưa lưu", timeout=3000)
    one.reload()
    assert chosen(one) == words


def test_a_second_tab_of_the_same_browser_is_told_at_once(visit, draft):
    one = visit(f"{draft}/question/1.1.9/", as_=MEMBER, phone=True)
    other = one.context.new_page()
    other.goto(f"{draft}/question/1.1.9/")
    choose(one)
    expect(status(one)).to_contain_text("Đã lưu")
    expect(status(other)).to_contain_text("cửa sổ khác")


def test_without_scripts_each_page_saves_and_goes_on(visit, draft):
    page = visit(f"{draft}/question/2.1.1/", as_=MEMBER, phone=True, scripts=False)
    choose(page)
    page.locator("main form .form-buttons button").first.click()
    expect(page).to_have_url(re.compile("/question/3.1.1/"))
    page.go_back()
    assert page.locator(".choice-card:has(:checked)").count() == 1


def test_a_part_above_the_whole_is_refused_next_to_its_field_and_kept(visit, draft):
    page = visit(
        f"{draft}/question/1.1.3/", as_=MEMBER, phone=True, scripts=False, allowed=("422",)
    )
    page.fill("input[name=numerator]", "30")
    page.fill("input[name=denominator]", "20")
    page.locator("main form .form-buttons button").first.click()
    expect(page.locator("main")).to_contain_text("không thể lớn hơn tổng")
    expect(page.locator("input[name=numerator]")).to_have_value("30")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_visitor_goes_from_the_invitation_to_the_result_and_back_by_the_code(visit, axe, dark):
    page = visit("/readiness/", phone=True, dark=dark)
    axe(page)
    page.locator("form[action$='/start/quick-check/'] button").click()
    page.wait_for_url("**/question/**")
    axe(page)
    while "/question/" in page.url:
        here = page.url
        page.locator(".choice-card").first.click()
        page.locator("main form .form-buttons button").first.click()
        page.wait_for_url(lambda url, here=here: url != here)
    expect(page).to_have_url(re.compile("/review/"))
    axe(page)
    code = page.locator(".resume-code").inner_text()
    page.locator("form[action$='/submit/'] button").click()
    expect(page).to_have_url(re.compile("/result/"))
    axe(page)
    other = visit("/readiness/", phone=True, scripts=False)
    other.fill("input[name=code]", code.lower())
    other.get_by_role("button", name="Làm tiếp").click()
    expect(other).to_have_url(re.compile("/result/"))


def test_network_and_session_are_cut_at_every_question_and_no_answer_is_lost(visit):
    page = visit("/readiness/", phone=True, allowed=("ERR_INTERNET", "401"))
    page.locator("form[action$='/start/quick-check/'] button").click()
    given = []
    while "/question/" in page.url:
        here = page.url
        page.locator("answer-form:defined").wait_for()
        page.context.set_offline(True)
        given.append(page.locator(".choice-card").nth(1).inner_text())
        page.locator(".choice-card").nth(1).click()
        expect(status(page)).to_contain_text("mất kết nối")
        cookies = page.context.cookies()
        page.context.clear_cookies(name="portal_session")
        page.context.set_offline(False)
        page.wait_for_timeout(300)
        page.context.add_cookies(cookies)
        page.evaluate("window.dispatchEvent(new Event('online'))")
        everything_arrived(page)
        page.locator("main form .form-buttons button").first.click()
        page.wait_for_url(lambda url, here=here: url != here)
    kept = page.locator("main .facts dd").all_inner_texts()
    assert len(given) == len(kept) == 12
    assert all(words in line for words, line in zip(given, kept, strict=True))
