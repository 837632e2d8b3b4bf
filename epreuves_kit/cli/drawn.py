"""A command drawn from an operation: its arguments and options, its progress, its confirmation, its outcome."""

from __future__ import annotations

import contextlib
import datetime
import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text
from typer import Argument, Option

from epreuves.wording.errors import KitError
from epreuves_kit.cli.console import agreed, json_lines, plain, say, stop, warn, write_object
from epreuves_kit.cli.console import progress as progress_bar
from epreuves_kit.exam.asking import Outcome, OutcomeTable, Unconfirmed
from epreuves_kit.operations import every
from epreuves_kit.operations.declared import Declared, Doing, Operation, measure

_DAY = "AAAA-MM-JJ"


def add(app: typer.Typer, name: str, help: str, more: Mapping[str, Callable[..., None]]) -> None:
    """Give an application the command of an operation, where there is one: an extension may not be here; or, with its help, one whose commands
    are the operations « name … », and more.
    """
    if not help:
        if name in every.NAMES:
            app.command(name)(command(every.find(name)))
        return
    alone = name in every.NAMES
    group = typer.Typer(help=help, no_args_is_help=not alone, add_completion=False, rich_markup_mode="rich")
    if alone:
        group.callback(invoke_without_command=True)(_alone(every.find(name)))
    for full_name in every.NAMES:
        if full_name.startswith(f"{name} "):
            group.command(full_name.removeprefix(f"{name} "))(command(every.find(full_name)))
    for full_name, function in more.items():
        group.command(full_name.removeprefix(f"{name} "))(function)
    app.add_typer(group, name=name)


def _alone(operation: Operation[Any]) -> Callable[..., None]:
    """The command of an operation that has others under its name: done where none of them is asked for."""
    own = command(operation)

    def run(context: typer.Context, **values: Any) -> None:
        if context.invoked_subcommand is None:
            own(**values)

    asked = inspect.signature(own).parameters.values()
    first = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    run.__doc__ = own.__doc__
    run.__signature__ = inspect.Signature([first, *asked])  # type: ignore[attr-defined]
    run.__annotations__ = {"context": typer.Context, **own.__annotations__}
    return run


def command(operation: Operation[Any]) -> Callable[..., None]:
    """The function that Typer makes an operation's command of."""

    def run(**values: Any) -> None:
        _run(operation, values)

    asked = [_parameter(declared) for declared in operation.declared() if declared.parameter.help]
    if operation.author:
        asked.append(
            _keyword(
                "author",
                str,
                inspect.Parameter.empty if operation.required else "",
                Option("--auteur", metavar="NOM", help=operation.author, show_default=False),
            )
        )
    if operation.sure:
        asked.append(
            _keyword("sure", bool, False, Option(*operation.sure, help=f"{operation.accept}, sans poser de question."))
        )
    if operation.lines:
        asked.append(_keyword("as_json", bool, False, json_lines(operation.lines)))
    run.__doc__ = operation.help
    run.__signature__ = inspect.Signature(asked)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in asked}
    return run


def _keyword(name: str, kind: Any, default: Any, info: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, info])


def _parameter(declared: Declared) -> inspect.Parameter:
    parameter = declared.parameter
    # Typer reads neither a day nor a French number.
    kind: Any = str if declared.type in (datetime.date, float) else declared.type
    if declared.several:
        kind = list[declared.type.__args__[0]]  # type: ignore[name-defined]
    default = declared.default
    if declared.several and default == ():
        kind, default = kind | None, None
    elif default is None:
        kind = kind | None
    metavar = parameter.metavar or (_DAY if declared.type is datetime.date else None)
    more: dict[str, Any] = {
        "metavar": metavar,
        "help": parameter.help,
    }
    if kind is int or (default is None and kind == int | None):
        more |= {"min": parameter.minimum, "max": parameter.maximum}
    if default in (None, ""):
        more["show_default"] = False
    if not parameter.flag:
        return _keyword(declared.name, kind, default, Argument(**more))
    return _keyword(
        declared.name, kind, default, Option(parameter.flag, *([parameter.short] if parameter.short else []), **more)
    )


