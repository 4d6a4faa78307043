"""One JupyterLab, one Chromium, and a page for each test.

They end with each file of tests: while Playwright runs, no other test could start an event loop.
"""

from __future__ import annotations

import pytest
from real_lab import CHROMIUM_OPTIONS, running_lab


@pytest.fixture(scope="module")
def browser(need):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=need("chromium"), args=CHROMIUM_OPTIONS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with running_lab(tmp_path_factory.mktemp("lab"), tmp_path_factory.mktemp("lab-own")) as lab:
        yield lab


@pytest.fixture
def page(browser, lab):
    """A page that fails the test when it fetched anything from elsewhere or a script broke."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    elsewhere, broken = [], []
    here = (lab.url, lab.url.replace("http", "ws"), "data:", "blob:")
    context.on(
        "request", lambda request: None if request.url.startswith(here) else elsewhere.append(request.url)
    )
    opened.on(
        "websocket", lambda socket: None if socket.url.startswith(here) else elsewhere.append(socket.url)
    )
    opened.on("pageerror", lambda error: broken.append(str(error)))
    yield opened
    context.close()
    assert not elsewhere
    assert not broken
