# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by start.sh, test.sh, lint.sh, deb.sh and realmodel.sh: goes to the project's root and installs the Debian packages that are missing, those of
# $packages or of packages.txt.

cd "$(dirname "$0")/.." || exit 1

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "packaging/prepare.sh: packages are missing and this is neither root nor is there sudo; install them with: apt-get install $missing" >&2
        return 1
    fi
}

# install_missing FILE: the packages that FILE lists, one a line
install_missing() {
    missing=
    for package in $(grep -v '^#' "$1"); do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    echo "Installing:$missing" >&2
    as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

install_missing "${packages:-packaging/packages.txt}" || exit 1
