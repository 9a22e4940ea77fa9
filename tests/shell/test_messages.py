"""Gathering, checking and compiling the words on screen."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django import forms
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def messages() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("messages_script", ROOT / "scripts" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages_script"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["messages_script"]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "plans" / "templates").mkdir(parents=True)
    (tmp_path / "plans" / "views.py").write_text(
        'from x import gettext as _, ngettext\n_("Planen er lagret")\n'
        'ngettext("%(n)s dag", "%(n)s dager", 2)\n',
        encoding="utf-8",
    )
    (tmp_path / "plans" / "templates" / "plan.html").write_text(
        '<p>{% translate "Hei" %}</p>{% blocktranslate trimmed with name=x %}\n  Til <b>{{ name }}</b>\n'
        '{% endblocktranslate %}{% finding f _("Se planen") %}{% translate "Mai" context "month" %}',
        encoding="utf-8",
    )
    return tmp_path


def test_python_and_templates_are_read(messages: ModuleType, package: Path) -> None:
    said = {(s.id, s.context) for s in messages.said_in(package)}
    assert said == {
        ("Planen er lagret", None),
        (("%(n)s dag", "%(n)s dager"), None),
        ("Hei", None),
        ("Til <b>%(name)s</b>", None),
        ("Se planen", None),
        ("Mai", "month"),
    }


Words = dict[str, str | tuple[str, str]]


def translate(messages: ModuleType, package: Path, language: str, words: Words) -> None:
    path = messages.catalogue_path(package, language)
    catalog = messages.read(path, language)
    for message in catalog:
        key = message.id[0] if isinstance(message.id, tuple | list) else message.id
        if key in words:
            message.string = words[key]
    messages.write(catalog, path)


FULL: Words = {
    "Planen er lagret": "The plan is saved",
    "%(n)s dag": ("%(n)s day", "%(n)s days"),
    "Hei": "Hello",
    "Til <b>%(name)s</b>": "To <b>%(name)s</b>",
    "Se planen": "See the plan",
    "Mai": "May",
}


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('from x import gettext as _now\n_now("Velg en dag")\n', [("Velg en dag",)]),
        ('from x import gettext_noop as n\nn("Ferie")\n', [("Ferie",)]),
        ('def f():\n    from x import ngettext as many\n    many("én", "flere", 2)\n', [("én", "flere")]),
        ('from x import something as _now\n_now("nothing")\n', []),
    ],
)
def test_words_are_found_whatever_the_function_is_called(
    messages: ModuleType, source: str, says: list[tuple[str, ...]]
) -> None:
    assert [said.ids for said in messages.said_in_python(source, "views.py")] == says


def test_a_full_catalogue_passes_and_stays_the_same(messages: ModuleType, package: Path) -> None:
    messages.main([], package)
    for language in ("nn", "en"):
        translate(messages, package, language, FULL)
    assert messages.main(["--check"], package) == 0
    before = messages.catalogue_path(package, "en").read_bytes()
    messages.main([], package)
    assert messages.catalogue_path(package, "en").read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"Hei": ""}, "not translated: 'Hei'"),
        ({"Til <b>%(name)s</b>": "To <b>%(nmae)s</b>"}, "placeholders differ"),
        ({"Til <b>%(name)s</b>": "To %(name)s"}, "tags differ"),
        ({"%(n)s dag": ("", "%(n)s days")}, "not translated: '%(n)s dag'"),
        ({"%(n)s dag": ("a day", "days")}, "placeholders differ"),
    ],
)
def test_a_faulty_translation_is_told(
    messages: ModuleType,
    package: Path,
    capsys: pytest.CaptureFixture[str],
    changes: Words,
    fault: str,
) -> None:
    messages.main([], package)
    for language in ("nn", "en"):
        translate(messages, package, language, FULL | changes)
    capsys.readouterr()
    assert messages.main(["--check"], package) == 1
    assert fault in capsys.readouterr().err


def test_new_words_and_words_no_longer_said_are_told(
    messages: ModuleType, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.main([], package)
    for language in ("nn", "en"):
        translate(messages, package, language, FULL)
    (package / "plans" / "views.py").write_text('_("Planen er slettet")\n', encoding="utf-8")
    capsys.readouterr()
    assert messages.main(["--check"], package) == 1
    told = capsys.readouterr().err
    assert "not translated: 'Planen er slettet'" in told
    assert "no longer said: 'Planen er lagret'" in told


def test_a_catalogue_that_is_not_compiled_is_told(
    messages: ModuleType, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages.main([], package)
    for language in ("nn", "en"):
        translate(messages, package, language, FULL)
    path = messages.catalogue_path(package, "en")
    path.write_text(path.read_text(encoding="utf-8").replace("Hello", "Good day"), encoding="utf-8")
    capsys.readouterr()
    assert messages.main(["--check"], package) == 1
    assert "the .mo file is older" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "Skriv en dato, for eksempel 3.12.2026."),
        ("nn", "Skriv ein dato, til dømes 3.12.2026."),
        ("en", "Write a date, for example 3.12.2026."),
    ],
)
def test_django_speaks_in_our_words(language: str, expected: str) -> None:
    class DayForm(forms.Form):
        day = forms.DateField()

    with translation.override(language):
        assert DayForm({"day": "31.2.2026"}).errors["day"] == [expected]
