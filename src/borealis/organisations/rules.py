"""The tree of bodies as plain values, and what a file of organisations must satisfy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

FORMAT = "borealis/organisations/1"


@dataclass(frozen=True)
class Node:
    """One body in the tree. ``town`` is where it lies, if that is said of the body itself."""

    pk: int
    code: str
    kind: str
    parent: int | None
    town: str


@dataclass(frozen=True)
class Tree:
    """All bodies with their place in the tree, in the order they were stored."""

    nodes: Mapping[int, Node]
    children: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def line(self, pk: int) -> Iterator[Node]:
        """A body and everything above it, nearest first. A ring in the data ends the line."""
        seen: set[int] = set()
        at: int | None = pk
        while at is not None and at in self.nodes and at not in seen:
            seen.add(at)
            node = self.nodes[at]
            yield node
            at = node.parent

    def ancestors(self, pk: int) -> tuple[Node, ...]:
        """Everything above a body, nearest first."""
        return tuple(self.line(pk))[1:]

    def within(self, pks: Iterable[int]) -> frozenset[int]:
        """The bodies themselves and everything below them."""
        found: set[int] = set()
        waiting = list(pks)
        while waiting:
            pk = waiting.pop()
            if pk in self.nodes and pk not in found:
                found.add(pk)
                waiting.extend(self.children.get(pk, ()))
        return frozenset(found)

    def below(self, pk: int, kind: str) -> tuple[Node, ...]:
        """The bodies of one kind anywhere below another, in stored order."""
        inside = self.within([pk]) - {pk}
        return tuple(node for node in self.nodes.values() if node.pk in inside and node.kind == kind)

    def nearest(self, pk: int, kind: str) -> Node | None:
        """The body itself or the nearest above it of one kind."""
        return next((node for node in self.line(pk) if node.kind == kind), None)

    def town(self, pk: int) -> str:
        """The body's own town, or that of the nearest body above it that has one; "" if none has."""
        return next((node.town for node in self.line(pk) if node.town), "")


def tree_of(nodes: Iterable[Node]) -> Tree:
    """The tree of these bodies."""
    by_pk = {node.pk: node for node in nodes}
    children: dict[int, list[int]] = {}
    for node in by_pk.values():
        if node.parent is not None:
            children.setdefault(node.parent, []).append(node.pk)
    return Tree(by_pk, {pk: tuple(below) for pk, below in children.items()})


@dataclass(frozen=True)
class Fault:
    """Why a file of organisations cannot be used: which entry, what is wrong (a stable word), with what."""

    entry: tuple[str, int]
    key: str
    code: str
    value: str = ""


def faults_in(
    organisations: Sequence[Mapping[str, object]],
    relations: Sequence[Mapping[str, object]],
    stored: Mapping[str, str | None],
) -> tuple[Fault, ...]:
    """Codes said twice, parents and partners that nobody knows, and bodies that lie inside themselves.

    ``stored`` gives the code of the parent of every body that is stored already.
    """
    faults: list[Fault] = []
    parents: dict[str, str | None] = dict(stored)
    seen: set[str] = set()
    for index, entry in enumerate(organisations):
        code = str(entry["code"])
        if code in seen:
            faults.append(Fault(("organisations", index), "code", "said_twice", code))
        seen.add(code)
        parents[code] = str(entry["parent"]) if entry.get("parent") else None
    for index, entry in enumerate(organisations):
        parent = entry.get("parent")
        if parent and parent not in parents:
            faults.append(Fault(("organisations", index), "parent", "unknown_organisation", str(parent)))
        elif _in_ring(str(entry["code"]), parents):
            faults.append(Fault(("organisations", index), "parent", "inside_itself", str(entry["code"])))
    for index, relation in enumerate(relations):
        for key in ("subject", "object"):
            if relation[key] not in parents:
                unknown = str(relation[key])
                faults.append(Fault(("relations", index), key, "unknown_organisation", unknown))
    return tuple(faults)


def _in_ring(code: str, parents: Mapping[str, str | None]) -> bool:
    """Whether the way up from a body comes back to it."""
    seen: set[str] = set()
    at = parents.get(code)
    while at is not None and at != code and at not in seen:
        seen.add(at)
        at = parents.get(at)
    return at == code
