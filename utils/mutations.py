"""Small changes to a worked solution: an operator takes a node of the syntax tree, yields what may stand in its place.

Docstrings, decorators, annotations and the text of messages are never changed.
"""
from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_BINARY = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div,
           ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.MatMult: ast.Mult, ast.BitAnd: ast.BitOr,
           ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift}
_COMPARE = {ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE), ast.Gt: (ast.GtE, ast.Lt),
            ast.GtE: (ast.Gt, ast.LtE), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,),
            ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,)}
_FUNCTIONS = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum", "argmin": "argmax",
              "argmax": "argmin", "sum": "mean", "mean": "sum", "floor": "ceil", "ceil": "floor", "round": "floor",
              "rint": "floor", "trunc": "ceil", "any": "all", "all": "any", "zeros": "ones", "ones": "zeros",
              "zeros_like": "ones_like", "ones_like": "zeros_like"}
_TYPES = {"float": "int", "float64": "int64", "float32": "int32"}
_SKIPPED = {"decorator_list", "annotation", "returns", "type_params"}
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Mutant:
    """One change: `before` and `after` are the first line of the statement, `source` is the whole changed exercise."""

    exercise: str
    operator: str
    line: int
    before: str
    after: str
    source: str

    @property
    def key(self) -> str:
        """What `Exercise.equivalent` lists it by."""
        return f"{self.before} -> {self.after}"


