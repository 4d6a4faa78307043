"""A real Slurm of one node, started and stopped by whoever runs it: no root, no systemd, no database.

    python tests/cluster/one_node_slurm.py FOLDER

starts munged, slurmctld and slurmd (Debian: slurmctld slurmd slurm-client munge) with everything they keep in
FOLDER, prints the line that makes `sinfo`, `sbatch` and snakemake use them, and stops them with Ctrl-C.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PROGRAMS = {"munged": "munge", "slurmctld": "slurmctld", "slurmd": "slurmd", "srun": "slurm-client"}
"""Program and the Debian package that brings it."""

CONF = """\
ClusterName=delphi
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
KillWait=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerParameters=sched_interval=1,batch_sched_delay=1
MinJobAge=3600
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory={memory} State=UNKNOWN
PartitionName=main Nodes={host} Default=YES MaxTime=1-00:00:00 State=UP
"""


def missing() -> list[str]:
    """Debian packages that are not installed."""
    return [package for program, package in PROGRAMS.items() if _find(program) is None]


@contextlib.contextmanager
def one_node(folder: Path) -> Iterator[dict[str, str]]:
    """A Slurm that lives as long as the block; yields the environment in which its commands find it.

    Raises
    ------
    RuntimeError
        When the node does not come up, with the end of the daemons' logs.
    """
    folder = folder.resolve()
    for name in ("state", "spool"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    environment = {
        **os.environ,
        "SLURM_CONF": str(folder / "slurm.conf"),
        "PATH": f"{_srun_that_finds_it(folder)}:{os.environ['PATH']}",
    }
    conf = CONF.format(
        host=socket.gethostname().split(".")[0], folder=folder, user=getpass.getuser(), ports=_free_ports(2),
        cpus=os.cpu_count(), memory=_memory(),
    )  # fmt: skip
    (folder / "slurm.conf").write_text(conf, encoding="utf-8")
    key = folder / "munge.key"
    key.write_bytes(secrets.token_bytes(1024))
    key.chmod(0o400)
    munge = ["munged", "--foreground", "--force", f"--key-file={key}", f"--socket={folder}/munge.socket",
             f"--pid-file={folder}/munged.pid", f"--log-file={folder}/munged.log", f"--seed-file={folder}/munged.seed"]  # fmt: skip
    running: list[subprocess.Popen[bytes]] = []
    try:
        for command in (munge, ["slurmctld", "-D", "-c"], ["slurmd", "-D", "-c"]):
            running.append(_start(command, folder, environment))
        _wait_until_idle(folder, environment, running)
        yield environment
    finally:
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            _end_jobs(environment)
        for process in reversed(running):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for left in left_behind(folder):
            with contextlib.suppress(OSError):
                os.kill(left, signal.SIGKILL)


def _start(command: list[str], folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    program = _find(command[0])
    if program is None:
        raise RuntimeError(f"{command[0]} is not here: apt-get install {PROGRAMS[command[0]]}")
    with (folder / f"{command[0]}.out").open("wb") as out:
        process = subprocess.Popen([program, *command[1:]], stdout=out, stderr=out, env=environment)
    if command[0] == "munged":  # the others ask for a credential when they start
        end = time.monotonic() + 10
        while not (folder / "munge.socket").exists() and time.monotonic() < end:
            time.sleep(0.1)
    return process


def _end_jobs(environment: dict[str, str], seconds: float = 30) -> None:
    """Take every job out of the queue and wait until it is gone: what a node runs outlives its daemon."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        queue = subprocess.run(
            ["squeue", "--noheader", "--format=%i"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=10,
        )
        if not queue.stdout.strip():
            return
        for how in (["--signal=KILL", "--full"], []):
            subprocess.run(
                ["scancel", *how, *queue.stdout.split()], env=environment, capture_output=True, timeout=10
            )
        time.sleep(0.5)


def left_behind(folder: Path) -> list[int]:
    """What jobs started and nobody ended: processes with this Slurm in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (
                f"{folder}/".encode() in (process / "environ").read_bytes()
                and int(process.name) != os.getpid()
            ):
                found.append(int(process.name))
    return found


def _srun_that_finds_it(folder: Path) -> Path:
    """A folder with an `srun` of its own: the plugin's jobs forget SLURM_CONF, and nothing is in /etc/slurm here."""
    script = folder / "bin" / "srun"
    script.parent.mkdir(exist_ok=True)
    script.write_text(
        f'#!/bin/sh\nSLURM_CONF="{folder}/slurm.conf" exec {_find("srun")} "$@"\n', encoding="utf-8"
    )
    script.chmod(0o755)
    return script.parent


def _wait_until_idle(
    folder: Path, environment: dict[str, str], running: list[subprocess.Popen[bytes]], seconds: float = 60
) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and all(process.poll() is None for process in running):
        state = subprocess.run(
            ["sinfo", "--noheader", "--format=%T"], env=environment, capture_output=True, text=True
        )
        if state.stdout.strip() == "idle":
            return
        time.sleep(0.5)
    said = [
        f"{log.name}: {log.read_text(errors='replace').strip()[-600:]}"
        for log in sorted(folder.glob("*.out"))
    ]
    raise RuntimeError("The node did not come up.\n" + "\n".join(said))


def _find(program: str) -> str | None:
    """Daemons stand in sbin, which is not on everybody's path."""
    return shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin:/usr/local/sbin")


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _memory() -> int:
    """Megabytes that the node offers: most of what the machine has."""
    return int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**20 * 0.9)


def main() -> None:
    with one_node(Path(sys.argv[1])) as environment:
        print(f"export SLURM_CONF={environment['SLURM_CONF']}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()


if __name__ == "__main__":
    main()
