"""Tiny instances of the medical student scheduling problem, as text in the format of the collection."""

import random
from collections.abc import Iterable, Sequence


def make_text(seed: int) -> str:
    """An instance of two or three students whose plans can all be looked at; some have no plan."""
    chance = random.Random(seed)
    students, hospitals, disciplines = chance.randint(2, 3), chance.randint(1, 2), chance.randint(3, 4)
    duration = chance.choice([1, 1, 2])
    periods = chance.randint(3, 5) * duration
    group = [1, 1, 2, 2][:disciplines]
    wanted = [[chance.randint(0, min(2, group.count(g))) for g in (1, 2)] for _ in range(students)]
    blocks = range(periods // duration)
    free = [[v for v in _bits(chance, 0.95, blocks) for _ in range(duration)] for _ in range(students)]
    least = [[int(chance.random() < 0.01) for _ in range(periods)] for _ in range(hospitals * disciplines)]
    most = [[max(low, chance.choice([1, 1, 1, 2, 3])) for low in row] for row in least]
    after = [[0] * disciplines for _ in range(disciplines)]
    for d in range(1, disciplines):
        after[d][chance.randrange(d)] = int(chance.random() < 0.25)
    weights = [[chance.randint(1, 3), chance.randint(1, 3), -chance.randint(1, 3), -chance.randint(1, 3)]
               for _ in range(students)]  # fmt: skip
    able = [_bits(chance, 0.95, range(disciplines)) for _ in range(students * hospitals)]
    return "\n".join(
        [
            f"%Scalars\nStudents={students};\nDisciplines={disciplines};\nHospitals={hospitals};",
            f"Duration={duration};\nHorizon={periods};\nGroups=2;\nMaxDiscPerHosp={chance.randint(2, 3)};",
            f"DiscGroup = [{','.join(map(str, group))}];",
            _table("StudDiscGroup", wanted),
            _table("AllowedDisc", [_bits(chance, 0.99, range(disciplines)) for _ in range(students)]),
            _table("Precededby", after),
            _table("Availability", free),
            _cube("Ability", (students, hospitals, disciplines), able),
            _cube("MaxPosHosp", (hospitals, disciplines, periods), most),
            _cube("MinPosHosp", (hospitals, disciplines, periods), least),
            _table("WeightPref", weights),
            _table("PrefStudDisc", [_grades(chance, disciplines) for _ in range(students)]),
            _table("PrefStudHosp", [_grades(chance, hospitals) for _ in range(students)]),
            f"ManPref=[{','.join(map(str, _grades(chance, disciplines)))}];",
            "%% how it was made",
        ]
    )


def _bits(chance: random.Random, share: float, over: Iterable[int]) -> list[int]:
    return [int(chance.random() < share) for _ in over]


def _grades(chance: random.Random, many: int) -> list[int]:
    return [chance.randint(1, 5) for _ in range(many)]


def _rows(rows: Iterable[Sequence[int]], between: str) -> str:
    return between.join(", ".join(map(str, row)) for row in rows)


def _table(name: str, rows: Iterable[Sequence[int]]) -> str:
    return f"{name} =[|\n" + _rows(rows, " |\n") + " |];"


def _cube(name: str, shape: Sequence[int], rows: Iterable[Sequence[int]]) -> str:
    ranges = ", ".join(f"1..{n}" for n in shape)
    return f"{name} =\n array3d({ranges},[\n" + _rows(rows, " ,\n") + " ]);"
