"""Fetch what others have made for the front end, and write down what it is.

    python scripts/vendor.py            fetch again, in the versions below
    python scripts/vendor.py --check    fail when a file differs from what VENDOR.md says

Packages come through ``npm pack``, with whatever package source npm is set up to use. The files are taken
as they are, with one exception: pictures that Designsystemet's CSS carries inside itself as data addresses
are put in files beside it, since our content security policy loads pictures from our own address only.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

SHELL = Path(__file__).resolve().parent.parent / "src" / "borealis" / "shell"
VENDOR = SHELL / "static" / "vendor"
FONTS = SHELL / "fonts"
NOTE = VENDOR / "VENDOR.md"


@dataclass(frozen=True)
class Package:
    """A package, what we take from it and where it lands (paths below ``shell/``)."""

    name: str
    version: str
    licence: str
    why: str
    files: dict[str, str] = field(default_factory=dict)


PACKAGES = (
    Package(
        "@digdir/designsystemet-css",
        "1.22.0",
        "MIT",
        "the looks of buttons, tags, tables, fields and messages",
        {
            "dist/src/index.css": "static/vendor/designsystemet.css",
            "LICENSE": "static/vendor/LICENSE-designsystemet-css.txt",
        },
    ),
    Package(
        "@digdir/designsystemet-theme",
        "1.11.0",
        "MIT",
        "sizes, and the colours that our own tokens do not replace",
        {
            "brand/digdir.css": "static/vendor/designsystemet-theme.css",
            "LICENSE": "static/vendor/LICENSE-designsystemet-theme.txt",
        },
    ),
    Package(
        "@digdir/designsystemet-web",
        "1.22.0",
        "MIT",
        "ds-error-summary alone: it takes the focus when a form comes back with errors. The other components "
        "write style elements or attributes, which our content security policy forbids",
        {
            "dist/esm/error-summary/error-summary.js": "static/vendor/web/error-summary/error-summary.js",
            "dist/esm/utils/utils.js": "static/vendor/web/utils/utils.js",
            "dist/esm/packages/web/package.js": "static/vendor/web/packages/web/package.js",
            "LICENSE": "static/vendor/LICENSE-designsystemet-web.txt",
        },
    ),
    Package(
        "htmx.org",
        "2.0.11",
        "0BSD",
        "parts of a page fetched without a full reload; never needed",
        {
            "dist/htmx.min.js": "static/vendor/htmx.min.js",
            "LICENSE": "static/vendor/LICENSE-htmx.txt",
        },
    ),
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        "OFL-1.1",
        "the typeface on screen; latin-ext holds the letters of North Sámi",
        {
            "files/inter-latin-wght-normal.woff2": "static/vendor/inter-latin-wght-normal.woff2",
            "files/inter-latin-ext-wght-normal.woff2": "static/vendor/inter-latin-ext-wght-normal.woff2",
            "LICENSE": "static/vendor/LICENSE-inter.txt",
        },
    ),
    Package(
        "@expo-google-fonts/inter",
        "0.4.2",
        "OFL-1.1",
        "the typeface in PDF files, in two fixed weights",
        {
            "400Regular/Inter_400Regular.ttf": "fonts/Inter-Regular.ttf",
            "600SemiBold/Inter_600SemiBold.ttf": "fonts/Inter-SemiBold.ttf",
            "LICENSE_FONT": "fonts/LICENSE-Inter.txt",
        },
    ),
)

DATA_ADDRESS = re.compile(
    r"""url\((?P<quote>["'])data:image/svg\+xml;charset=utf-8,(?P<svg>.*?)(?P=quote)\)"""
)
SOURCE_MAP = re.compile(rb"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=.*?\*/)\s*$")


def pictures_in_files(css: str, folder: Path) -> str:
    """CSS whose data addresses point at files instead; the files are named after what they hold."""
    folder.mkdir(parents=True, exist_ok=True)

    def replace(match: re.Match[str]) -> str:
        svg = unquote(match["svg"])
        name = hashlib.sha256(svg.encode()).hexdigest()[:12] + ".svg"
        (folder / name).write_text(svg + "\n", encoding="utf-8")
        return f'url("{folder.name}/{name}")'

    return DATA_ADDRESS.sub(replace, css)


def fetch(package: Package, scratch: Path) -> None:
    """Put a package's files in their places."""
    subprocess.run(  # noqa: S603
        ["npm", "pack", "--silent", "--pack-destination", str(scratch), f"{package.name}@{package.version}"],  # noqa: S607
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (archive,) = scratch.glob("*.tgz")
    with tarfile.open(archive) as tar:
        for inside, outside in package.files.items():
            member = tar.extractfile(f"package/{inside}")
            if member is None:
                raise SystemExit(f"{package.name} {package.version} has no {inside}")
            content = SOURCE_MAP.sub(b"", member.read())
            target = SHELL / outside
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.suffix == ".css":
                content = pictures_in_files(content.decode(), VENDOR / "icons").encode()
            target.write_bytes(content.rstrip(b"\n") + b"\n" if target.suffix in {".css", ".js"} else content)
    archive.unlink()


def stored_files() -> list[Path]:
    """Every file that came from elsewhere."""
    vendored = (path for path in VENDOR.rglob("*") if path.is_file() and path != NOTE)
    return sorted([*vendored, *(path for path in FONTS.iterdir() if path.suffix in {".ttf", ".txt"})])


def note() -> str:
    """The text of VENDOR.md for the files as they are."""
    lines = [
        "# Made by others",
        "",
        "Written by `scripts/vendor.py`, which fetches the files again; `--check` compares them with this",
        "list.",
        "Data addresses in Designsystemet's CSS are put in files under `icons/`; the rest is as published,",
        "without source maps.",
        "",
        "| Package | Version | Licence | What for |",
        "|---|---|---|---|",
    ]
    lines += [f"| {p.name} | {p.version} | {p.licence} | {p.why} |" for p in PACKAGES]
    lines += [
        "",
        "The licence texts lie beside the files.",
        "",
        "| File (below `shell/`) | SHA-256 |",
        "|---|---|",
    ]
    for path in stored_files():
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"| {path.relative_to(SHELL).as_posix()} | `{digest}` |")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--check", action="store_true", help="compare the files with VENDOR.md, fetch nothing"
    )
    if parser.parse_args().check:
        if NOTE.read_text(encoding="utf-8") == note():
            return 0
        print("Files under shell/static/vendor or shell/fonts differ from VENDOR.md.", file=sys.stderr)
        return 1
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as scratch:
            fetch(package, Path(scratch))
    NOTE.write_text(note(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
