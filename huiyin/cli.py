"""The command `huiyin`. Quick to start: Django is imported only by the command that needs it."""

from __future__ import annotations

import argparse
import importlib.util
import os
import pkgutil
import sys
from collections.abc import Callable, Sequence
from typing import Any

import huiyin
from huiyin import __version__
from huiyin.commands.language import gettext as _
from huiyin.commands.mistakes import in_our_words

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Carries out one command. Takes the words after `huiyin`; gives the exit code: 0 done, 1 found something, 2 could not."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.umask(0o077)  # the database and what people send are for the server's own user
    if words[:1] == ["django"]:
        from huiyin.commands.serving import manage

        return carry_out(argparse.Namespace(carry_out=lambda _args: manage(words[1:]), debug=True))
    parser = build()
    args = parser.parse_args(words)
    if not hasattr(args, "carry_out"):
        (getattr(args, "told_by", None) or parser).print_help()
        return 0
    return carry_out(args)


def carry_out(args: argparse.Namespace) -> int:
    """Runs a command; what goes wrong becomes words on stderr and an exit code, with the whole trace only on --debug."""
    from huiyin.commands.start import Stopped

    try:
        return int(args.carry_out(args) or 0)
    except KeyboardInterrupt:
        print(_("\nStopped. What was done so far is kept."), file=sys.stderr)
        return 130
    except BrokenPipeError:  # `huiyin … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return stopped.status
    except Exception as error:
        if getattr(args, "debug", False):
            raise
        print(_words_for(error), file=sys.stderr)
        return 2


def _words_for(error: Exception) -> str:
    if "huiyin.core.errors" in sys.modules:
        from huiyin.core.errors import Refused

        if isinstance(error, Refused):
            return str(error)
    if "django.db" in sys.modules:
        from django.db import OperationalError, ProgrammingError

        if isinstance(error, OperationalError | ProgrammingError):
            hint = _("The database does not answer as it should: %(why)s Is HUIYIN_DATABASE right, has `huiyin migrate` been run?")
            return hint % {"why": str(error).strip().rstrip(".") + "."}
    if isinstance(error, OSError) and error.filename:
        return _("It cannot be read or written: %(path)s: %(why)s") % {"path": error.filename, "why": error.strerror or error}
    hint = _("It went wrong: %(kind)s: %(why)s\nNothing half done is kept. The same command with --debug shows where.")
    return hint % {"kind": type(error).__name__, "why": error}


class Parser(argparse.ArgumentParser):
    """argparse with the words of this house: headings in the reader's language, examples under each command."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(formatter_class=Formatter, add_help=False, allow_abbrev=False, **kwargs)  # type: ignore[arg-type]
        self._optionals.title = _("Options")
        self._positionals.title = _("What it needs")
        self.add_argument("-h", "--help", action="help", help=_("show this and stop"))
        self.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=_("on an error, show the whole trace"))

    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
        hint = _("%(what)s. More: %(command)s --help")
        self.exit(2, hint % {"what": in_our_words(message), "command": self.prog} + "\n")


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help that keeps the lines of a command's description, and says “Usage” in our words."""

    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, _("Usage: ") if prefix is None else prefix)


class Commands:
    """The commands of a parser: `add` gives each its words, examples and function."""

    def __init__(self, parser: argparse.ArgumentParser, title: str) -> None:
        self._commands = parser.add_subparsers(title=title, metavar=_("COMMAND"), parser_class=Parser)
        self._families: dict[str, Commands] = {}

    def add(self, name: str, function: Command | None, words: str, examples: Sequence[str] = ()) -> argparse.ArgumentParser:
        """Adds a command. Takes its name, function (None: a family of commands), what it does, examples. Gives its parser."""
        shown = "\n".join([_("Examples:"), *(f"  {line}" for line in examples)]) if examples else None
        parser: argparse.ArgumentParser = self._commands.add_parser(name, help=words, description=words, epilog=shown)
        if function is None:
            parser.set_defaults(told_by=parser)
        else:
            parser.set_defaults(carry_out=function)
        return parser

    def family(self, name: str, words: str) -> Commands:
        """Gives the commands of a family (`journal verify`), which is added where it is not there yet: several apps may add to one."""
        if name not in self._families:
            self._families[name] = Commands(self.add(name, None, words), _("Commands"))
        return self._families[name]


def families() -> list[Any]:
    """Gives the modules that make commands known: the house's own, and `commands` of each app that has one, by its ORDER."""
    from huiyin.commands import checking, key, serving

    names = [one.name for one in pkgutil.iter_modules(huiyin.__path__) if one.ispkg and one.name != "commands"]
    there = [name for name in (f"huiyin.{one}.commands" for one in names) if importlib.util.find_spec(name) is not None]
    of_apps = sorted((importlib.import_module(name) for name in there), key=lambda module: module.ORDER)
    return [serving, checking, *of_apps, key]


def build() -> argparse.ArgumentParser:
    """Gives the parser of the whole command line."""
    parser = Parser(
        prog="huiyin",
        description=_("Huiyin: where a local government and the people it serves talk, and every word that needs an answer gets one."),
        epilog=_(
            "Data is kept in the directory HUIYIN_DATA (./var).\n"
            "To try it out: HUIYIN_MODE=dev huiyin demo, then HUIYIN_MODE=dev huiyin serve\n"
            "To set it up: huiyin migrate, huiyin create-admin, huiyin serve\n"
            "`huiyin django COMMAND` passes to Django's own management commands."
        ),
    )
    parser.add_argument("--version", action="version", version=f"huiyin {__version__}", help=_("show the version and stop"))
    known = Commands(parser, _("Commands"))
    for family in families():
        family.add(known)
    return parser

