"""Files that analysts hand in and take away: read as text, written whole or not at all."""

import csv
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO

import click

from assessment import catalogue
from assessment.core.questionnaire import Questionnaire
from assessment.core.reckoning.scoresheet import Batch, SheetError, SheetFault, batches

SPOOLED_BYTES = 8 * 1024 * 1024
LONGEST_LINE = 16_000_000
# Names of standard output; taken for files, they would be replaced by one.
STANDARD_OUTPUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
QUESTIONNAIRE = click.option("--questionnaire", "path", required=True, type=EXISTING, help="The YAML file.")
ANSWERS = click.option("--answers", required=True, type=EXISTING, help="CSV or JSONL, a row for each assessment.")


def questionnaire_of(path: Path) -> Questionnaire:
    """Read a questionnaire that may lie anywhere, since it may still be a draft."""
    return catalogue.read(path, placed=False)


@contextmanager
def lines_of(path: Path) -> Iterator[Iterator[str]]:
    """Open a file of answers; its faults are told with its name before them."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield _bounded(file)
    except SheetError as error:
        raise click.ClickException("\n".join(f"{path}: {fault}" for fault in error.faults)) from error


def _bounded(file: TextIO) -> Iterator[str]:
    """Read line by line; what has no end of line, such as a device, shall not fill the memory."""
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise SheetError([SheetFault(0, "", f"a line has {LONGEST_LINE} characters or more")])
        yield line


def batches_of(questionnaire: Questionnaire, path: Path) -> list[Batch]:
    """Read all answers of a file."""
    with lines_of(path) as lines:
        return list(batches(questionnaire, lines))


def spare(sources: Iterable[Path], out: Path | None) -> None:
    """Refuse to write over a file that is read: whoever mistakes one option for the other would lose their answers."""
    if out is not None and out.is_file() and any(out.samefile(source) for source in sources):
        raise click.ClickException(f"{out}: this file is read; write the figures to another one")


def write_rows(rows: Iterable[Sequence[str]], out: Path | None) -> None:
    """Write rows as CSV once all of them are there, into a file or to standard output."""
    if out is not None and str(out) in STANDARD_OUTPUT:
        out = None
    if out is not None and (out.is_file() or not out.exists()):
        # A link stays and what it leads to is replaced.
        _replace(rows, out.resolve())
        return
    with tempfile.SpooledTemporaryFile(SPOOLED_BYTES, "w+", encoding="utf-8", newline="") as spool:
        csv.writer(spool, lineterminator="\n").writerows(rows)
        spool.seek(0)
        if out is None:
            _copy(spool, sys.stdout)
        else:
            with out.open("w", encoding="utf-8", newline="") as device:
                _copy(spool, device)


def _replace(rows: Iterable[Sequence[str]], out: Path) -> None:
    """Write beside the file and put it in its place at the end, so that nobody ever sees a part of it."""
    with _beside(out) as half:
        try:
            csv.writer(half, lineterminator="\n").writerows(rows)
            half.flush()
            Path(half.name).chmod(0o666 & ~_umask())
            Path(half.name).replace(out)
        except BaseException:
            Path(half.name).unlink(missing_ok=True)
            raise


def _beside(out: Path) -> IO[str]:
    try:
        return tempfile.NamedTemporaryFile(
            "w", dir=out.parent, prefix=f".{out.name:.40}.", delete=False, encoding="utf-8", newline=""
        )
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(out)) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _copy(source: IO[str], target: IO[str]) -> None:
    while part := source.read(1 << 16):
        target.write(part)
    target.flush()  # A full disk shows here, where it can still be told.
