"""Forms of the registry: the short steps of a business that registers, and the whole record for editing."""

from sme.enterprises.forms.access import (
    ClaimForm,
    CodeForm,
    DeclineForm,
    InviteForm,
    MorePapersForm,
)
from sme.enterprises.forms.record import RecordForm
from sme.enterprises.forms.steps import ContactStep, KindStep, NumberStep, PlaceStep
from sme.enterprises.forms.succession import ChargeForm, ClosingForm, SuccessionForm

__all__ = [
    "ChargeForm",
    "ClaimForm",
    "ClosingForm",
    "CodeForm",
    "ContactStep",
    "DeclineForm",
    "InviteForm",
    "KindStep",
    "MorePapersForm",
    "NumberStep",
    "PlaceStep",
    "RecordForm",
    "SuccessionForm",
]
