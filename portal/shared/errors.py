"""How a service says no: one exception with a code for programs and a sentence for people."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class RuleBroken(Exception):
    """An act was refused by a rule; nothing was written.

    ``code`` is stable and meant for tests and programs, ``sentence`` is shown to the person
    (translatable, says what is wrong and how to mend it), ``field`` names the form field it
    belongs to, if there is one.
    """

    def __init__(self, code: str, sentence: Any, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)


class StaleVersion(RuleBroken):
    """The record was changed by somebody else after the form was opened."""

    def __init__(
        self, code: str = "stale_version", sentence: Any = None, field: str | None = None
    ) -> None:
        if sentence is None:
            sentence = _(
                "Somebody else changed this record while you had it open. "
                "Nothing of yours was saved; look at the new values and enter your change again."
            )
        super().__init__(code, sentence, field)
