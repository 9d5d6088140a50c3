"""One of OSRM's own programs, run to its end."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import osrm

type Beat = Callable[[float], None]

OSRM = Path(osrm.__file__).parent
LUA = Path(__file__).parent / "profiles"
BEAT = 5.0
"""Seconds between two lines about a step that is still running."""


def run_step(
    step: str, arguments: list[str], folder: Path, beat: Beat = lambda seconds: None
) -> str | None:
    """Run one program; None, or why it failed. Whatever interrupts the wait ends the program."""
    log = folder / "step.log"
    environment = {**os.environ, "LUA_PATH": f"{LUA}/?.lua;{OSRM}/share/profiles/?.lua;;"}
    with log.open("wb") as output:
        program = subprocess.Popen(
            [str(OSRM / "bin" / f"osrm-{step}"), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
        )
    try:
        _wait(program, beat)
    finally:
        program.kill()
        program.wait()
    reason = None if program.returncode == 0 else _last_word(log, program.returncode)
    log.unlink()
    return reason


def _wait(program: "subprocess.Popen[bytes]", beat: Beat) -> None:
    started = time.monotonic()
    while True:
        try:
            program.wait(timeout=BEAT)
            return
        except subprocess.TimeoutExpired:
            beat(time.monotonic() - started)


def _last_word(log: Path, returncode: int) -> str:
    """The error that OSRM wrote, or the name of the signal that ended it."""
    lines = log.read_text(errors="replace").splitlines()
    told = [line for line in lines if "[error]" in line or "what():" in line]
    if told:
        return told[-1].partition("[error]")[2].strip() or told[-1].strip()
    if returncode < 0:
        return f"ended by {signal.Signals(-returncode).name}"
    return lines[-1] if lines else f"exit status {returncode}"
