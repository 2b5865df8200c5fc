"""Acts: agreeing and withdrawing, one's own data, erasing, noting looks, letting old things go."""

from portal.privacy.services.consenting import agree, withdraw
from portal.privacy.services.erasing import ask_erasure, cancel_erasure, carry_out_due
from portal.privacy.services.exporting import start_export, write_own_data
from portal.privacy.services.keeping import retain, tell_dormant
from portal.privacy.services.looking import note_list, note_look

__all__ = [
    "agree",
    "ask_erasure",
    "cancel_erasure",
    "carry_out_due",
    "note_list",
    "note_look",
    "retain",
    "start_export",
    "tell_dormant",
    "withdraw",
    "write_own_data",
]
