"""The invented people of the demonstration, named after what lives and lies in the north."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Colleague:
    """Someone who is not in training here. ``place`` is an organisation's code.

    ``title`` is of the post there. ``specialist`` is the code of the field that the person is a specialist
    in. A role with ``days`` began a month ago and ends so many from now;
    ``trainee`` names the one doctor whom the role is held for.
    """

    name: str
    role: str
    place: str
    title: str = ""
    specialist: str = ""
    days: int | None = None
    trainee: str = ""


@dataclass(frozen=True)
class Served:
    """Full months in one arena at a share of full time."""

    arena: str
    months: int
    percent: int = 100


@dataclass(frozen=True)
class Leave:
    """Leave that begins so many months from this one (below 0: earlier) and lasts so many."""

    kind: str
    begins: int
    months: int


@dataclass(frozen=True)
class Post:
    """A post that begins so many months from this one; the first begins with the training."""

    begins: int
    percent: int
    research: int = 0


@dataclass(frozen=True)
class Doctor:
    """A trainee's story. ``served`` ends with this month; posts and leave are counted from it.

    ``signs`` says who has agreed to the first plan. ``begun`` are goals under way, ``sent`` those that
    wait for approval, ``reached`` the phases whose goals are approved; all as codes. ``elsewhere`` is
    months of radiology before this training. ``registered`` is when Borealis first knew the doctor, which
    decides the goal sets. One who is ``applying`` ended the service with last month.
    """

    name: str
    guide: str
    served: tuple[Served, ...]
    posts: tuple[Post, ...]
    leaves: tuple[Leave, ...] = ()
    reached: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    elsewhere: int = 0
    credits: dict[str, int] = field(default_factory=dict)
    signs: tuple[str, ...] = ("trainee", "head")
    registered: dt.datetime | None = None
    applying: bool = False


COLLEAGUES = (
    Colleague("Randi Snøugle", "head", "unn-pet", "Avdelingsoverlege", "NUK"),
    Colleague("Oddvar Fjelltind", "training_lead", "unn-pet", "Overlege", "NUK"),
    Colleague("Torunn Havørn", "guide", "unn-pet", "Overlege", "NUK"),
    Colleague("Henrik Jerv", "guide", "unn-pet", "Overlege", "NUK"),
    Colleague("Berit Nordavind", "training_coordinator", "unn", "Koordinerende overlege"),
    Colleague("Ylva Steinskvett", "supervisor", "unn-pet", "Overlege", "NUK"),
    Colleague("Eirik Storlom", "stand_in", "unn-pet", "Overlege", "NUK", days=40),
    Colleague("Vigdis Alke", "delegate", "unn-pet", "Overlege", "NUK", days=150),
    Colleague("Gaute Skarv", "delegate", "unn-pet", "Overlege", "NUK", days=30, trainee="Aslak Isbre"),
    Colleague("Liv Myrsnipe", "research_lead", "unn", "Forskningsleder"),
    Colleague("Tora Kvitbjørn", "regional_training_centre", "helse-nord", "Rådgiver"),
    Colleague("Sigrid Lavskrike", "auditor", "unn", "Personvernombud"),
    Colleague("Amund Fiskeørn", "administrator", "unn", "Rådgiver"),
)

GAMMA, PET, LAB = "unn-gammakamera", "unn-pet-tolkning", "unn-hot-lab"
THERAPY, CT, MR = "unn-radionuklidterapi", "unn-rontgen-ct", "unn-rontgen-mr-ul"

DOCTORS = (
    # new
    Doctor(
        "Jonas Polarrev",
        "Torunn Havørn",
        served=(Served(GAMMA, 2),),
        posts=(Post(0, 100),),
        begun=("NUK-104", "NUK-106", "FKM-001"),
        signs=("head",),
    ),
    # midway
    Doctor(
        "Aslak Isbre",
        "Henrik Jerv",
        served=(Served(GAMMA, 3), Served(LAB, 3), Served(GAMMA, 12), Served(PET, 8)),
        posts=(Post(0, 100),),
        reached=("introduksjon", "hot-lab"),
        approved=("NUK-116", "NUK-117", "NUK-120", "NUK-121", "NUK-125", "FKM-001", "FKM-008"),
        sent=("NUK-122", "NUK-126", "FKM-009"),
        begun=("NUK-115", "NUK-133", "NUK-138", "NUK-140", "FKM-002", "FKM-007"),
    ),
    # part time, near the end
    Doctor(
        "Maja Lomvi",
        "Torunn Havørn",
        served=(
            Served(GAMMA, 15),
            Served(LAB, 3),
            Served(CT, 6),
            Served(PET, 12),
            Served(MR, 4),
            Served(PET, 14, 80),
            Served(THERAPY, 4, 80),
        ),
        posts=(Post(0, 100), Post(-17, 80)),
        reached=("introduksjon", "hot-lab", "gammakamera", "rontgen-ct", "rontgen-mr-ul", "pet-1", "pet-2"),
        approved=(
            "NUK-149",
            "NUK-151",
            "NUK-152",
            "NUK-153",
            "FKM-001",
            "FKM-002",
            "FKM-003",
            "FKM-004",
            "FKM-005",
            "FKM-006",
            "FKM-007",
            "FKM-008",
            "FKM-009",
            "FKM-010",
            "FKM-011",
            "FKM-013",
            "FKM-014",
        ),
        sent=("NUK-150", "FKM-012"),
        begun=("NUK-154",),
    ),
    # parental leave ahead
    Doctor(
        "Sunniva Vindmåke",
        "Henrik Jerv",
        served=(Served(GAMMA, 15), Served(LAB, 3), Served(PET, 15)),
        posts=(Post(0, 100),),
        leaves=(Leave("parental_leave", 4, 10),),
        reached=("introduksjon", "hot-lab", "gammakamera", "pet-1"),
        approved=("FKM-001", "FKM-002", "FKM-008", "FKM-011", "FKM-013"),
        sent=("FKM-004",),
        begun=("NUK-134", "NUK-136", "NUK-139", "NUK-141", "FKM-009"),
    ),
    # half-time doctoral track, with parental leave behind
    Doctor(
        "Nora Fjellrype",
        "Torunn Havørn",
        served=(Served(GAMMA, 15), Served(PET, 10), Served(LAB, 3), Served(CT, 6), Served(PET, 3, 50)),
        posts=(Post(0, 100), Post(-2, 50, 50), Post(22, 100)),
        leaves=(Leave("parental_leave", -18, 8),),
        reached=("introduksjon", "hot-lab", "gammakamera", "pet-1"),
        approved=(
            "NUK-156",
            "NUK-157",
            "NUK-158",
            "NUK-165",
            "NUK-166",
            "FKM-001",
            "FKM-006",
            "FKM-007",
            "FKM-008",
        ),
        sent=("NUK-159", "NUK-160", "NUK-161", "FKM-009"),
        begun=("NUK-134", "NUK-136", "NUK-162", "NUK-163", "NUK-164", "FKM-002"),
    ),
    # transferred from radiology, with credit
    Doctor(
        "Mikkel Snøspurv",
        "Henrik Jerv",
        served=(Served(GAMMA, 5),),
        posts=(Post(0, 100),),
        elsewhere=30,
        credits={"rontgen-ct": 6, "rontgen-mr-ul": 4},
        reached=("rontgen-ct", "rontgen-mr-ul", "introduksjon"),
        approved=("FKM-001", "FKM-002", "FKM-004", "FKM-008", "FKM-009", "FKM-011", "FKM-013"),
        signs=("trainee",),
        begun=("NUK-116", "NUK-117", "NUK-120", "NUK-125"),
    ),
    # everything is reached
    Doctor(
        "Eir Havsule",
        "Henrik Jerv",
        served=(
            Served(GAMMA, 15),
            Served(LAB, 3),
            Served(CT, 6),
            Served(PET, 10),
            Served(MR, 4),
            Served(PET, 13),
            Served(THERAPY, 4),
            Served(GAMMA, 6),
        ),
        posts=(Post(0, 100),),
        begun=("NUK-149", "NUK-150", "NUK-172"),
        registered=dt.datetime(2026, 2, 2, 9, tzinfo=dt.UTC),
        applying=True,
    ),
)


def address(name: str) -> str:
    """A mail address that belongs to nobody."""
    plain = name.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a").replace(" ", ".")
    return f"{plain}@eksempel.example"
