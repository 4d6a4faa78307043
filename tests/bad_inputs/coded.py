"""What coders and the team write: decisions, adjudications, items, the ledger, clearances."""

from __future__ import annotations

from tests.bad_inputs.case import ADJUDICATIONS, ANNA, CLEARED, EVENTS, ITEMS, Case, add, away, both, cut, put, saved, swap

ROW = "2025-03-20T09:00:00Z,anna,lawn,3,0,29,From my window it looks good.,,,shared_beds,strength,SB-S1,supports,apply,,,1\n"


def changed(**cells: str) -> str:
    """A row of decisions with other cells."""
    columns = ("decided_at,coder,transcript_id,turn,start,end,quote,prefix,suffix,work_model,swot,item_id,stance,action,note,suggestion_shown,codebook_version").split(",")
    row = dict(zip(columns, ROW.strip().split(","))) | cells
    return ",".join(row.values()) + "\n"


CASES = [
    Case("a decision file cut in the middle of a row", cut(ANNA, "2025-03-19T09:00:00Z,anna,lawn,2,0,5"), ""),
    Case("a decision file cut in a quotation", add(ANNA, '2025-03-20T09:00:00Z,anna,lawn,3,0,29,"From my win'), ""),
    Case("a decision file cut in its last cell but one", add(ANNA, ROW.rsplit(",", 2)[0]), ""),
    Case("a decision file without header", put(ANNA, ROW), ""),
    Case("a decision file that is a spreadsheet", put(ANNA, b"PK\x03\x04\x14\x00\xff"), ""),
    Case("a decision file in another encoding", saved(ANNA, "cp1252", extra=changed(note="d\u00e9j\u00e0")), ""),
    Case("a decision without coder", add(ANNA, changed(coder="")), ""),
    Case("a decision about an unknown transcript", add(ANNA, changed(transcript_id="lown")), ""),
    Case("a decision with an unknown code", add(ANNA, changed(work_model="shared_bed")), ""),
    Case("a decision with an unknown category", add(ANNA, changed(swot="Strength")), ""),
    Case("a decision without a code", add(ANNA, changed(swot="")), ""),
    Case("a decision with an unknown action", add(ANNA, changed(action="aply")), ""),
    Case("a decision with an unknown stance", add(ANNA, changed(stance="agrees")), ""),
    Case("a decision on an unknown statement", add(ANNA, changed(item_id="SB-S9")), ""),
    Case("a stretch that ends before it starts", add(ANNA, changed(start="29", end="0")), ""),
    Case("a stretch that is no number", add(ANNA, changed(start="0.0", end="29.0")), ""),
    Case("a turn that is no number", add(ANNA, changed(turn="three")), ""),
    Case("a turn of twenty digits", add(ANNA, changed(turn="9" * 20)), ""),
    Case("a stretch of twenty digits", add(ANNA, changed(end="9" * 20)), ""),
    Case("a turn in other digits", add(ANNA, changed(turn="٣")), ""),
    Case("a turn that the transcript does not have", add(ANNA, changed(turn="33")), ""),
    Case("a stance without statement", add(ANNA, changed(item_id="")), ""),
    Case("a decision of somebody else in her file", add(ANNA, changed(coder="bert")), ""),
    Case("a spreadsheet that rewrote a time", add(ANNA, changed(decided_at="20/03/2025 9:00")), ""),
    Case("adjudications without a column", swap(ADJUDICATIONS, "stance", "view"), ""),
    Case("adjudications with an unknown code", add(ADJUDICATIONS, changed(swot="streng")), ""),
    Case("an empty items.csv", put(ITEMS, ""), ""),
    Case("items.csv without a column", swap(ITEMS, "parent_id", "parent"), ""),
    Case("a version twice", swap(ITEMS, "SB-S1,2", "SB-S1,1"), ""),
    Case("a version that is no number", swap(ITEMS, "SB-S1,2", "SB-S1,b"), ""),
    Case("version 0", swap(ITEMS, "SB-W1,1", "SB-W1,0"), ""),
    Case("a version that leaves a gap", both(swap(ITEMS, "SB-S1,2", "SB-S1,3"), swap(EVENTS, "SB-S1,2", "SB-S1,3")), ""),
    Case("a version of twenty digits", swap(ITEMS, "SB-W1,1", "SB-W1," + "9" * 20), ""),
    Case("an item with an unknown code", swap(ITEMS, "shared_beds,weakness,,,2", "shared_beds,weaknes,,,2"), ""),
    Case("an item without words", swap(ITEMS, "Tools get lost", ""), ""),
    Case("an item that is its own parent", swap(ITEMS, "weakness,,SB-W1,3", "weakness,,SB-W1a,3"), ""),
    Case("parents in a circle", swap(ITEMS, "weakness,,,2,Tools", "weakness,,SB-W1a,2,Tools"), ""),
    Case("a parent that does not exist", swap(ITEMS, "weakness,,SB-W1,3", "weakness,,SB-W7,3"), ""),
    Case("a parent in another work model", swap(ITEMS, "SB-W1a,1,shared_beds", "SB-W1a,1,own_plots"), ""),
    Case("an id with a semicolon", swap(ITEMS, "SB-W1a,1", "SB;W1a,1"), ""),
    Case("ten thousand items", add(ITEMS, "".join(f"X{n},1,own_plots,strength,,,{n},Statement {n}\n" for n in range(10_000))), "the study folder is in order", code=0),
    Case("ten thousand items in one line of descent", add(ITEMS, "X0,1,own_plots,strength,,,0,Statement 0\n" + "".join(f"X{n},1,own_plots,strength,,X{n - 1},{n},Statement {n}\n" for n in range(1, 10_000))), "", code=0),
    Case("an event of an unknown item", swap(EVENTS, "SB-W1,1,introduced", "SB-W9,1,introduced"), ""),
    Case("an event of an unknown version", swap(EVENTS, "SB-W1,1,introduced", "SB-W1,4,introduced"), ""),
    Case("an unknown kind of event", swap(EVENTS, "SB-W1,1,introduced", "SB-W1,1,introduce"), ""),
    Case("an event in an undeclared round", swap(EVENTS, "SB-W1,1,introduced,1", "SB-W1,1,introduced,5"), ""),
    Case("a reference to a passage that cannot be read", swap(EVENTS, "bench:2:41-67", "bench 2 41-67"), ""),
    Case("a reference to an unknown transcript", swap(EVENTS, "bench:2:41-67", "bank:2:41-67"), ""),
    Case("an event of an unknown participant", swap(EVENTS, "introduced,1,street,Iris,bench:2:41", "introduced,1,street,Irsi,bench:2:41"), ""),
    Case("a second version that no event made", cut(EVENTS, "team,2025-02-13T10:00:00Z\n"), ""),
    Case("a ledger without items", away(ITEMS), ""),
    Case("cleared.csv without a column", swap(CLEARED, "cleared_by", "by"), ""),
    Case("a clearance that nobody signed", swap(CLEARED, ",anna,", ",,"), ""),
    Case("a clearance without a word", swap(CLEARED, "Harrowmouth,,", ",somewhere,"), ""),
    Case("cleared.csv is empty", put(CLEARED, ""), ""),
    Case("an unreadable clearance", add(CLEARED, b"M\xfcller,,anna,2025-02-11T10:00:00Z,an invented name\n"), ""),
]
