"""Acts on programmes, cohorts and enrolments; each locks, asks the rules, writes and leaves a trace."""

from sme.programmes.services.cohorts import (
    COHORT_FIELDS,
    change_cohort,
    create_cohort,
    move_cohort,
    open_cohort,
)
from sme.programmes.services.eligibility import set_rules
from sme.programmes.services.enrolments import (
    change_enrolment,
    enrol,
    enrol_many,
    kept_of,
    put_back,
    take_back,
)
from sme.programmes.services.programmes import (
    PROGRAMME_FIELDS,
    change_programme,
    create_programme,
)

__all__ = [
    "COHORT_FIELDS",
    "PROGRAMME_FIELDS",
    "change_cohort",
    "change_enrolment",
    "change_programme",
    "create_cohort",
    "create_programme",
    "enrol",
    "enrol_many",
    "kept_of",
    "move_cohort",
    "open_cohort",
    "put_back",
    "set_rules",
    "take_back",
]
