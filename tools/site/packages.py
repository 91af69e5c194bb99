"""The reference of the packages, read from the source without importing it: signatures and docstrings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("model", "experiments", "agents", "dashboard", "samskaping")
PUBLIC = ("model", "experiments", "model.extend")
"""Modules whose `__all__` is what scripts, notebooks and files of users import."""

HEAD = "---\norphan: true\ntocdepth: 2\n---\n\n"
"""A room's page stands in the list of rooms and not in the menu, and its own menu lists modules only. Otherwise most of
the time to build the site would go into menus."""


def package_pages(root: Path) -> dict[str, str]:
    """Return a page for each folder of the packages, and the page that lists them, by name."""
    pages, listed = {}, []
    for package in PACKAGES:
        for folder in sorted({path.parent for path in (root / package).rglob("*.py")}):
            title = ".".join(folder.relative_to(root).parts)
            modules = sorted(folder.glob("*.py"))
            text = "\n".join(_module(path, ".".join(path.relative_to(root).with_suffix("").parts)) for path in modules)
            pages[f"reference/packages/{title}.md"] = f"{HEAD}# {title}\n\n{text}"
            summary = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
            listed.append(f"| [`{title}`]({title}.md) | {summary.partition(chr(10))[0]} |")
    head = (
        "# All packages\n\nEvery public class and function, with its docstring. [Python](../python.md) has the names "
        "that scripts use. [Architecture](../../architecture.md) shows how the rooms depend on each other.\n\n"
        "| room | what it holds |\n|---|---|\n"
    )
    return {"reference/packages/README.md": head + "\n".join(listed) + "\n", **pages}


def public_names(root: Path) -> str:
    """Return the page of names that scripts import."""
    parts = [
        "# Python\n\nThe names that scripts, notebooks and files of your own import. "
        "[Experiments](../experiments.md) and the [guides](../guides/README.md) show them in use.\n"
    ]
    for module in PUBLIC:
        parts.append(f"## `{module}`\n")
        for name, path in sorted(_exports(root, module).items()):
            nodes = ast.parse(path.read_text(encoding="utf-8")).body
            found = [node for node in nodes if getattr(node, "name", None) == name]
            parts += [_thing(node, 3) for node in found[-1:]]  # the last one of overloads is the function itself
    return "\n".join(parts)


def _exports(root: Path, module: str) -> dict[str, Path]:
    """Return the file that defines each public name of a module."""
    folder = root.joinpath(*module.split("."))
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assigned = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    homes = ast.literal_eval(assigned["_HOME"]) if "_HOME" in assigned else {}
    if "__all__" in assigned:
        names = ast.literal_eval(assigned["__all__"])
    else:
        names = [node.name for node in _public(tree.body)]
    return {name: root.joinpath(*homes.get(name, module).split(".")).with_suffix(".py") for name in names}


def _public(body: list[ast.stmt]) -> Iterator[ast.ClassDef | ast.FunctionDef]:
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            if not any(ast.unparse(one) in ("overload", "typing.overload") for one in node.decorator_list):
                yield node


def _module(path: Path, name: str) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    things = list(_public(tree.body))
    docstring = ast.get_docstring(tree)
    if path.stem == "__init__":
        return f"{prose(docstring)}\n" if docstring else ""
    return "\n".join([f"## {name}\n", f"{prose(docstring or '')}\n", *(_thing(node, 3) for node in things)])


def _thing(node: ast.stmt, level: int) -> str:
    """Return a class or a function: heading, signature, docstring, and the class's public methods."""
    assert isinstance(node, ast.ClassDef | ast.FunctionDef)
    docstring = prose(ast.get_docstring(node) or "")
    parts = [f"{'#' * level} {node.name}\n", f"```python\n{_signature(node)}\n```\n", f"{docstring}\n"]
    if isinstance(node, ast.ClassDef):
        for method in _public(node.body):
            if not isinstance(method, ast.FunctionDef):
                continue
            text = prose(ast.get_docstring(method) or "").replace("\n", "\n  ")
            is_property = any("property" in ast.unparse(one) for one in method.decorator_list)
            shown = method.name if is_property else f"{method.name}({_arguments(method)})"
            parts.append(f"- `{shown}`{_returns(method)}\n\n  {text}\n")
    return "\n".join(parts)


def _signature(node: ast.ClassDef | ast.FunctionDef) -> str:
    if isinstance(node, ast.FunctionDef):
        head = f"def {node.name}({ast.unparse(node.args)}){f' -> {ast.unparse(node.returns)}' if node.returns else ''}"
        return head if len(head) <= 88 else _broken(node)
    bases = ", ".join(ast.unparse(base) for base in node.bases)
    fields = [
        f"    {ast.unparse(one)}"
        for one in node.body
        if isinstance(one, ast.AnnAssign) and not ast.unparse(one.target).startswith("_")
    ]
    made = [f"    __init__({_arguments(one)})" for one in node.body if getattr(one, "name", "") == "__init__"]
    return "\n".join([f"class {node.name}{f'({bases})' if bases else ''}", *fields, *made])


def _broken(node: ast.FunctionDef) -> str:
    """Return a long signature with one argument to a line."""
    given = node.args
    plain = [*given.posonlyargs, *given.args]
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(given.defaults)) + list(given.defaults)
    lines = [_argument(one, default) for one, default in zip(plain, defaults, strict=True)]
    if given.vararg or given.kwonlyargs:
        lines.append(f"*{ast.unparse(given.vararg)}" if given.vararg else "*")
    lines += [_argument(one, default) for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    if given.kwarg:
        lines.append(f"**{ast.unparse(given.kwarg)}")
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"def {node.name}(\n" + "".join(f"    {line},\n" for line in lines) + f"){returns}"


def _argument(given: ast.arg, default: ast.expr | None) -> str:
    return ast.unparse(given) + (f" = {ast.unparse(default)}" if default is not None else "")


def _arguments(node: ast.stmt) -> str:
    """Return a method's arguments without `self` and `cls`."""
    assert isinstance(node, ast.FunctionDef)
    return re.sub(r"^(self|cls)(, )?", "", ast.unparse(node.args))


def _returns(node: ast.FunctionDef) -> str:
    return f" returns `{ast.unparse(node.returns)}`" if node.returns and ast.unparse(node.returns) != "None" else ""


def prose(docstring: str) -> str:
    """Return a docstring as Markdown: `::` opens an indented block, `>>>` an example, and `<` stands for itself."""
    lines, example = [], False
    for line in docstring.splitlines():
        if line.startswith(">>>") != example and (line.startswith(">>>") or not line.strip()):
            lines.append("```" if example else "```pycon")
            example = not example
        is_code = example or line.startswith("    ")
        lines.append(line if is_code else re.sub(r"::$", ":", line).replace("<", "&lt;"))
    return "\n".join([*lines, "```"] if example else lines)