def _run(operation: Operation[Any], values: dict[str, Any]) -> None:
    from epreuves_kit.course.folders import Course, course_root

    console, errors = Console(), Console(stderr=True)

    @functools.cache
    def opened() -> Course:
        return Course(course_root(Path.cwd()))

    sure, as_json = values.pop("sure", False), values.pop("as_json", False)
    author = (values.pop("author", "") if operation.author else "") or _account()
    asked = operation.parameters(**_taken(operation, values, opened))
    with progress_bar(errors, as_json, still=True) as bar:
        task = bar.add_task(operation.title, total=None)

        def report(what: str, done: int, total: int) -> None:
            bar.update(task, description=plain(what), completed=done, total=total or None, refresh=True)

        def row(thing: Any, line: str) -> None:
            if as_json:
                write_object(msgspec.json.encode(thing).decode())
            elif not errors.is_terminal:
                say(errors, line)

        doing = Doing(opened, report, Path.cwd(), author, sure or not operation.sure, row=row)
        with _told_if_interrupted(bar, errors):
            try:
                outcome = operation.run(doing, asked)
            except Unconfirmed as question:
                if not sure:
                    bar.stop()
                outcome = _confirmed(operation, doing, asked, question, console, errors)
    _show(outcome, console, errors, as_json)
    if outcome.code:
        raise typer.Exit(outcome.code)


@contextlib.contextmanager
def _told_if_interrupted(bar: Progress, errors: Console) -> Iterator[None]:
    """Tell whoever interrupts the work within what that means."""
    try:
        yield
    except KeyboardInterrupt:
        bar.stop()
        stop(errors, "Interrompu. Rien de ce qui était fait n'est perdu : la même commande reprend le reste.", 130)


def _confirmed(
    operation: Operation[Any], doing: Doing, asked: Any, question: Unconfirmed, console: Console, errors: Console
) -> Outcome:
    """The outcome of an operation that asks, once it is answered yes; what it would do may have changed meanwhile, and is asked again."""
    beforehand = doing.sure
    while True:
        if not beforehand:
            say(errors, *question.sentence.split("\n"))
            for table in question.tables:
                errors.print(_table(table))
            for sentence in question.look:
                warn(errors, sentence)
            if not agreed(console, f"{operation.accept} ?"):
                without = f"la même commande, avec {operation.sure[0]}"
                stop(errors, f"Rien n'est fait. Pour le faire sans question : {without}.", 2)
        doing = msgspec.structs.replace(doing, sure=True, brought={**doing.brought, **question.values})
        try:
            return operation.run(doing, asked)
        except Unconfirmed as again:
            question = again


def _taken(operation: Operation[Any], values: Mapping[str, Any], opened: Callable[[], Any]) -> dict[str, Any]:
    """The parameters as an operation has them: épreuves by their identifiers, days as days."""
    taken: dict[str, Any] = {}
    for declared in operation.declared():
        if declared.name not in values:
            continue
        value = values[declared.name]
        if declared.parameter.as_typed:
            value = declared.default if value is None else tuple(value) if declared.several else value
        elif declared.name == "epreuve":
            value = opened().resolve(value) if value else declared.default
        elif declared.name == "epreuves":
            value = tuple(opened().meant(value) if value else ())
        elif declared.several:
            value = tuple(value) if value else declared.default
        elif declared.type is float:
            value = measure(declared, value.strip(), declared.parameter.flag) if value else None
        elif declared.type is datetime.date:
            value = _day(value) if value else None
        taken[declared.name] = value
    return taken


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError:
        raise KitError(f"« {text} » n'est pas une date : écrivez-la comme 2026-06-30.") from None


def _account() -> str:
    from epreuves_kit.rubric.panel.who import account

    return account()


def _show(outcome: Outcome, console: Console, errors: Console, as_json: bool) -> None:
    if as_json:
        for thing in outcome.objects:
            write_object(msgspec.json.encode(thing).decode())
    else:
        for table in outcome.tables:
            console.print(_table(table))
        say(console, *outcome.said)
        for path in outcome.files:
            say(console, f"Écrit : {path}")
    for sentence in outcome.look:
        warn(errors, sentence)


def _table(table: OutcomeTable) -> Table:
    built = Table(title=Text(plain(table.title)) if table.title else None, title_justify="left")
    for place, title in enumerate(table.head):
        built.add_column(Text(plain(title)), justify="right" if place in table.numbers else "left", overflow="fold")
    for line in table.lines:
        built.add_row(*(Text(plain(cell)) for cell in line))
    return built
