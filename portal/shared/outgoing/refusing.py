"""Why a request to another site came to nothing: four exceptions, each with a sentence."""

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RuleBroken


class OutgoingFailed(RuleBroken):
    """A request to another site came to nothing; the sentence says why."""

    code_here = "outgoing"
    words = _("The other site could not be asked.")

    def __init__(self, sentence: object = None, address: str = "") -> None:
        super().__init__(self.code_here, self.words if sentence is None else sentence)
        self.address = address  # what was asked for when it failed


class Refused(OutgoingFailed):
    """We do not ask this address: not allowed, not public, or led in circles."""

    code_here = "outgoing_refused"
    words = _("This address may not be asked by the portal.")


class TooSlow(OutgoingFailed):
    """The whole answer did not come in time."""

    code_here = "outgoing_slow"
    words = _("The other site did not answer in time. Try again later.")


class TooLarge(OutgoingFailed):
    """The answer is larger than we read."""

    code_here = "outgoing_large"
    words = _("The answer of the other site is too large.")


class Unreachable(OutgoingFailed):
    """The name is unknown, nobody answers there, or the answer cannot be read."""

    code_here = "outgoing_unreachable"
    words = _("The other site could not be reached.")