@dataclass(frozen=True)
class Site:
    """A node, where it hangs, and the statement and function around it."""

    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST
    statement: ast.stmt
    function: ast.AST | None

    def put(self, node: ast.AST) -> None:
        """Hang another node in this place."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def _like(node, **changes):
    """A copy of `node`, children shared, with some fields changed."""
    return type(node)(**{**dict(ast.iter_fields(node)), **changes})


def _shifted(node):
    """``node + 1`` and ``node - 1``; a literal is left to the operator for constants."""
    if not isinstance(node, (ast.Constant, ast.UnaryOp)):
        yield ast.BinOp(node, ast.Add(), ast.Constant(1))
        yield ast.BinOp(node, ast.Sub(), ast.Constant(1))


def arithmetic(site: Site) -> Iterator[ast.AST]:
    """``+`` for ``-``, ``*`` for ``/`` …"""
    node = site.node
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in _BINARY:
        yield _like(node, op=_BINARY[type(node.op)]())


def comparison(site: Site) -> Iterator[ast.AST]:
    """``<=`` or ``>`` for ``<`` …"""
    if isinstance(site.node, ast.Compare):
        for k, op in enumerate(site.node.ops):
            for other in _COMPARE[type(op)]:
                yield _like(site.node, ops=[*site.node.ops[:k], other(), *site.node.ops[k + 1:]])


def boolean(site: Site) -> Iterator[ast.AST]:
    """``and`` for ``or``, ``not`` and ``~`` dropped, one branch of a conditional expression."""
    node = site.node
    if isinstance(node, ast.BoolOp):
        yield _like(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.Invert)):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)


def constant(site: Site) -> Iterator[ast.AST]:
    """Numbers by one up, one down, zero; ``True`` for ``False``."""
    value = getattr(site.node, "value", None)
    if not isinstance(site.node, ast.Constant):
        return
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, (int, float)):
        yield from (ast.Constant(other) for other in (value + 1, value - 1, type(value)(0)) if other != value)


def index(site: Site) -> Iterator[ast.AST]:
    """Indices and the bounds of slices by one up, one down; bounds dropped."""
    node = site.node
    if isinstance(node, ast.Slice):
        for name in ("lower", "upper", "step"):
            bound = getattr(node, name)
            if bound is not None:
                yield from (_like(node, **{name: other}) for other in (None, *_shifted(bound)))
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, (ast.Name, ast.Attribute, ast.BinOp, ast.Call)):
        yield from (_like(node, slice=other) for other in _shifted(node.slice))


def axis(site: Site) -> Iterator[ast.AST]:
    """Another ``axis=``."""
    if isinstance(site.node, ast.keyword) and site.node.arg == "axis":
        for other in ("0", "1", "-1"):
            if ast.unparse(site.node.value) != other:
                yield ast.keyword("axis", ast.parse(other, mode="eval").body)


def arguments(site: Site) -> Iterator[ast.AST]:
    """A keyword argument dropped; the first two positional ones exchanged."""
    node = site.node
    if isinstance(node, ast.Call):
        for k in range(len(node.keywords)):
            yield _like(node, keywords=node.keywords[:k] + node.keywords[k + 1:])
        if len(node.args) > 1:
            yield _like(node, args=[node.args[1], node.args[0], *node.args[2:]])


def statement(site: Site) -> Iterator[ast.AST]:
    """A statement dropped (where that leaves no name undefined), the body of an ``if``, ``break`` for ``continue``."""
    node = site.node
    stored = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, (ast.Expr, ast.AugAssign, ast.Delete, ast.Break, ast.Continue)) \
            or any(isinstance(target, (ast.Subscript, ast.Attribute)) for target in stored):
        yield ast.Pass()
    if isinstance(node, ast.If):
        yield _like(node, body=[ast.Pass()])
        if node.orelse:
            yield _like(node, orelse=[])
    if isinstance(node, (ast.Break, ast.Continue)):
        yield ast.Continue() if isinstance(node, ast.Break) else ast.Break()


def function(site: Site) -> Iterator[ast.AST]:
    """``min`` for ``max``, ``sum`` for ``mean``, ``floor`` for ``ceil`` …"""
    yield from _renamed(site.node, _FUNCTIONS)


def dtype(site: Site) -> Iterator[ast.AST]:
    """``float`` to ``int``."""
    yield from _renamed(site.node, _TYPES)


def _renamed(node, names):
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        yield _like(node, id=names[node.id])
    elif isinstance(node, ast.Attribute) and node.attr in names:
        yield _like(node, attr=names[node.attr])


def copied(site: Site) -> Iterator[ast.AST]:
    """``x.copy()`` and ``copy(x)`` to ``x``."""
    node = site.node
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in ("copy", "deepcopy") and len(node.args) == 1:
            yield node.args[0]
        elif name == "copy" and not node.args and isinstance(node.func, ast.Attribute):
            yield node.func.value


def early_return(site: Site) -> Iterator[ast.AST]:
    """``return None``, ``return`` of the first argument."""
    if isinstance(site.node, ast.Return) and site.node.value is not None:
        yield ast.Return(ast.Constant(None))
        names = [argument.arg for argument in site.function.args.args if argument.arg != "self"]
        yield from (ast.Return(ast.Name(name, ast.Load())) for name in names[:1])


def loop_bound(site: Site) -> Iterator[ast.AST]:
    """``range`` one longer or shorter at either end."""
    node = site.node
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "range":
        for k, bound in enumerate(node.args[:2]):
            for other in _shifted(bound):
                yield _like(node, args=[*node.args[:k], other, *node.args[k + 1:]])


def sign(site: Site) -> Iterator[ast.AST]:
    """A minus sign dropped."""
    if isinstance(site.node, ast.UnaryOp) and isinstance(site.node.op, ast.USub):
        yield site.node.operand


OPERATORS: dict[str, Callable[[Site], Iterator[ast.AST]]] = {
    "arithmetic": arithmetic, "comparison": comparison, "boolean": boolean, "constant": constant, "index": index,
    "axis": axis, "arguments": arguments, "statement": statement, "function": function, "dtype": dtype, "copy": copied,
    "return": early_return, "loop": loop_bound, "sign": sign}


def mutants(name: str, source: str, first_line: int = 1) -> list[Mutant]:
    """All distinct mutants of one exercise, in the order of its text.

    Parameters
    ----------
    name
        The exercise.
    source
        Its worked solution.
    first_line
        Where `source` begins in its file; `Mutant.line` counts from there.
    """
    tree = ast.parse(source)
    seen, found = {ast.unparse(tree)}, []
    for site in list(_sites(tree, None, None)):
        before = _header(site.statement)
        for operator, change in OPERATORS.items():
            for node in change(site):
                site.put(node)
                text, after = ast.unparse(tree), node if site.node is site.statement else site.statement
                if text not in seen:
                    seen.add(text)
                    line = first_line + site.statement.lineno - 1
                    found.append(Mutant(name, operator, line, before, _header(after, unlike=before), text))
                site.put(site.node)
    return found


def _header(node, unlike=None):
    """A statement's first line; where that shows no difference, all of it on one line."""
    lines = [line.strip() for line in ast.unparse(node).split("\n")]
    first = next(line for line in lines if not line.startswith("@"))
    return " ".join(lines) if first == unlike else first


def _sites(node, around, inside):
    """Every place that may change, with the innermost statement and function around it."""
    for field, value in ast.iter_fields(node):
        if field in _SKIPPED or isinstance(node, ast.JoinedStr):
            continue
        children = enumerate(value) if isinstance(value, list) else [(None, value)]
        for place, child in children:
            if not isinstance(child, ast.AST) or (field == "body" and place == 0 and _has_docstring(node)):
                continue
            nearest = child if isinstance(child, ast.stmt) else around
            yield Site(node, field, place, child, nearest, inside)
            yield from _sites(child, nearest, child if isinstance(child, _DEFINITIONS) else inside)


def _has_docstring(node):
    return isinstance(node, _DEFINITIONS) and ast.get_docstring(node, clean=False) is not None
