"""`python -m delphi.review [NOTEBOOK]`: JupyterLab on a study's notebooks, without news, updates or anything from outside.

With a notebook's name it opens that one alone, without the files beside it; else the list of them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SETTINGS = Path(__file__).parent / "lab"


def command(folder: Path, notebook: str = "") -> list[str]:
    """The command that starts JupyterLab.

    Parameters
    ----------
    folder
        The study's folder.
    notebook
        A notebook's name without its ending; empty for the list of them.
    """
    page = f"/doc/tree/{notebook}.ipynb" if notebook else "/lab"
    return [
        sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder / 'notebooks'}",
        f"--LabApp.default_url={page}", f"--LabApp.app_settings_dir={SETTINGS}",
        "--LabApp.extension_manager=readonly",
    ]  # fmt: skip


def main(arguments: list[str]) -> int:
    """Start JupyterLab here and wait until it ends."""
    folder, notebook = Path.cwd(), arguments[0].removesuffix(".ipynb") if arguments else ""
    wanted = folder / "notebooks" / f"{notebook or '.'}{'.ipynb' if notebook else ''}"
    if not wanted.exists():
        print(f"delphi: there is no {wanted}. Go to the study's folder and try again.", file=sys.stderr)
        return 2
    try:
        return subprocess.call(command(folder, notebook))
    except KeyboardInterrupt:  # JupyterLab heard it, too, and says goodbye itself
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
