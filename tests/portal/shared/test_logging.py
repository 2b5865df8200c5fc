"""Logs: one JSON object a line, with the request's id and without personal data."""

import json
import logging

import pytest

from portal.shared.logging import (
    ErrorMail,
    JsonFormatter,
    RequestIdFilter,
    request_id,
    without_personal_data,
)


def line(message, *args, extra=None, exc_info=None):
    record = logging.getLogger("tests").makeRecord(
        "tests", logging.INFO, "f", 1, message, args, exc_info, extra=extra
    )
    RequestIdFilter().filter(record)
    return json.loads(JsonFormatter().format(record))


def test_a_line_is_json_with_moment_level_logger_and_request_id():
    token = request_id.set("abc-123")
    said = line("saved %s", "Đồng Tháp", extra={"job": 7})
    request_id.reset(token)
    assert (said["message"], said["level"], said["logger"], said["request_id"], said["job"]) == (
        "saved Đồng Tháp", "INFO", "tests", "abc-123", 7,
    )  # fmt: skip
    assert said["at"].endswith("Z")


@pytest.mark.parametrize(
    "text",
    [
        "mail to lan.nguyen@example.vn",
        "call 0912 345 678",
        "id 087099001234",
        "/reset?token=abc",
        "password=hunter22",
    ],
)
def test_personal_data_is_blanked(text):
    cleaned = without_personal_data(text)
    for secret in ("lan.nguyen", "345", "0870", "abc", "hunter22"):
        assert secret not in cleaned


def test_what_is_not_personal_stays():
    assert without_personal_data(
        "GET /workspace/enterprises/12/ 200 in 0.012 s at 2026-11-23 10:42:01"
    ) == ("GET /workspace/enterprises/12/ 200 in 0.012 s at 2026-11-23 10:42:01")


def test_a_traceback_is_blanked_too():
    try:
        raise ValueError("lan@example.vn is taken")
    except ValueError as error:
        said = line("failed", exc_info=(type(error), error, error.__traceback__))
    assert "ValueError" in said["exc_info"]
    assert "lan@" not in said["exc_info"]


def test_the_request_object_is_left_out():
    assert "request" not in line("x", extra={"request": object()})


def test_a_line_about_a_finished_request_still_bears_its_id():
    class Request:
        request_id = "abc-123"

    assert line("Not Found", extra={"request": Request()})["request_id"] == "abc-123"


def test_a_fault_is_mailed_once_an_hour_without_personal_data(settings, mailoutbox):
    settings.ERROR_MAIL = ["quantri@example.vn"]
    handler = ErrorMail()
    handler.setFormatter(JsonFormatter())
    for _time in range(2):
        try:
            raise RuntimeError("call 0912 345 678")
        except RuntimeError as problem:
            told = (RuntimeError, problem, problem.__traceback__)
            record = logging.getLogger("tests").makeRecord(
                "tests", logging.ERROR, "f", 1, "job failed", (), told
            )
            RequestIdFilter().filter(record)
            handler.emit(record)
    (mail,) = mailoutbox
    assert mail.to == ["quantri@example.vn"]
    assert "RuntimeError" in mail.body
    assert "0912" not in mail.body
