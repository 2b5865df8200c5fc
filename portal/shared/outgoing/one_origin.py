"""Speaking to one party that the settings name: a session that knows its origins and no others."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

import requests


def origin_of(address: str) -> str:
    """Scheme, host and port of an address, in small letters."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


class OneOriginSession(requests.Session):
    """Asks these origins only, follows no redirect, takes no proxy from the environment, ends after ``seconds``.

    Whatever comes back that is no answer of JSON with a good status raises ``failure``, and so does silence.
    """

    def __init__(
        self, origins: Collection[str], failure: type[Exception], seconds: float = 8
    ) -> None:
        super().__init__()
        self.trust_env = False
        self.origins = {origin_of(each) for each in origins}
        self.failure, self.seconds = failure, seconds

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **more: Any) -> Any:
        """As ``requests`` has it, with our limits."""
        address = url.decode() if isinstance(url, bytes) else url
        if origin_of(address) not in self.origins:
            raise self.failure(f"{origin_of(address)} is not the party that the settings name")
        more |= {"timeout": self.seconds, "allow_redirects": False}
        try:
            answer = super().request(method, url, *args, **more)
            answer.raise_for_status()
            answer.json()
        except requests.RequestException as error:
            raise self.failure("the other party did not answer as it should") from error
        return answer
