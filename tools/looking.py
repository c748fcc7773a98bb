"""Photographs a report as people see it: on a desk and on a phone, by day and by night, on paper.

`python -m tools.looking reports/backtest/report.html reports/look` writes four PNGs and a PDF by
a Chromium without a screen (`apt-get install chromium`), and tells what the page asked the network
for, what it complained of, and whether it is wider than its screen.
"""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.sync.client import connect
from websockets.sync.connection import Connection

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = {"desk": 1280, "phone": 390}  # {px}
HEIGHT = 900  # {px} of a screen; a photograph holds the whole page
SCHEMES = {"light": False, "dark": True}
PATIENCE = 60  # {s} until the browser has started, or has answered
LARGEST = 2**27  # {byte} of one answer: a long photograph
DRAWN = """new Promise(done => {
  const later = () => setTimeout(done, 1500);
  document.readyState === "complete" ? later() : addEventListener("load", later);
})"""  # {ms}: what is drawn after all is there settles in less
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")


@dataclass(slots=True)
class Browser:
    """A page in a Chromium, by its own protocol."""

    wire: Connection
    heard: list[dict[str, Any]] = field(default_factory=list)
    count: Iterator[int] = field(default_factory=itertools.count)

    def ask(self, method: str, **params: Any) -> Any:
        """What it answers; whatever it says meanwhile is kept."""
        mine = next(self.count)
        self.wire.send(json.dumps({"id": mine, "method": method, "params": params}))
        while (said := json.loads(self.wire.recv(timeout=PATIENCE))).get("id") != mine:
            self.heard.append(said)
        if "error" in said:
            raise SystemExit(f"{method}: {said['error']['message']}")
        return said["result"]

    def value(self, script: str) -> Any:
        """What a line of JavaScript comes to."""
        found = self.ask("Runtime.evaluate", expression=script, awaitPromise=True)
        return found["result"].get("value")

    def see(self, page: Path, width: int, dark: bool) -> None:
        """Opens a page in a window of that width, and waits until it is drawn."""
        size = {"width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": width < 600}
        self.ask("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])
        self.ask("Page.navigate", url=page.resolve().as_uri())
        self.value(DRAWN)

    def shot(self, file: Path) -> None:
        """All of the page, as a PNG."""
        taken = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
        file.write_bytes(base64.b64decode(taken["data"]))

    def printed(self, file: Path) -> None:
        """All of the page, as it goes on paper."""
        file.write_bytes(
            base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True)["data"])
        )

    def asked(self) -> list[str]:
        """Whatever it wanted beside the page itself and what the page holds."""
        told = [it for it in self.heard if it.get("method") == "Network.requestWillBeSent"]
        urls = [it["params"]["request"]["url"] for it in told]
        return [it for it in urls if not it.startswith(("file:", "data:", "blob:"))]

    def complaints(self) -> list[str]:
        """Errors, and whatever the page's own rules have refused."""
        kinds = {"Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled"}
        return [json.dumps(it["params"]) for it in self.heard if it.get("method") in kinds]


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium that ends with this."""
    binary = next(filter(None, map(shutil.which, BROWSERS)), None)
    if binary is None:
        raise SystemExit(f"none of {', '.join(BROWSERS)} is there")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        flags = [*FLAGS, "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen([binary, *flags], stdout=quiet, stderr=quiet)
        try:
            with connect(_address(Path(folder)), max_size=LARGEST, proxy=None) as wire:
                yield _opened(Browser(wire))
        finally:
            process.terminate()
            process.wait()


def _address(folder: Path) -> str:
    """Where its first page listens."""
    told, end = folder / "DevToolsActivePort", time.monotonic() + PATIENCE
    while not (told.is_file() and told.read_text().strip()) and time.monotonic() < end:
        time.sleep(0.1)
    port = told.read_text().split()[0]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
        pages = [it for it in json.load(answer) if it["type"] == "page"]
    return str(pages[0]["webSocketDebuggerUrl"])


def _opened(it: Browser) -> Browser:
    for domain in ("Page", "Network", "Runtime", "Log"):
        it.ask(f"{domain}.enable")
    return it


def look(page: Path, folder: Path) -> int:
    """Takes all photographs; 1 where the page wants something, complains, or is too wide."""
    folder.mkdir(parents=True, exist_ok=True)
    wrong = []
    with browser() as it:
        for (place, width), (scheme, dark) in itertools.product(WIDTHS.items(), SCHEMES.items()):
            it.see(page, width, dark)
            it.shot(folder / f"{place}-{scheme}.png")
            wide = it.value("document.scrollingElement.scrollWidth")
            wrong += [f"{place}: {wide} px wide, the screen {width} px"] if wide > width else []
        it.printed(folder / "paper.pdf")
        wrong += [f"asks for {url}" for url in it.asked()] + it.complaints()
    print("\n".join(wrong) or f"{folder}: four photographs and a PDF; nothing is wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("usage: python -m tools.looking PAGE FOLDER")
    raise SystemExit(look(Path(sys.argv[1]), Path(sys.argv[2])))
