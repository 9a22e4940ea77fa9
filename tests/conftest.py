"""Fixtures for all tests."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
from django.conf import LazySettings
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests import telling

# A busy machine is no fault of what is tested: examples have no time of their own. What must be quick has
# a test that measures it.
hypothesis.settings.register_profile(
    "borealis", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("borealis")


@dataclass(frozen=True)
class Told:
    """The demonstration, told once for a module: keys of persons and of trainees by name."""

    today: dt.date
    now: dt.datetime
    people: dict[str, int]
    trainees: dict[str, int]

    def client(self, name: str) -> Client:
        """A browser in which this person is signed in; an empty name is nobody."""
        client = Client()
        if name:
            answer = client.post("/demo/som/", {"person": self.people[name]})
            assert answer.status_code == 302
        return client


@pytest.fixture(autouse=True, scope="session")
def flushes_may_empty_the_record() -> Iterator[None]:
    """Tests that commit flush every table afterwards, also those that triggers guard."""
    from tests.audit.lifting import let_flushes_pass

    with pytest.MonkeyPatch.context() as patch:
        let_flushes_pass(patch)
        yield


@pytest.fixture(autouse=True, scope="session")
def static_files_are_found_once() -> Iterator[None]:
    """Every browser of a test has middleware of its own, which would list the same files again each time."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    look, found = WhiteNoiseMiddleware.add_files_from_finders, dict[str, object]()

    def add_files_from_finders(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_files_from_finders)
        yield


@pytest.fixture(autouse=True)
def emptied_on_purpose(settings: LazySettings) -> None:
    """That other tests have filled this database before is forgotten: theirs were taken back on purpose."""
    (settings.HOME / "seen.json").unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def heads_go_back(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test whose commits are only played takes the file of heads back, as its database is."""
    if "django_capture_on_commit_callbacks" not in request.fixturenames:
        yield
        return
    from borealis.audit.outside import heads_path

    before = heads_path().read_bytes() if heads_path().exists() else None
    yield
    if before is None:
        heads_path().unlink(missing_ok=True)
    else:
        heads_path().write_bytes(before)


class _Story:
    """The demonstration's rows, in a transaction that stays open from one module that wants them to the next."""

    def __init__(self) -> None:
        self.modules: set[Path] = set()
        self.kept: ExitStack | None = None
        self.found: Told | None = None

    def begin(self) -> Told:
        if self.found is None:
            from borealis.people.models import Person
            from borealis.trainees.models import Trainee
            from tests import copies

            now, rows = copies.told_once()
            self.kept = ExitStack()
            self.kept.enter_context(transaction.atomic())
            copies.put_back(rows)
            people = dict(Person.objects.values_list("name", "pk"))
            trainees = dict(Trainee.objects.values_list("person__name", "pk"))
            self.found = Told(timezone.localdate(now), now, people, trainees)
        return self.found

    def end(self) -> None:
        if self.kept is not None:
            transaction.set_rollback(True)
            self.kept.close()
            self.kept = self.found = None


STORY = _Story()


def _modules_with(fixture: str, items: list[pytest.Item]) -> set[Path]:
    return {item.path for item in items if fixture in getattr(item, "fixturenames", ())}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The demonstration is told while modules that do not want it are tested.

    Those that do come after, one after the other, so that it is put in place once. Of each kind those with many
    tests come first, so that no process is left with much when the others are done.
    """
    STORY.modules = _modules_with("told", items)
    wanting = STORY.modules | _modules_with("demonstration", items)
    if wanting:
        telling.begin()
    size = Counter(item.path for item in items)
    items.sort(
        key=lambda item: (item.path in wanting, item.path in STORY.modules, -size[item.path], item.path)
    )


@pytest.fixture(autouse=True, scope="module")
def the_demonstration_ends(request: pytest.FixtureRequest) -> None:
    """A module that does not want the demonstration finds an empty database."""
    if request.path not in STORY.modules and STORY.kept is not None:
        with request.getfixturevalue("django_db_blocker").unblock():
            STORY.end()


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    """The demonstration's department, in a transaction that is taken back when no module wants it any more.

    Each module runs in a savepoint of its own, and in it each test. Not for tests that need ``transactional_db``.
    """
    with django_db_blocker.unblock():
        found = STORY.begin()
        with transaction.atomic():
            yield found
            transaction.set_rollback(True)


@pytest.fixture(autouse=True, scope="session")
def nothing_is_left(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What was told is taken back before the database goes."""
    yield
    with django_db_blocker.unblock():
        STORY.end()
