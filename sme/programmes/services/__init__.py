"""Acts on programmes, cohorts and enrolments; each locks, asks the rules, writes and leaves a trace."""

from sme.programmes.services.adoption import end_use, remove_use, tell_use
from sme.programmes.services.applications import (
    add_document,
    remove_document,
    save_draft,
    submit,
    withdraw,
)
from sme.programmes.services.certificates import (
    is_certificate_intact,
    issue_certificate,
    issue_certificates,
    revoke_certificate,
)
from sme.programmes.services.cohorts import (
    COHORT_FIELDS,
    change_cohort,
    create_cohort,
    move_cohort,
    open_cohort,
)
from sme.programmes.services.deciding import (
    Forecast,
    check_document,
    decide,
    decide_many,
    preview,
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
from sme.programmes.services.following import (
    add_note,
    add_task,
    finish_task,
    move_task,
    record_outcome,
    reopen_task,
)
from sme.programmes.services.freezing import approve_list, is_intact, reopen_list
from sme.programmes.services.leaving import (
    Departure,
    drop_out,
    give_place_to_first,
)
from sme.programmes.services.letters import write_letter, write_letters
from sme.programmes.services.milestones import (
    add_milestone,
    change_milestone,
    copy_milestones,
    give_time,
    mark_done,
    mark_open,
    remove_milestone,
    write_milestone,
)
from sme.programmes.services.papers import Asked, set_papers
from sme.programmes.services.programmes import (
    PROGRAMME_FIELDS,
    change_programme,
    create_programme,
)
from sme.programmes.services.reminding import remind_of_milestones
from sme.programmes.services.sessions import (
    attend,
    attendance_code,
    cancel_session,
    change_session,
    enrolment_in,
    plan_session,
    session_of_code,
    sign_off,
    sign_up,
    write_attendance,
)
from sme.programmes.services.support import (
    add_paper,
    check_paper,
    commit_support,
    remove_paper,
    reverse_entry,
    use_support,
)

__all__ = [
    "COHORT_FIELDS",
    "PROGRAMME_FIELDS",
    "Asked",
    "Departure",
    "Forecast",
    "add_document",
    "add_milestone",
    "add_note",
    "add_paper",
    "add_task",
    "approve_list",
    "attend",
    "attendance_code",
    "cancel_session",
    "change_cohort",
    "change_enrolment",
    "change_milestone",
    "change_programme",
    "change_session",
    "check_document",
    "check_paper",
    "commit_support",
    "copy_milestones",
    "create_cohort",
    "create_programme",
    "decide",
    "decide_many",
    "drop_out",
    "end_use",
    "enrol",
    "enrol_many",
    "enrolment_in",
    "finish_task",
    "give_place_to_first",
    "give_time",
    "is_certificate_intact",
    "is_intact",
    "issue_certificate",
    "issue_certificates",
    "kept_of",
    "mark_done",
    "mark_open",
    "move_cohort",
    "move_task",
    "open_cohort",
    "plan_session",
    "preview",
    "put_back",
    "record_outcome",
    "remind_of_milestones",
    "remove_document",
    "remove_milestone",
    "remove_paper",
    "remove_use",
    "reopen_list",
    "reopen_task",
    "reverse_entry",
    "revoke_certificate",
    "save_draft",
    "session_of_code",
    "set_papers",
    "set_rules",
    "sign_off",
    "sign_up",
    "submit",
    "take_back",
    "tell_use",
    "use_support",
    "withdraw",
    "write_attendance",
    "write_letter",
    "write_letters",
    "write_milestone",
]
