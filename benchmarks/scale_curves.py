"""Tables and pictures of what `scale.py` measured: how cost and memory grow with the words of a study."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

LIMIT_MB = 1536
CHANGES = (
    "nothing to do",
    "one decision added",
    "one transcript changed",
    "one transcript changed that is learned from",
    "one term changed",
)
BATCHWISE = ("ingest", "screen", "code")


def exponents(table: pd.DataFrame) -> pd.DataFrame:
    """Per step of a full run, the exponent of its CPU time from each size to the next, and its highest memory."""
    full = table[table["run"] == "full"]
    cost = full.pivot_table(index="step", columns="words", values="cpu_s")
    sizes = full.set_index("words")["transcripts"].to_dict()
    found = pd.DataFrame(index=cost.index)
    for small, large in pairwise(cost):
        slope = np.log(cost[large] / cost[small]) / np.log(large / small)
        found[f"{sizes[small]} to {sizes[large]}"] = slope
    return found.assign(peak_mb=full.groupby("step")["peak_mb"].max()).reset_index()


def shares(table: pd.DataFrame) -> pd.DataFrame:
    """CPU time of each change as a share of a full run, by size."""
    total = table[table["step"] == "total"].pivot_table(index="transcripts", columns="run", values="cpu_s")
    found = total.div(total["full"], axis=0)
    return found[[name for name in CHANGES if name in found]]


def draw(table: Path, folder: Path) -> None:
    """Write `exponents.csv`, `shares.csv` and the pictures; one length of transcript per picture."""
    frame = pd.read_csv(table)
    plt.rcParams |= {
        "svg.hashsalt": "delphi",
        "font.size": 8,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
    for length, part in frame.groupby(frame["words"] // frame["transcripts"]):
        stem = f"{length}-words"
        if part["transcripts"].nunique() < 2:
            continue
        exponents(part).round(3).to_csv(folder / f"exponents-{stem}.csv", index=False, lineterminator="\n")
        shares(part).round(4).to_csv(folder / f"shares-{stem}.csv", lineterminator="\n")
        _cost(part, folder / f"cost-{stem}.svg")
        _memory(part, folder / f"memory-{stem}.svg")
        print(exponents(part).round(3).to_string(index=False))
        print(shares(part).round(3).to_string())


def _cost(frame: pd.DataFrame, path: Path) -> None:
    """CPU time of the whole run and of each step, on logarithmic axes."""
    figure, axes = plt.subplots(figsize=(6, 3.6))
    full = frame[frame["run"] == "full"]
    for step, part in full.groupby("step"):
        bold = step == "total"
        axes.loglog(part["words"], part["cpu_s"], "o-", ms=3 if not bold else 5, lw=2.2 if bold else 0.8,
                    color="black" if bold else None, label=step)  # fmt: skip
    for run in CHANGES:
        part = frame[(frame["run"] == run) & (frame["step"] == "total")]
        axes.loglog(part["words"], part["cpu_s"], "s--", ms=4, lw=1.2, label=run)
    axes.set_xlabel("words")
    axes.set_ylabel("CPU seconds")
    axes.legend(fontsize=6, ncol=2, frameon=False, bbox_to_anchor=(1.01, 1), loc="upper left")
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)


def _memory(frame: pd.DataFrame, path: Path) -> None:
    """Highest memory of a job of each step, and the bound."""
    figure, axes = plt.subplots(figsize=(6, 3.2))
    full = frame[(frame["run"] == "full") & (frame["step"] != "total")]
    for step, part in full.groupby("step"):
        axes.semilogx(part["words"], part["peak_mb"], "o-", ms=3, lw=0.9, label=step)
    axes.axhline(LIMIT_MB, color="black", lw=1, ls=":")
    axes.set_xlabel("words")
    axes.set_ylabel("peak MB of a job")
    axes.legend(fontsize=6, ncol=1, frameon=False, bbox_to_anchor=(1.01, 1), loc="upper left")
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)
