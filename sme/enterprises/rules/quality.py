"""The checks of data quality: each one small function over plain facts of a record; no queries here.

A new check is one function and its words. It answers ``None`` when all is well, else what it found;
``about`` is what an acceptance holds for: when that changes, the finding speaks up again.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from stdnum.vn import mst

from portal.shared import phones
from portal.shared.errors import RuleBroken
from sme.enterprises.rules.kinds import Grade, SizeClass, State


@dataclass(frozen=True)
class Facts:
    """What the checks may know of one record, gathered for many at once."""

    today: date
    unverified_days: int
    state: str = State.NEW
    sector: str = "C"
    size_class: str = SizeClass.UNKNOWN
    size_by_figures: str = SizeClass.UNKNOWN
    phone: str = ""
    email: str = ""
    contact_phones: Sequence[str] = ()
    contact_emails: Sequence[str] = ()
    tax_codes: Sequence[str] = ()
    has_identifier: bool = True
    place: str = ""
    place_ended_on: date | None = None
    registered_on: date | None = None
    founded_on: date | None = None
    same_phone: int = 0
    same_email: int = 0
    open_pairs: Sequence[int] = ()


@dataclass(frozen=True)
class Found:
    """Something doubtful: what it is about, and the figures of its sentence."""

    about: Any = ""
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """The same as long as what was found is the same; tells nothing of the values."""
        plain = json.dumps(self.about, default=str, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()


Answer = Found | None


@dataclass(frozen=True)
class Check:
    """One check: its words, its weight, the sentence of a finding, the field of the form that mends it."""

    key: str
    grade: Grade
    label: Any
    sentence: Any
    mends: str
    run: Callable[[Facts], Answer]

    def said(self, detail: Mapping[str, Any]) -> str:
        """The finding in words."""
        try:
            return str(self.sentence) % detail
        except (KeyError, TypeError, ValueError):  # a finding of an older version of the check
            return str(self.label)


CHECKS: dict[str, Check] = {}


def check(
    key: str, grade: Grade, label: Any, sentence: Any, *, mends: str = ""
) -> Callable[[Callable[[Facts], Answer]], Callable[[Facts], Answer]]:
    """Put a function on the list of checks."""

    def add(function: Callable[[Facts], Answer]) -> Callable[[Facts], Answer]:
        CHECKS[key] = Check(key, grade, label, sentence, mends, function)
        return function

    return add


def examine(facts: Facts) -> dict[str, Found]:
    """All that is doubtful at one record, by check."""
    answers = {key: each.run(facts) for key, each in CHECKS.items()}
    return {key: found for key, found in answers.items() if found is not None}


@check(
    "tax_code", Grade.ERROR, _("Tax code with a wrong check digit"),
    _("The check digit of tax code %(code)s does not fit."), mends="number",
)  # fmt: skip
def tax_code(facts: Facts) -> Answer:
    """A code that was kept against its check digit."""
    wrong = [code for code in facts.tax_codes if not mst.is_valid(code)]
    return Found(wrong, {"code": wrong[0]}) if wrong else None


@check(
    "phone_shape", Grade.ERROR, _("Phone number not in use"),
    _("No operator has the phone number of this record."), mends="phone",
)  # fmt: skip
def phone_shape(facts: Facts) -> Answer:
    """A number that no operator has (any more)."""
    return Found(facts.phone) if facts.phone and not _is_phone(facts.phone) else None


def _is_phone(stored: str) -> bool:
    try:
        return phones.parse_phone(stored) == stored
    except RuleBroken:
        return False


@check(
    "future_date", Grade.ERROR, _("Date in the future"),
    _("%(day)s lies in the future."),
)  # fmt: skip
def future_date(facts: Facts) -> Answer:
    """Nobody is founded or registered tomorrow."""
    days = [day for day in (facts.registered_on, facts.founded_on) if day and day > facts.today]
    return Found(days, {"day": f"{days[0]:%d/%m/%Y}"}) if days else None


@check(
    "size", Grade.ERROR, _("Size class contradicts the figures"),
    _("The size class does not follow from the figures of the record."), mends="employees",
)  # fmt: skip
def size(facts: Facts) -> Answer:
    """The class of the rule in force is another one (Decree 80/2021/NĐ-CP, article 5)."""
    if facts.size_class == facts.size_by_figures:
        return None
    return Found([facts.size_class, facts.size_by_figures])


@check(
    "place", Grade.WARNING, _("Commune no longer valid"),
    _("%(place)s ended on %(day)s."), mends="place",
)  # fmt: skip
def place(facts: Facts) -> Answer:
    """A unit that has ended; figures roll it up, but letters and visits need today's."""
    ended = facts.place_ended_on
    if ended is None or ended > facts.today:
        return None
    return Found([facts.place, ended], {"place": facts.place, "day": f"{ended:%d/%m/%Y}"})


@check(
    "same_phone", Grade.WARNING, _("Same phone at several"),
    _("The same phone number stands at %(n)s other records."), mends="phone",
)  # fmt: skip
def same_phone(facts: Facts) -> Answer:
    """One number at several records."""
    if not facts.phone or not facts.same_phone:
        return None
    return Found([facts.phone, facts.same_phone], {"n": facts.same_phone})


@check(
    "same_email", Grade.WARNING, _("Same e-mail at several"),
    _("The same e-mail address stands at %(n)s other records."), mends="email",
)  # fmt: skip
def same_email(facts: Facts) -> Answer:
    """One address at several records."""
    if not facts.email or not facts.same_email:
        return None
    return Found([facts.email, facts.same_email], {"n": facts.same_email})


@check(
    "duplicate", Grade.WARNING, _("Possible duplicate to decide"),
    _("May be the same as %(n)s other records; nobody has decided yet."),
)  # fmt: skip
def duplicate(facts: Facts) -> Answer:
    """A pair waits in the queue."""
    pairs = sorted(facts.open_pairs)
    return Found(pairs, {"n": len(pairs), "pair": pairs[0]}) if pairs else None


@check(
    "unverified", Grade.WARNING, _("Unverified for long"),
    _("In the registry for %(n)s days and not yet verified."), mends="verify",
)  # fmt: skip
def unverified(facts: Facts) -> Answer:
    """Longer than the dated threshold of the data file."""
    if facts.state != State.NEW or facts.registered_on is None:
        return None
    days = (facts.today - facts.registered_on).days
    if days <= facts.unverified_days:
        return None
    return Found(facts.registered_on, {"n": days})


@check(
    "no_contact", Grade.GAP, _("No way to reach them"),
    _("Neither phone nor e-mail, not even of a person to call."), mends="phone",
)  # fmt: skip
def no_contact(facts: Facts) -> Answer:
    """Neither phone nor e-mail anywhere."""
    ways = (facts.phone, facts.email, *facts.contact_phones, *facts.contact_emails)
    return None if any(ways) else Found()


@check(
    "no_sector", Grade.GAP, _("No sector"), _("The sector is missing."), mends="sector"
)  # fmt: skip
def no_sector(facts: Facts) -> Answer:
    """Without it there is no size class."""
    return None if facts.sector else Found()


@check(
    "no_identifier", Grade.GAP, _("No tax code or number"),
    _("No tax code, personal number or co-operative number."), mends="number",
)  # fmt: skip
def no_identifier(facts: Facts) -> Answer:
    """Known to no authority yet, as far as we know."""
    return None if facts.has_identifier else Found()
