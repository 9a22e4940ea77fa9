"""Small faults: each mutant is one changed expression in one function, put into the function that lives."""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
LEFT_OUT = ("apps.py", "acts.py", "models.py", "__init__.py")
WORDS = ("_", "ngettext", "Http404", "PermissionDenied")


@dataclass(frozen=True)
class Mutant:
    """One change: the module, the function's name in it, the line, what was changed, and the new code."""

    module: str
    function: str
    line: int
    change: str
    code: types.CodeType
    path: Path
    around: tuple[int, int]  # first and last line of the function

    def __str__(self) -> str:
        return f"{self.module}.{self.function}:{self.line} {self.change}"


TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Every single change of one expression or statement, with its name."""
    if isinstance(node, ast.Compare):
        for at, sign in enumerate(node.ops):
            new = copy.deepcopy(node)
            new.ops[at] = TURNED[type(sign)]()  # type: ignore[call-overload]
            yield f"{type(sign).__name__} turned", new
    elif isinstance(node, ast.BinOp) and type(node.op) in TURNED:
        new_op = copy.deepcopy(node)
        new_op.op = TURNED[type(node.op)]()  # type: ignore[assignment]
        yield f"{type(node.op).__name__} turned", new_op
    elif isinstance(node, ast.BoolOp):
        new_bool = copy.deepcopy(node)
        new_bool.op = TURNED[type(node.op)]()  # type: ignore[assignment]
        yield f"{type(node.op).__name__} turned", new_bool
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not left out", node.operand
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.IfExp | ast.If | ast.While):
        denied = copy.deepcopy(node)
        denied.test = ast.UnaryOp(ast.Not(), denied.test)
        yield "condition denied", denied
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "answers None", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield "call left out", ast.Pass()
    elif isinstance(node, ast.Raise):
        yield "raise left out", ast.Pass()


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.value, bool):
        yield "truth turned", ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield "number + 1", ast.Constant(node.value + 1)
    elif isinstance(node.value, str) and node.value:
        yield "text emptied", ast.Constant("")


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


class _Sites(ast.NodeTransformer):
    """Walks a function and either lists its sites or changes the one that is asked for."""

    def __init__(self, wanted: int | None = None) -> None:
        self.wanted, self.count = wanted, -1
        self.found: list[tuple[int, str]] = []

    def visit(self, node: ast.AST) -> ast.AST:
        if _is_words(node) or isinstance(node, ast.arg):
            return node
        if isinstance(node, ast.AnnAssign):  # what is annotated is not executed
            node.value = self.visit(node.value) if node.value else None  # type: ignore[assignment]
            return node
        for name, new in variants(node):
            self.count += 1
            self.found.append((getattr(node, "lineno", 0), name))
            if self.count == self.wanted:
                return ast.copy_location(new, node)
        return self.generic_visit(node)


def _is_words(node: ast.AST) -> bool:
    """Text for the screen or for a developer, a docstring or an f-string: not decided on, so not mutated.

    Django shows what Http404 and PermissionDenied are given on its debug pages alone.
    """
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORDS


def mutants_of(path: Path) -> list[Mutant]:
    """Every mutant of the functions of a module."""
    named = path.parent if path.name == "__init__.py" else path.with_suffix("")
    module = ".".join(named.relative_to(SOURCE).parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for owner, function in _functions(tree):
        sites = _Sites()
        for statement in copy.deepcopy(function).body:
            sites.visit(statement)
        for number, (line, change) in enumerate(sites.found):
            code = _changed(tree, owner, function.name, number, path)
            if code is not None:
                name = f"{owner}.{function.name}" if owner else function.name
                span = (function.lineno, function.end_lineno or function.lineno)
                found.append(Mutant(module, name, line, change, code, path, span))
    return found


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield "", node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield node.name, inner


def _changed(tree: ast.Module, owner: str, name: str, number: int, path: Path) -> types.CodeType | None:
    """The code of the function with its site of that number changed."""
    new = copy.deepcopy(tree)
    function = next(f for o, f in _functions(new) if (o, f.name) == (owner, name))
    change = _Sites(number)
    function.body = [change.visit(statement) for statement in function.body]  # type: ignore[misc]
    ast.fix_missing_locations(new)
    code: types.CodeType | None = compile(new, str(path), "exec")
    for wanted in filter(None, (owner, name)):
        inside = (c for c in (code.co_consts if code else ()) if isinstance(c, types.CodeType))
        code = next((c for c in inside if c.co_name == wanted), None)
    return code


def exchange(mutant: Mutant) -> bool:
    """Put the mutant's code into the live function; False when it cannot be done."""
    found: object = importlib.import_module(mutant.module)
    for part in mutant.function.split("."):
        held = (
            inspect.getattr_static(found, part, None)
            if inspect.isclass(found)
            else getattr(found, part, None)
        )
        found = held
    if isinstance(found, property):
        found = found.fget
    if isinstance(found, staticmethod | classmethod):
        found = found.__func__
    found = inspect.unwrap(found) if callable(found) else found
    if not isinstance(found, types.FunctionType) or found.__code__.co_freevars != mutant.code.co_freevars:
        return False
    found.__code__ = mutant.code
    return True


def modules_of(target: str) -> list[Path]:
    """The modules of a target: the file that it names, or those of a folder that are not left out."""
    path = SOURCE / "borealis" / target
    if path.is_file():
        return [path]
    return [f for f in sorted(path.rglob("*.py")) if f.name not in LEFT_OUT and "migrations" not in f.parts]
