# SPDX-License-Identifier: LGPL-2.1-or-later
"""What each function is called in Python: read out of the sources of the package, which name the functions that they
call. Nothing is imported."""

import ast
from dataclasses import dataclass

from . import members
from .python_members import ALTERNATIVES

OWNERS = {"Calls": "Host", "Steps": "Plan", "Objects": "State"}  # what such a class gives its methods to


@dataclass(frozen=True)
class Name:
    """A method, an attribute or a class of the package."""

    kind: str  # the directive of Sphinx: "method", "attribute", "property" or "class"
    signature: str
    type: str | None
    text: str


def _owner(name):
    return next((owner for suffix, owner in OWNERS.items() if name.endswith(suffix)), name)


def _text(node):
    return " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())


def _mentioned(node):
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value
        elif isinstance(each, ast.Attribute):
            yield each.attr


def _signature(owner, method):
    arguments = ast.unparse(method.args)
    first = method.args.posonlyargs + method.args.args
    arguments = arguments.removeprefix(ast.unparse(first[0])).removeprefix(", ") if first else arguments
    result = f" -> {ast.unparse(method.returns)}" if method.returns else ""
    return f"{owner}.{method.name}({arguments}){result}"


def _method(owner, method):
    decorators = {each.id for each in method.decorator_list if isinstance(each, ast.Name)}
    if "property" in decorators:
        return Name("property", f"{owner}.{method.name}", ast.unparse(method.returns), _text(method))
    if any(isinstance(each, ast.Attribute) for each in method.decorator_list):  # the setter of a property
        return None
    return Name("method", _signature(owner, method), None, _text(method))


def _fields(node):
    return {
        each.target.id: ast.unparse(each.annotation)
        for each in node.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    }


class Package:
    """The classes of the package, by name."""

    def __init__(self, folder):
        self.classes = {}
        for path in sorted(folder.glob("*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    self.classes.setdefault(node.name, node)

    def methods(self):
        """Each public method, with the strings and attributes that it mentions."""
        for name, node in self.classes.items():
            if not name.startswith("_"):
                for each in node.body:
                    if isinstance(each, ast.FunctionDef) and not each.name.startswith("_"):
                        if found := _method(_owner(name), each):
                            yield found, set(_mentioned(each))

    def class_of(self, kind):
        """The class of a kind of objects, such as "arp_policy", or None."""
        name = "".join(map(str.capitalize, kind.split("_")))
        return name if name in self.classes else None

    def attribute(self, owner, member):
        for name in (f"{owner}Members", owner):
            if member in _fields(self.classes.get(name, ast.Module([], []))):
                type = _fields(self.classes[name])[member]
                return Name("attribute", f"{owner}.{member}", type, "")
        return None


def _constructors(description, package):
    for kind in members.kinds(description):
        owner = package.class_of(kind.name)
        for maker in kind.makers:
            node = package.classes[f"{owner}Members"]
            wanted = ALTERNATIVES[maker.name][0] if maker.name in ALTERNATIVES else "__init__"
            method = next((each for each in node.body if getattr(each, "name", "") == wanted), None)
            if method and wanted == "__init__":
                signature = _signature(owner, method).replace(".__init__", "").removesuffix(" -> None")
                yield maker.name, Name("class", signature, None, _text(package.classes[owner]))
            elif method:
                yield maker.name, Name("method", _signature(owner, method), None, _text(method))


def _attributes(description, package):
    for kind in members.kinds(description):
        owner = package.class_of(kind.name)
        for member in kind.members:
            if found := package.attribute(owner, member.name):
                yield member.getter.name, found
                for setter in kind.setters:
                    if member.name in setter.members:
                        yield setter.function.name, found
    for function in description.functions_of("connections.h"):
        member = function.name.removeprefix("lvsdr_connections_get_")
        if found := package.attribute("Connection", member):
            yield function.name, found


def read(description, folder):
    """For each function the names that it has in Python, in the order of the sources."""
    package = Package(folder)
    known = {each.name for each in description.functions}
    result = {name: [] for name in known}
    for method, mentioned in package.methods():
        for name in sorted(known & mentioned):
            result[name].append(method)
    for name, found in (*_constructors(description, package), *_attributes(description, package)):
        if found not in result[name]:
            result[name].append(found)
    return result
