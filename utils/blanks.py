"""The learner's blank of a worked exercise: signature and docstring stay, bodies go."""
from __future__ import annotations

import ast
import io
import tokenize

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def blank(source: str, name: str) -> str:
    """`source`, one function or class, with each body replaced by ``raise NotImplementedError("exercise: NAME")``.

    Decorators, signature (with its comments and line breaks) and docstring are sliced from the text, not printed anew.
    A class keeps its docstring and its methods; class attributes are part of the answer and go.

    Parameters
    ----------
    source
        The text of an exercise cell, or of a learner's answer.
    name
        The exercise's name, for the message.
    """
    node = ast.parse(source).body[0]
    text = _Text(source)
    if isinstance(node, _FUNCTIONS):
        return text.head(node) + _refusal(node, name)
    methods = [text.head(item) + _refusal(item, name) for item in node.body if isinstance(item, _FUNCTIONS)]
    return "\n\n".join([text.head(node), *methods])


def _refusal(node, name):
    return f'\n{" " * (node.col_offset + 4)}raise NotImplementedError("exercise: {name}")'


class _Text:
    """Source text that is cut by the positions of nodes."""

    def __init__(self, source):
        self.lines = source.split("\n")
        self.tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))

    def head(self, node) -> str:
        """Decorators, signature and docstring of a function or class, from the start of its first line."""
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        row, column = self._colon(node)
        kept = [*self.lines[first - 1:row - 1], self.lines[row - 1][:column + 1]]
        rest = self.lines[row - 1][column + 1:]
        if rest.strip().startswith("#"):
            kept[-1] += rest
        if ast.get_docstring(node) is not None:
            kept.append(" " * (node.col_offset + 4) + self._slice(node.body[0]))
        return "\n".join(kept)

    def _colon(self, node):
        """Row and column of the colon that ends the signature."""
        depth = 0
        for token in self.tokens:
            if token.start < (node.lineno, self._column(node.lineno, node.col_offset)):
                continue
            depth += (token.string in ("(", "[", "{")) - (token.string in (")", "]", "}"))
            if token.string == ":" and depth == 0:
                return token.start
        raise ValueError(f"'{node.name}' has no signature that ends with a colon.")

    def _slice(self, node):
        start = self._column(node.lineno, node.col_offset)
        end = self._column(node.end_lineno, node.end_col_offset)
        if node.lineno == node.end_lineno:
            return self.lines[node.lineno - 1][start:end]
        middle = self.lines[node.lineno:node.end_lineno - 1]
        return "\n".join([self.lines[node.lineno - 1][start:], *middle, self.lines[node.end_lineno - 1][:end]])

    def _column(self, row, offset):
        """ast counts UTF-8 bytes, text is cut by characters."""
        return len(self.lines[row - 1].encode()[:offset].decode())
