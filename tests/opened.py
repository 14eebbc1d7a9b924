"""A page in a browser."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

_PATIENCE = 30.0


class Opened:
    """A page that has drawn itself, with all that went wrong on the way."""

    def __init__(self, browser: Any, file: Path, address: str = "", before: str = "", **context: Any) -> None:
        settings = {"viewport": {"width": 1280, "height": 800}, "locale": "zh-CN"} | context
        self.context = browser.new_context(**settings)
        self.page = self.context.new_page()
        self.troubles: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", self.dismiss)
        self.page.on("request", lambda request: self.requests.append(request.url))
        if before:
            self.page.add_init_script(before)
        self.page.goto(file.as_uri() + address)
        self.wait("window.kg?.ready > 0")
        assert [url.partition("#")[0] for url in self.requests] == [file.as_uri()]

    def wait(self, expression: str) -> Any:
        """The value of a JavaScript expression, as soon as it is true."""
        end = time.monotonic() + _PATIENCE
        # Not wait_for_function: it evaluates text, which the page's policy forbids.
        while not (found := self.page.evaluate(expression)):
            assert time.monotonic() < end, f"{expression} stays untrue: {self.troubles}"
            time.sleep(0.02)
        return found

    def dismiss(self, dialog: Any) -> None:
        """A page opens no dialogs."""
        self.troubles.append("a dialog opened")
        dialog.dismiss()

    def heard(self, message: Any) -> None:
        if "willReadFrequently" not in message.text:  # a remark on the way in which `ink` looks
            self.troubles.append(message.text)

    def click(self, entity: str) -> None:
        at = self.page.evaluate("id => window.kg.place(id)", entity)
        box = self.page.locator("#canvas").bounding_box()
        self.page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])

    def find(self, typed: str) -> None:
        """Search, and take the first hit."""
        self.page.fill("#query", typed)
        self.page.keyboard.press("Enter")

    def view(self, name: str) -> None:
        self.page.click(f"#tab-{name}")

    def close(self) -> None:
        self.context.close()

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    @property
    def panel(self) -> str:
        return self.text("#panel")

    @property
    def name(self) -> str:
        return self.text("#panel h2")
