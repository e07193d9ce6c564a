#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# installed.sh PACKAGE.deb [ROOT]: installs the package in a clean Debian 12 that debootstrap makes in the folder ROOT (build/installed), and has a user
# without rights or network run what a user runs. As root; ROOT is made anew and removed at the end, if all went well.
set -eu
package="$(realpath "$1")"
root="$(realpath -m "${2:-build/installed}")"

say() {
    echo "== $*"
}

# A user of that system; no network, and nothing of this system's environment.
as_user() {
    unshare --net chroot "$root" runuser -u user -- env -i HOME=/home/user PATH=/usr/bin:/bin LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen "$@"
}

unmount() {
    umount "$root/proc" 2>/dev/null || true
}

[ ! -e "$root" ] || { echo "installed.sh: '$root' is there already; remove it first." >&2; exit 1; }
trap unmount EXIT
debootstrap --variant=minbase bookworm "$root" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
mount -t proc proc "$root/proc"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp "$package" "$root/tmp/needlescope.deb"
chroot "$root" apt-get install -y -qq --no-install-recommends /tmp/needlescope.deb >>"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
chroot "$root" useradd --create-home user
say "installed, with $(chroot "$root" dpkg-query -W | wc -l) packages in all, $(du -shx "$root" | cut -f 1)"

say "needlescope-cli --version"
as_user needlescope-cli --version
say "needlescope-figures --version"
as_user needlescope-figures --version
say "needlescope-cli models"
as_user needlescope-cli models
say "generate, with all heads and without the three best"
for mask in "" "--mask-top 3"; do
    as_user needlescope-cli generate demo $mask --length 256 --question "What is the best thing to do in San Francisco?" \
        --needle "The best thing to do in San Francisco is eat a sandwich and sit in Dolores Park on a sunny day."
done
say "detect, and its figures"
as_user needlescope-cli detect demo --lengths 256 --depths 0,50,100 --run /home/user/demo.needle --out /home/user/figures
as_user find /home/user/figures -type f -size +0
say "the window shows its first frame with the demo, goes on for ten seconds, and has its engine"
as_user env NEEDLESCOPE_TIME_FIRST_FRAME=1 sh -ec '
    needlescope demo 2>/home/user/window.log & window=$!
    sleep 10
    kill -0 $window
    grep -q needlescope-cli "/proc/$(cut -d " " -f 1 /proc/$window/task/$window/children)/cmdline"
    kill $window
    cat /home/user/window.log
    grep -q "first frame" /home/user/window.log'
say "the types of its files"
for suffix in needle nscope gguf; do
    grep "\*\.$suffix\$" "$root/usr/share/mime/globs2"
done

chroot "$root" apt-get purge -y -qq needlescope >>"$root.log" 2>&1
left="$(find "$root/usr" "$root/etc" "$root/var" -path "$root/var/lib/dpkg" -prune -o -path "$root/var/log" -prune -o -iname '*needlescope*' -print)"
[ -z "$left" ] || { echo "purging left: $left" >&2; exit 1; }
say "purged without a trace"
unmount
rm -rf "$root" "$root.log"
