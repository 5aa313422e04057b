"""Every command explains itself, and the operations guide knows it."""

from collections.abc import Iterator

import click
from flask import Flask

from assessment.cli import GROUPS
from tests.cli.conftest import Run
from tests.factories import ROOT

FLASKS_OWN = {"run", "shell", "routes"}


def commands(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*above, name))
        elif not above and name in FLASKS_OWN:
            continue
        else:
            yield (*above, name), command


def test_every_command_prints_its_help(run: Run, app: Flask):
    names = [words for words, _ in commands(app.cli)]
    assert len(names) >= len(GROUPS)
    for words in names:
        said = run(*words, "--help")
        assert said.code == 0
        assert said.out.startswith("Usage: ")


def test_every_command_says_what_it_does_in_a_sentence(app: Flask):
    silent = [words for words, command in commands(app.cli) if len((command.help or "").split()) < 3]
    assert silent == []


def test_every_command_has_its_line_in_the_operations_guide(app: Flask):
    guide = (ROOT / "docs" / "operations.md").read_text()
    assert [words for words, _ in commands(app.cli) if f"`{' '.join(words)}" not in guide.replace(", `", " `")] == []


def test_words_that_are_no_command_are_refused(run: Run):
    assert run("questionnaire", "eat").code == 2
    assert run("questionnaires").code == 2
