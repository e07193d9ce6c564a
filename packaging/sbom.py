# SPDX-License-Identifier: GPL-3.0-or-later
# sbom.py ROOT: what the programs and libraries under ROOT are linked with, directly and through others, as CycloneDX 1.5 in JSON: every Debian package with
# its version, and which needs which. Its time is SOURCE_DATE_EPOCH.
import datetime
import functools
import json
import os
import pathlib
import subprocess
import sys


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | {"LC_ALL": "C"}).stdout


def is_elf(path):
    return path.is_file() and not path.is_symlink() and path.open("rb").read(4) == b"\x7fELF"


def needed(path):
    """The names of the libraries that a file itself asks for."""
    return [line.split()[1] for line in said("objdump", "-p", path).splitlines() if line.strip().startswith("NEEDED")]


def places(path):
    """Where the loader finds each library that a file needs, by name."""
    found = {}
    for line in said("ldd", path).splitlines():
        words = line.split()
        if "=>" in words and words[2].startswith("/"):
            found[words[0]] = os.path.realpath(words[2])
        elif words[0].startswith("/"):  # the loader itself
            found[os.path.basename(words[0])] = os.path.realpath(words[0])
    return found


@functools.cache
def package_of(path):
    """Debian 12 has some folders under two names, and its database only one of them."""
    for name in (path, path.removeprefix("/usr"), "/usr" + path):
        owner = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True)
        if owner.returncode == 0:
            return owner.stdout.split(": ")[0].split(",")[0]
    raise SystemExit(f"sbom.py: no package has '{path}'.")


@functools.cache
def component(package):
    name, version, source, architecture = said(
        "dpkg-query", "-W", "-f=${Package}\t${Version}\t${source:Package}\t${Architecture}", package).split("\t")
    reference = f"pkg:deb/debian/{name}@{version}?arch={architecture}&distro=debian-12"
    return {"type": "library", "bom-ref": reference, "name": name, "version": version, "purl": reference.replace("+", "%2B"),
            "properties": [{"name": "debian:source", "value": source}]}


def main(root):
    control = dict(line.split(": ", 1) for line in said("dpkg-parsechangelog").splitlines() if ": " in line)
    product = {"type": "application", "bom-ref": "needlescope", "name": control["Source"], "version": control["Version"],
               "licenses": [{"license": {"id": "GPL-3.0-or-later"}}]}
    needs = {product["bom-ref"]: set()}
    seen = {}

    def follow(file, asker, where):
        for library in needed(file):
            path = where.get(library)
            if path is None:
                raise SystemExit(f"sbom.py: '{library}', which '{file}' needs, is not installed.")
            found = component(package_of(path))
            if found["bom-ref"] != asker:
                needs[asker].add(found["bom-ref"])
            if path not in seen:
                seen[path] = found
                needs.setdefault(found["bom-ref"], set())
                follow(path, found["bom-ref"], where)

    for file in sorted(filter(is_elf, pathlib.Path(root).rglob("*"))):
        follow(file, product["bom-ref"], places(file))

    time = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    components = {each["bom-ref"]: each for each in seen.values()}
    json.dump({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"), "component": product},
        "components": [components[each] for each in sorted(components)],
        "dependencies": [{"ref": each, "dependsOn": sorted(needs[each])} for each in sorted(needs)],
    }, sys.stdout, indent=1)
    print()


main(sys.argv[1])
