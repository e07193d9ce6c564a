#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What a click costs when the engine is behind a slow line: sh tests/trust/remote.sh [MODEL...], as root, after a build.
# The window runs in a network namespace of its own, behind a line of DELAY ms (one way) and RATE MB/s, and reaches a real sshd through it.
# The line is tc netem where the kernel has it, else slowline.py. Everything is undone at the end.
set -e
root="$(cd "$(dirname "$0")/../.." && pwd)"
bin="$root/build/release/bin"
delay="${DELAY:-50}"
rate="${RATE:-10}"
near=nsnear
far=nsfar
space=needlescope-near
work="$(mktemp -d)"
line=
server=

undo() {
    for process in $server $line; do
        kill "$process" 2>/dev/null || true
    done
    ip netns del "$space" 2>/dev/null || true
    ip link del "$far" 2>/dev/null || true
    rm -rf "$work"
}
trap undo EXIT
trap 'exit 1' HUP INT TERM

fail() {
    echo "$1" >&2
    exit 1
}

[ "$(id -u)" = 0 ] || fail "This needs root, for a network namespace; run it with sudo."
[ -x "$bin/needlescope-windowbench" ] || fail "needlescope-windowbench is not built; build the preset release first."
sshd="$(command -v sshd || echo /usr/sbin/sshd)"
[ -x "$sshd" ] || fail "There is no sshd; install openssh-server."

ip netns add "$space"
ip link add "$near" type veth peer name "$far"
if tc qdisc add dev "$far" root netem delay "${delay}ms" rate "$((rate * 8))mbit" 2>/dev/null; then
    kind="tc netem"
    ip link set "$near" netns "$space"
    ip netns exec "$space" tc qdisc add dev "$near" root netem delay "${delay}ms" rate "$((rate * 8))mbit"
else
    kind="slowline.py"
    ip link del "$far"
    mkfifo "$work/ready"
    python3 "$root/tests/trust/slowline.py" "$near" "$far" "$delay" "$rate" >"$work/ready" &
    line=$!
    read -r _ <"$work/ready" || fail "The slow line could not be made; is there /dev/net/tun?"
    ip link set "$near" netns "$space"
fi
ip addr add 10.199.0.1/30 dev "$far"
ip link set "$far" up
ip netns exec "$space" ip addr add 10.199.0.2/30 dev "$near"
ip netns exec "$space" ip link set "$near" up
ip netns exec "$space" ip link set lo up

mkdir -p /run/sshd
for key in host user; do
    ssh-keygen -q -t ed25519 -N '' -f "$work/$key"
done
cp "$work/user.pub" "$work/authorized_keys"
cat >"$work/sshd_config" <<EOF
ListenAddress 10.199.0.1:2222
HostKey $work/host
AuthorizedKeysFile $work/authorized_keys
PidFile none
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
EOF
"$sshd" -D -e -f "$work/sshd_config" 2>"$work/sshd.log" &
server=$!
printf '[10.199.0.1]:2222 %s\n' "$(cat "$work/host.pub")" >"$work/known"
mkdir "$work/path"
cat >"$work/path/ssh" <<EOF
#!/bin/sh
exec $(command -v ssh) -F /dev/null -o IdentityFile=$work/user -o IdentitiesOnly=yes -o IdentityAgent=none -o UserKnownHostsFile=$work/known "\$@"
EOF
cat >"$work/engine" <<EOF
#!/bin/sh
export NEEDLESCOPE_RESOURCES='$root/resources' NEEDLESCOPE_RUNS='$work/runs'
exec '$bin/needlescope-cli' "\$@"
EOF
chmod +x "$work/path/ssh" "$work/engine"

echo "$kind: $delay ms each way, $rate MB/s"
ip netns exec "$space" ping -c 3 -q 10.199.0.1 2>/dev/null | tail -1 || true
for model in "${@:-demo}"; do
    echo "$model"
    PATH="$work/path:$PATH" NEEDLESCOPE_RESOURCES="$root/resources" QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES=default.warning=false ip netns exec "$space" \
        "$bin/needlescope-windowbench" --far "ssh://10.199.0.1:2222?engine=$work/engine" --model "$model" --interface "$near"
done
