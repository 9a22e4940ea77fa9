"""The list of materials: every package of requirements.lock as CycloneDX 1.6 (ECMA-424).

python scripts/sbom.py            write docs/security/sbom.cdx.json
python scripts/sbom.py --check    fail when it is out of date
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "security" / "sbom.cdx.json"
_ENTRY = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[\w,-]+\])?==([^\s\\]+)")


def materials() -> dict[str, Any]:
    """The document. It holds no time and no serial number: the same lock gives the same bytes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [
            part for entry in re.split(r"(?m)^(?=[A-Za-z0-9])", lock) if (part := _component(entry))
        ],
    }


def _component(entry: str) -> dict[str, Any] | None:
    found = _ENTRY.match(entry)
    if not found:
        return None
    name, version = found.groups()
    purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
    hashes = sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry))
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in hashes],
    }


def main() -> int:
    text = json.dumps(materials(), indent=1) + "\n"
    if "--check" not in sys.argv:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    print("docs/security/sbom.cdx.json is out of date: run scripts/sbom.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
