"""The operators of mutation: each takes a place in the syntax tree and yields what may stand there instead.

What an operator has always yielded comes first: `Exercise.equivalent` lists its mutants by their text.
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
_UNWRAPPED = {"abs", "absolute", "sqrt", "exp", "log", "sorted", "reversed", "rint", "floor", "ceil", "cumsum"}
_ORDERED = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult, ast.LShift, ast.RShift)
_TYPES = {"float": "int", "float64": "int64", "float32": "int32"}
_NARROW = {"float64": "float32", "int64": "int32", "uint8": "int64"}
_PLACES = (ast.Name, ast.Attribute, ast.BinOp, ast.Call)
_LOOPS = (ast.For, ast.While)


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
    return ast.copy_location(type(node)(**{**dict(ast.iter_fields(node)), **changes}), node)


def _called(node):
    """The last part of the name that a call calls; empty for what is no call."""
    return getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""


def _exchanged(items, k):
    """A list with items `k` and `k + 1` exchanged."""
    return [*items[:k], items[k + 1], items[k], *items[k + 2:]]


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


def condition(site: Site) -> Iterator[ast.AST]:
    """A condition negated; one part of an ``and``, ``or``, ``&`` or ``|`` dropped."""
    node = site.node
    tested = site.field == "test" and isinstance(site.parent, (ast.If, ast.While)) or site.field == "ifs"
    if tested and not (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)):
        yield ast.UnaryOp(ast.Not(), node)
    if isinstance(node, ast.BoolOp):
        for k in range(len(node.values)):
            rest = node.values[:k] + node.values[k + 1:]
            yield _like(node, values=rest) if len(rest) > 1 else rest[0]
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
        yield from (node.left, node.right)


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
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, _PLACES):
        yield from (_like(node, slice=other) for other in _shifted(node.slice))
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
        places = node.slice.elts
        for k, place in enumerate(places):
            if isinstance(place, _PLACES):
                for other in _shifted(place):
                    yield _like(node, slice=_like(node.slice, elts=[*places[:k], other, *places[k + 1:]]))


def axis(site: Site) -> Iterator[ast.AST]:
    """Another ``axis=``."""
    if isinstance(site.node, ast.keyword) and site.node.arg == "axis":
        for other in ("0", "1", "-1"):
            if ast.unparse(site.node.value) != other:
                yield ast.keyword("axis", ast.parse(other, mode="eval").body)


def arguments(site: Site) -> Iterator[ast.AST]:
    """A keyword argument dropped, or the last positional one; two positional ones beside each other exchanged."""
    node = site.node
    if isinstance(node, ast.Call):
        for k in range(len(node.keywords)):
            yield _like(node, keywords=node.keywords[:k] + node.keywords[k + 1:])
        for k in range(len(node.args) - 1):
            yield _like(node, args=_exchanged(node.args, k))
        if len(node.args) > 1:
            yield _like(node, args=node.args[:-1])


def order(site: Site) -> Iterator[ast.AST]:
    """``b - a`` for ``a - b``; two neighbours of a returned tuple exchanged."""
    node = site.node
    if isinstance(node, ast.BinOp) and isinstance(node.op, _ORDERED):
        yield _like(node, left=node.right, right=node.left)
    elif isinstance(node, ast.Tuple) and isinstance(site.parent, ast.Return):
        yield from (_like(node, elts=_exchanged(node.elts, k)) for k in range(len(node.elts) - 1))


def statement(site: Site) -> Iterator[ast.AST]:
    """A statement dropped (one that binds a name: where the name had a value on an earlier line), the body of an ``if`` …"""
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
    if stored and site.function is not None and _names(stored) and _names(stored) <= _bound(site):
        yield ast.Pass()
    if isinstance(node, _LOOPS):
        yield ast.Pass()


def _names(targets):
    """The names that an assignment binds; none where it stores anywhere else too."""
    parts = [part for target in targets for part in getattr(target, "elts", [target])]
    return {part.id for part in parts} if all(isinstance(part, ast.Name) for part in parts) else set()


def _bound(site):
    """Names of a function that have a value before the line of a statement."""
    arguments = site.function.args if hasattr(site.function, "args") else ast.arguments([], [], None, [], [], None, [])
    given = {argument.arg for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]}
    return given | {node.id for node in ast.walk(site.function) if isinstance(node, ast.Name)
                    and isinstance(node.ctx, ast.Store) and node.lineno < site.statement.lineno}


def function(site: Site) -> Iterator[ast.AST]:
    """``min`` for ``max``, ``sum`` for ``mean``, ``floor`` for ``ceil`` …; ``x`` for ``abs(x)`` …"""
    yield from _renamed(site.node, _FUNCTIONS)
    if _called(site.node) in _UNWRAPPED and site.node.args:
        yield site.node.args[0]


def rounding(site: Site) -> Iterator[ast.AST]:
    """``//`` that rounds up; ``round(x)`` for ``int(x)`` and the other way round."""
    node = site.node
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv):
        yield ast.UnaryOp(ast.USub(), _like(node, left=ast.UnaryOp(ast.USub(), node.left)))
    elif isinstance(node, ast.Call) and len(node.args) == 1:
        yield from (_like(node, func=other) for other in _renamed(node.func, {"int": "round", "round": "int"})
                    if isinstance(other, ast.Name))


