"""Where a language model may be asked: at an address of this very machine, and nowhere else."""

from __future__ import annotations

import ipaddress
import urllib.parse
from pathlib import Path

from delphi.errors import InputError


def local_address(address: str, file: Path | str | None = None) -> str:
    """The address, if it is on this machine; `file` is where it was written.

    Raises
    ------
    InputError
        For any host but a loopback one, and for anything that is no http address.
    """
    try:
        parts = urllib.parse.urlsplit(address)
        host = parts.hostname or ""
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
        local = local and parts.scheme == "http" and not parts.username
    except ValueError:
        local = False
    if not local:
        raise InputError(
            f"`coding.second_opinion.address` is `{address}`, which is not on this machine.",
            file,
            remedy="Only http://127.0.0.1, http://[::1] and http://localhost are allowed; what people said stays here.",
        )
    return address.rstrip("/")
