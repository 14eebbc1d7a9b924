"""A page in a browser."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any


class Opened:
    """A page that has drawn itself, with all that went wrong on the way."""

    def __init__(self, browser: Any, file: Path) -> None:
        self.page = browser.new_page(viewport={"width": 1280, "height": 800})
        self.troubles: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.troubles.append("a dialog opened"), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())
        end = time.monotonic() + 30
        # Not wait_for_function: it evaluates text, which the page's policy forbids.
        while not self.page.evaluate("window.kg?.ready ?? false"):
            assert time.monotonic() < end, f"the page did not draw: {self.troubles}"
            time.sleep(0.05)
        assert self.requests == [file.as_uri()]

    def heard(self, message: Any) -> None:
        if "willReadFrequently" not in message.text:  # a remark on the way in which `ink` looks
            self.troubles.append(message.text)

    def click(self, entity: str) -> None:
        at = self.page.evaluate("id => window.kg.place(id)", entity)
        box = self.page.locator("#canvas").bounding_box()
        self.page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])

    @property
    def panel(self) -> str:
        return str(self.page.inner_text("#panel"))