def dtype(site: Site) -> Iterator[ast.AST]:
    """``float`` to ``int``, and back where it is a dtype; half as wide; ``astype`` dropped."""
    node = site.node
    yield from _renamed(node, _TYPES)
    if isinstance(node, ast.Attribute):
        yield from _renamed(node, _NARROW)
    wanted = isinstance(site.parent, ast.keyword) and site.parent.arg == "dtype" or _called(site.parent) == "astype"
    if wanted and isinstance(node, ast.Name):
        yield from _renamed(node, {"int": "float", "bool": "float"})
        if node.id == "float":
            yield ast.Constant("float32")
    if _called(node) == "astype" and isinstance(node.func, ast.Attribute):
        yield node.func.value


def _renamed(node, names):
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        yield _like(node, id=names[node.id])
    elif isinstance(node, ast.Attribute) and node.attr in names:
        yield _like(node, attr=names[node.attr])


def copied(site: Site) -> Iterator[ast.AST]:
    """``x.copy()``, ``copy(x)`` and ``list(x)`` to ``x``, ``np.array`` to ``np.asarray``."""
    node, name = site.node, _called(site.node)
    if name in ("copy", "deepcopy") and len(node.args) == 1:
        yield node.args[0]
    elif name == "copy" and not node.args and isinstance(node.func, ast.Attribute):
        yield node.func.value
    elif name == "list" and len(node.args) == 1:
        yield node.args[0]
    elif name == "array" and isinstance(node.func, ast.Attribute):
        yield _like(node, func=_like(node.func, attr="asarray"))


def early_return(site: Site) -> Iterator[ast.AST]:
    """``return None``, ``return`` of the first argument."""
    if isinstance(site.node, ast.Return) and site.node.value is not None:
        yield ast.Return(ast.Constant(None))
        names = [argument.arg for argument in site.function.args.args if argument.arg != "self"]
        yield from (ast.Return(ast.Name(name, ast.Load())) for name in names[:1])


def loop_bound(site: Site) -> Iterator[ast.AST]:
    """``range`` one longer or shorter at either end; the first or the last round of any loop dropped, or all but one."""
    node = site.node
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "range":
        for k, bound in enumerate(node.args[:2]):
            for other in _shifted(bound):
                yield _like(node, args=[*node.args[:k], other, *node.args[k + 1:]])
    if site.field == "iter" and not (_called(node) == "range" and len(node.args) > 1):
        for ends in (ast.Slice(ast.Constant(1), None, None), ast.Slice(None, ast.Constant(-1), None)):
            yield ast.Subscript(ast.Call(ast.Name("list", ast.Load()), [node], []), ends, ast.Load())
    if isinstance(node, _LOOPS):
        yield _like(node, body=[*node.body, ast.Break()])


def sign(site: Site) -> Iterator[ast.AST]:
    """A minus sign dropped."""
    if isinstance(site.node, ast.UnaryOp) and isinstance(site.node.op, ast.USub):
        yield site.node.operand


OPERATORS: dict[str, Callable[[Site], Iterator[ast.AST]]] = {
    "arithmetic": arithmetic, "comparison": comparison, "boolean": boolean, "constant": constant, "index": index,
    "axis": axis, "arguments": arguments, "statement": statement, "function": function, "dtype": dtype, "copy": copied,
    "return": early_return, "loop": loop_bound, "sign": sign, "condition": condition, "order": order, "rounding": rounding}
