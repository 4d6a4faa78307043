"""`delphi reference`: the reference pages that are made from the code."""

from __future__ import annotations

import argparse

from delphi.reference import configuration_page, tables_page
from delphi.writing import whole


def arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("--to-configuration", metavar="FILE", help="every key of the configuration")
    parser.add_argument("--to-tables", metavar="FILE", help="every column of the tables")


def run(options: argparse.Namespace) -> None:
    """Write the pages that are asked for."""
    pages = ((options.to_configuration, configuration_page), (options.to_tables, tables_page))
    for file, page in pages:
        if file:
            with whole(file) as part:
                part.write_text(page(), encoding="utf-8", newline="\n")
            print(f"reference: {file}")
