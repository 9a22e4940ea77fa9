"""The shell's tests begin in bokmål, whatever language the test before ended in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def bokmaal() -> Iterator[None]:
    with translation.override("nb"):
        yield
