"""The questions that are asked now: those that come with Borealis, or the hospital's own."""

from __future__ import annotations

import functools
import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
from django.conf import settings

from borealis.shell.located import read_located

DATA = "borealis.evaluation"


@functools.cache
def _validator() -> jsonschema.Draft202012Validator:
    file = resources.files(DATA) / "data" / "evaluation.schema.json"
    return jsonschema.Draft202012Validator(json.loads(file.read_text(encoding="utf-8")))


def read_questions(data: bytes) -> dict[str, Any] | None:
    """The content of a file of questions; None when it does not read as one."""
    located, problems = read_located(data)
    if located is None or problems or not _validator().is_valid(located.content):
        return None
    content: dict[str, Any] = located.content
    codes = [question["code"] for question in content["questions"]]
    values = [step["value"] for step in content["scale"]]
    sound = len(set(codes)) == len(codes) and values == sorted(set(values)) and content["good_from"] in values
    return content if sound else None


@functools.cache
def shipped_questions() -> dict[str, Any]:
    """The questions that come with Borealis."""
    file = resources.files(DATA) / "data" / "training.yaml"
    content = read_questions(file.read_bytes())
    if content is None:
        raise ValueError("training.yaml")
    return content


def questions_in_use() -> dict[str, Any]:
    """The hospital's own questions where they are there and read, else the shipped ones."""
    path = Path(settings.HOME) / "evaluation.yaml"
    own = read_questions(path.read_bytes()) if path.is_file() else None
    return own or shipped_questions()
