"""What stands in a packed folder for its reader: how to begin, in Dutch and English, and the notebook."""

from __future__ import annotations

import json
from collections.abc import Sequence

NL = """\
Beste {coder}

In deze map staat wat je nodig hebt om tags na te kijken: {transcripts}.
De gesprekken zijn vertrouwelijk: zet deze map op een versleutelde schijf, deel ze met niemand, en wis ze
wanneer het werk klaar is.

EERST (één keer)
1. Installeer Python 3.11 of nieuwer: https://www.python.org/downloads/
   (Windows: vink "Add python.exe to PATH" aan.)
2. Open een venster voor opdrachten in deze map.
   Windows: open de map in de Verkenner, typ  cmd  in de adresbalk en druk op Enter.
   macOS:   open Terminal, typ  cd  en een spatie, sleep deze map in het venster en druk op Enter.
3. Typ, regel per regel (dit haalt enkele honderden MB op):
   Windows:  py -m venv .venv
             .venv\\Scripts\\python -m pip install -r requirements.txt
   macOS:    python3 -m venv .venv
             .venv/bin/python -m pip install -r requirements.txt
   (Kent Windows  py  niet, typ dan  python  in de plaats.)

TELKENS
1. Open weer een venster voor opdrachten in deze map, en typ:
   Windows:  .venv\\Scripts\\python -m delphi.review check_tags
   macOS:    .venv/bin/python -m delphi.review check_tags
   Je browser opent. Laat het venster voor opdrachten open staan zolang je werkt.
2. Klik in de cel en druk op Shift+Enter. De toets ? toont alle toetsen.
Elke beslissing staat meteen in data/coded/decisions/{coder}.csv. Je mag altijd stoppen.

KLAAR
Stuur het bestand data/coded/decisions/{coder}.csv terug, versleuteld, en laat zijn naam zoals hij is.
(De hele map als zip mag ook; de map .venv mag je weglaten.)
Verwijder of sorteer geen rijen in dat bestand: de volgorde telt.
Doorwerken nadat je iets gestuurd hebt mag: stuur het later gewoon opnieuw.
"""
EN = """\
Dear {coder}

This folder holds what you need to check tags: {transcripts}.
The conversations are confidential: keep this folder on an encrypted disk, share it with nobody, and delete it
when the work is done.

FIRST (once)
1. Install Python 3.11 or newer: https://www.python.org/downloads/
   (Windows: tick "Add python.exe to PATH".)
2. Open a window for commands in this folder.
   Windows: open the folder in the Explorer, type  cmd  in the address bar and press Enter.
   macOS:   open Terminal, type  cd  and a space, drag this folder into the window and press Enter.
3. Type, line by line (this downloads some hundred MB):
   Windows:  py -m venv .venv
             .venv\\Scripts\\python -m pip install -r requirements.txt
   macOS:    python3 -m venv .venv
             .venv/bin/python -m pip install -r requirements.txt
   (If Windows does not know  py , type  python  instead.)

EVERY TIME
1. Open a window for commands in this folder again, and type:
   Windows:  .venv\\Scripts\\python -m delphi.review check_tags
   macOS:    .venv/bin/python -m delphi.review check_tags
   Your browser opens. Leave the window for commands open as long as you work.
2. Click in the cell and press Shift+Enter. The key ? shows all keys.
Every decision is at once in data/coded/decisions/{coder}.csv. You may stop at any time.

DONE
Send the file data/coded/decisions/{coder}.csv back, encrypted, and leave its name as it is.
(The whole folder as a zip is fine, too; you may leave out the folder .venv.)
Do not remove or sort rows in that file: their order counts.
You may go on after you have sent something: just send it again later.
"""
INTRODUCTION = {
    "nl": "# Tags nakijken\n\nKlik in de cel hieronder en druk op Shift+Enter; `?` toont alle toetsen.",
    "en": "# Check tags\n\nClick in the cell below and press Shift+Enter; `?` shows all keys.",
}


def readme(coder: str, language: str, transcripts: Sequence[str]) -> bytes:
    """How to begin, the study's language first; with the line ends and the mark that every editor reads."""
    parts = [NL, EN] if language == "nl" else [EN, NL]
    text = ("\n" + "=" * 100 + "\n\n").join(parts)
    text = text.format(coder=coder, transcripts=", ".join(transcripts))
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def notebook(coder: str, language: str) -> str:
    """The notebook *check_tags* that opens with her name."""
    code = f"from delphi.review import open_desk\n\nopen_desk({json.dumps(coder, ensure_ascii=False)})"
    introduction = INTRODUCTION.get(language, INTRODUCTION["en"])
    cells = [
        {"cell_type": "markdown", "id": "introduction", "metadata": {}, "source": introduction},
        {"cell_type": "code", "id": "desk", "metadata": {}, "source": code, "execution_count": None,
         "outputs": []},
    ]  # fmt: skip
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    whole = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1)
