# SPDX-License-Identifier: GPL-3.0-or-later
# sbom.py ROOT: what the programs and libraries under ROOT are linked with, directly and through others, as CycloneDX 1.5 in JSON: every Debian package with
# its version, and which needs which. Its time is SOURCE_DATE_EPOCH.
import datetime
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


def components_of(paths):
    """The package of each file. Debian 12 has some folders under two names, and its database only one of them."""
    names = {name: path for path in paths for name in (path, path.removeprefix("/usr"), "/usr" + path)}
    lines = subprocess.run(["dpkg-query", "-S", *sorted(names)], capture_output=True, text=True).stdout.splitlines()
    owners = {names[path]: owner for owner, path in (line.split(": ", 1) for line in lines) if path in names}
    for path in set(paths) - set(owners):
        raise SystemExit(f"sbom.py: no package has '{path}'.")
    told = said("dpkg-query", "-W", "-f=${binary:Package}\t${Package}\t${Version}\t${source:Package}\t${Architecture}\n", *sorted(set(owners.values())))
    packages = {}
    for line in told.splitlines():
        package, name, version, source, architecture = line.split("\t")
        purl = f"pkg:deb/debian/{name}@{version.replace('+', '%2B')}?arch={architecture}&distro=debian-12"
        packages[package] = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl,
                             "properties": [{"name": "debian:source", "value": source}]}
    return {path: packages.get(owner) or packages[owner.split(":")[0]] for path, owner in owners.items()}


def main(root):
    control = dict(line.split(": ", 1) for line in said("dpkg-parsechangelog").splitlines() if ": " in line)
    product = {"type": "application", "bom-ref": "needlescope", "name": control["Source"], "version": control["Version"],
               "licenses": [{"license": {"id": "GPL-3.0-or-later"}}]}
    needs = {product["bom-ref"]: set()}
    files = sorted(filter(is_elf, pathlib.Path(root).rglob("*")))
    where = {name: path for file in files for name, path in places(file).items()}
    packages = components_of(sorted(set(where.values())))
    seen = set()

    def follow(file, asker):
        for library in needed(file):
            if library not in where:
                raise SystemExit(f"sbom.py: '{library}', which '{file}' needs, is not installed.")
            path = where[library]
            found = packages[path]["bom-ref"]
            needs.setdefault(found, set())
            if found != asker:
                needs[asker].add(found)
            if path not in seen:
                seen.add(path)
                follow(path, found)

    for file in files:
        follow(file, product["bom-ref"])

    time = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    components = {packages[path]["bom-ref"]: packages[path] for path in seen}
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
