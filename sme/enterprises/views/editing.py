"""What saving the record's form is, for officers and members alike."""

from typing import Any

from portal.shared.errors import RuleBroken, StaleVersion
from portal.shared.http import refuse
from sme.enterprises import services
from sme.enterprises.forms import RecordForm


def save_record(form: RecordForm, *, actor: Any) -> bool:
    """Save a valid form; False when it, or the service, refuses (the form then says why)."""
    if not form.is_valid() or form.enterprise is None:
        return False
    try:
        services.change(
            form.enterprise,
            expected_version=form.cleaned_data["version"] or 0,
            actor=actor,
            contact=form.contact(),
            **form.history(),
            **form.number_changes(),
            **form.own_values(),
        )
    except StaleVersion as broken:
        form.is_stale = True
        refuse(form, broken)
        return False
    except RuleBroken as broken:
        refuse(form, broken)
        return False
    return True
