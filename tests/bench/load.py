"""How many requests a second an address answers: with wrk where it is installed, else with threads."""

import http.client
import re
import shutil
import subprocess
import threading
import time
from urllib.parse import urlsplit

CONNECTIONS = 16


def requests_per_second(url: str, seconds: int = 3, cookie: str = "") -> float:
    """Ask one address again and again; refuses (`RuntimeError`) answers that are not 200."""
    if shutil.which("wrk"):
        return _with_wrk(url, seconds, cookie)
    return _with_threads(url, seconds, cookie)


def _with_wrk(url: str, seconds: int, cookie: str) -> float:
    header = ["-H", f"Cookie: {cookie}"] if cookie else []
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", *header, url]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told:
        raise RuntimeError(f"{url} does not answer 200:\n{told}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    if not found:
        raise RuntimeError(told)
    return float(found[1])


def _with_threads(url: str, seconds: int, cookie: str) -> float:
    parts = urlsplit(url)
    counts = [0] * CONNECTIONS
    until = time.monotonic() + seconds

    def ask(place: int) -> None:
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        while time.monotonic() < until:
            connection.request(
                "GET",
                parts.path + (f"?{parts.query}" if parts.query else ""),
                headers={"Cookie": cookie},
            )
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                return
            counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds
