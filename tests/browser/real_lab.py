"""A real JupyterLab server with studies to open; for the browser tests and for benchmarks/review.py."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from small_study import write_study

CHROMIUM_OPTIONS = ["--disable-dev-shm-usage", "--disable-gpu", "--no-sandbox"]
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"autoStartDefaultKernel": True},
    "docmanager-extension/plugin": {"autosave": False},
}


class Lab:
    """A running server; `open` shows a notebook of a study and runs its cells."""

    def __init__(self, root, url):
        self.root, self.url = root, url

    def ask(self, path, method="GET", data=None):
        request = urllib.request.Request(
            f"{self.url}/api/{path}?token=t",
            method=method,
            data=None if data is None else json.dumps(data).encode(),
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def kernel(self, path):
        """The kernel of a notebook, once the server knows it is idle and a page is connected."""
        for _ in range(240):
            for session in self.ask("sessions"):
                kernel = session["kernel"]
                if session["path"] == path and kernel["execution_state"] == "idle" and kernel["connections"]:
                    return kernel["id"]
            time.sleep(0.25)
        raise AssertionError(f"no kernel became idle for {path}: {self.ask('sessions')}")

    def process(self, path):
        """The process id of a notebook's kernel."""
        kernel = self.kernel(path)
        for folder in Path("/proc").iterdir():
            try:
                line = (folder / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if folder.name.isdigit() and f"kernel-{kernel}" in line:
                return int(folder.name)
        raise AssertionError("the kernel's process is not there")

    def study(self, name, **options):
        folder = write_study(self.root / name, **options)
        (folder / "notebooks").mkdir(exist_ok=True)
        for notebook in NOTEBOOKS.glob("*.ipynb"):
            shutil.copy(notebook, folder / "notebooks")
        return folder

    def open(self, page, study, notebook, run=True):
        """Open a notebook in the page and run all its cells."""
        path = f"{study.name}/notebooks/{notebook}"
        page.goto(f"{self.url}/doc/workspaces/{study.name}-{time.monotonic_ns()}/tree/{path}?token=t&reset")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
        self.kernel(path)
        page.wait_for_timeout(400)
        if run:
            self.run(page)
        return path

    def run(self, page):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


@contextmanager
def running_lab(root: Path, own: Path) -> Iterator[Lab]:
    """Serve the folder `root`; settings and logs go to `own`."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    for name, value in SETTINGS.items():
        file = own / "settings/@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(value))
    places = {
        "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython", "HOME": ".",
    }  # fmt: skip
    environment = os.environ | {name: str(own / place) for name, place in places.items()}
    with (own / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [
                sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1",
                f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=t",
                "--ServerApp.disable_check_xsrf=True", "--LabApp.extension_manager=readonly",
                f"--ServerApp.root_dir={root}",
            ],
            cwd=root, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        lab = Lab(root, f"http://127.0.0.1:{port}")
        for _ in range(240):
            try:
                lab.ask("status")
                break
            except OSError:
                time.sleep(0.25)
        else:
            raise RuntimeError((own / "lab.log").read_text())
        try:
            yield lab
        finally:
            server.terminate()
            server.wait(20)
