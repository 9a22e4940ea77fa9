"""The rules once more, slowly and period by period, and the best of all plans by trying every one."""

from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.mss.reading import Instance
from benchmarks.mss.rules import Stay

Day = tuple[int, int] | None
"""Hospital and discipline of a period."""

MOST_JOINED = 20_000


class TooMany(Exception):
    """There is more to try than a test has time for."""


def grid_of(instance: Instance, stays: Sequence[Stay]) -> list[Day]:
    """What a student does in each period; asks that nothing overlaps."""
    grid: list[Day] = [None] * instance.periods
    for stay in stays:
        for t in range(instance.duration):
            assert grid[stay.start + t] is None
            grid[stay.start + t] = stay.hospital, stay.discipline
    return grid


def value_of_grid(instance: Instance, s: int, grid: Sequence[Day]) -> int:
    """A student's value, from what is done in each period."""
    discipline_weight, hospital_weight, change, empty = (int(w) for w in instance.weights[s])
    busy = [day for day in grid if day is not None]
    value, seen = 0, set()
    for h, d in busy:
        if d not in seen:
            seen.add(d)
            value += discipline_weight * int(instance.liking[s, d]) + int(instance.esteem[d])
            value += hospital_weight * int(instance.comfort[s, h])
    for n in range(1, len(busy)):
        value += change if busy[n][0] != busy[n - 1][0] else 0
    length = max((t + 1 for t, day in enumerate(grid) if day is not None), default=0)
    return value + empty * (length - len(busy))


def ways_of(instance: Instance, s: int) -> Iterator[tuple[Stay, ...]]:
    """Every way of a student alone: built period by period, and kept if it obeys the student's own rules."""

    def on(t: int, stays: tuple[Stay, ...]) -> Iterator[tuple[Stay, ...]]:
        if t >= instance.periods:
            if _is_complete(instance, s, stays):
                yield stays
            return
        yield from on(t + 1, stays)
        if t + instance.duration > instance.periods:
            return
        if not all(instance.available[s, t + n] for n in range(instance.duration)):
            return
        for d in range(instance.disciplines):
            if d in [stay.discipline for stay in stays] or not instance.allowed[s, d]:
                continue
            first = [e for e in range(instance.disciplines) if instance.before[d, e]]
            if not set(first) <= {stay.discipline for stay in stays}:
                continue
            for h in range(instance.hospitals):
                if instance.able[s, h, d]:
                    yield from on(t + instance.duration, (*stays, Stay(t, h, d)))

    return on(0, ())


def _is_complete(instance: Instance, s: int, stays: Sequence[Stay]) -> bool:
    groups = Counter(int(instance.group[stay.discipline]) for stay in stays)
    hospitals = Counter(stay.hospital for stay in stays)
    wanted = {g: int(n) for g, n in enumerate(instance.wanted[s]) if n}
    return groups == wanted and max(hospitals.values(), default=0) <= instance.most_in_hospital


def best_value(instance: Instance) -> int | None:
    """The value of the best plan; None where there is none. Raises TooMany."""
    ways = []
    for s in range(instance.students):
        own = []
        for stays in ways_of(instance, s):
            grid = grid_of(instance, stays)
            cells = [(day[0], day[1], t) for t, day in enumerate(grid) if day is not None]
            own.append((value_of_grid(instance, s, grid), cells))
        ways.append(own)
    tried = 1
    for own in ways:
        tried *= max(1, len(own))
        if tried > MOST_JOINED:
            raise TooMany
    return _join(instance, ways)


def _join(instance: Instance, ways: Sequence[Sequence[tuple[int, list[tuple[int, int, int]]]]]) -> int | None:
    best: int | None = None
    used: Counter[tuple[int, int, int]] = Counter()
    needed = [tuple(cell) for cell in zip(*instance.least.nonzero(), strict=True)]

    def join(s: int, total: int, lowest: int) -> None:
        nonlocal best
        if s == len(ways):
            enough = all(used[cell] >= instance.least[cell] for cell in needed)
            if enough and (best is None or total + lowest > best):
                best = total + lowest
            return
        for value, cells in ways[s]:
            if all(used[cell] < instance.most[cell] for cell in cells):
                used.update(cells)
                join(s + 1, total + value, min(lowest, value))
                used.subtract(cells)

    join(0, 0, 10**9)
    return best
