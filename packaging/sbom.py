#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Write the bill of materials of a release, as CycloneDX 1.5 in JSON.

What the library is linked with is read from the library itself, and which versions it was built with from the database of
Debian's packages. The same input leads to the same bytes; the time is SOURCE_DATE_EPOCH.
"""

import argparse
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import quote

NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # that of RFC 4122 for URLs


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}).stdout


def needed(library):
    """The names of the shared libraries that the file names itself."""
    return re.findall(r"\(NEEDED\).*\[(.*)\]", output("readelf", "--dynamic", "--wide", str(library)))


def owner(name):
    """The package that a shared library belongs to, as the dynamic linker finds it."""
    path = next(
        line.split(" => ")[1] for line in output("/sbin/ldconfig", "-p").splitlines() if line.split()[:1] == [name]
    )
    for place in (path, os.path.realpath(path), path.removeprefix("/usr"), os.path.realpath(path).removeprefix("/usr")):
        found = subprocess.run(["dpkg-query", "--search", place], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.split(": ")[0]
    sys.exit(f"sbom: no package of Debian has {path}: build the release on Debian, with Debian's libraries")


def license_of(package):
    """The license of most files, if the package's copyright file is written for machines."""
    text = Path(f"/usr/share/doc/{package}/copyright").read_text(encoding="utf-8")
    found = re.search(r"^Files: *\*\n(?:.+\n)*?License: *(.+)", text, re.MULTILINE)
    return [{"license": {"name": found[1]}}] if found else []


def dependency(name):
    package, version, architecture, source = output(
        "dpkg-query", "--show", "--showformat=${Package}\n${Version}\n${Architecture}\n${source:Package}", owner(name)
    ).split("\n")
    purl = f"pkg:deb/debian/{package}@{quote(version, safe='')}?arch={architecture}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": package,
        "version": version,
        "scope": "required",
        "licenses": license_of(package),
        "purl": purl,
        "properties": [{"name": "liblvsdr:soname", "value": name}, {"name": "liblvsdr:source", "value": source}],
    }


def bill(version, tarball, library):
    digest = hashlib.sha256(tarball.read_bytes()).hexdigest()
    time = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    reference = f"pkg:generic/lvsdr@{version}"
    components = sorted((dependency(name) for name in needed(library)), key=lambda component: component["bom-ref"])
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, digest)}",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "library",
                "bom-ref": reference,
                "name": "liblvsdr",
                "version": version,
                "hashes": [{"alg": "SHA-256", "content": digest}],
                "licenses": [{"license": {"id": "LGPL-2.1-or-later"}}],
                "purl": reference,
            },
        },
        "components": components,
        "dependencies": [{"ref": reference, "dependsOn": [component["bom-ref"] for component in components]}]
        + [{"ref": component["bom-ref"]} for component in components],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version")
    parser.add_argument("tarball", type=Path)
    parser.add_argument("library", type=Path, help="the shared library that was built of it")
    options = parser.parse_args()
    print(json.dumps(bill(options.version, options.tarball, options.library), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
