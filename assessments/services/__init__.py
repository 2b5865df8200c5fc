"""Acts of readiness: versions are loaded and frozen, answers kept, assessments submitted and withdrawn."""

from assessments.services.advising import mark_guide
from assessments.services.answering import (
    Saved,
    StaleAnswer,
    facts_of,
    save_answer,
    save_answers,
    start,
)
from assessments.services.assisting import hand_over, start_for
from assessments.services.authoring import (
    ask_publication,
    change_draft,
    copy_version,
    drop_draft,
    load_draft,
    release,
    send_back,
)
from assessments.services.contesting import contest, reply
from assessments.services.crossing import declare
from assessments.services.finishing import submit, withdraw
from assessments.services.papers import keep_paper, start_from_paper
from assessments.services.reviewing import review
from assessments.services.rounds import change_days, plan_round, remind_of_rounds
from assessments.services.sharing import revoke, share
from assessments.services.versions import import_version, load_shipped, offer, publish
from assessments.services.visiting import claim, start_as_visitor

__all__ = [
    "Saved",
    "StaleAnswer",
    "ask_publication",
    "change_days",
    "change_draft",
    "claim",
    "contest",
    "copy_version",
    "declare",
    "drop_draft",
    "facts_of",
    "hand_over",
    "import_version",
    "keep_paper",
    "load_draft",
    "load_shipped",
    "mark_guide",
    "offer",
    "plan_round",
    "publish",
    "release",
    "remind_of_rounds",
    "reply",
    "review",
    "revoke",
    "save_answer",
    "save_answers",
    "send_back",
    "share",
    "start",
    "start_as_visitor",
    "start_for",
    "start_from_paper",
    "submit",
    "withdraw",
]
