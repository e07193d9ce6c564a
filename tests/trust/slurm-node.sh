#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# slurm-node.sh FOLDER COMMAND...: starts a Slurm of this one machine, runs the command on it, and ends it. Its configuration, its key and what it keeps are in
# FOLDER, which is made. Needs slurmctld, slurmd, slurm-client and munge, and root; no systemd.
set -eu
folder="$(realpath -m "$1")"
shift
for program in slurmctld slurmd munged sbatch; do
    command -v $program >/dev/null || PATH="$PATH:/usr/sbin"
    command -v $program >/dev/null || { echo "slurm-node.sh: there is no $program; apt-get install slurmctld slurmd slurm-client munge" >&2; exit 1; }
done
mkdir -p "$folder/munge" "$folder/state" "$folder/spool" "$folder/log"
chmod 700 "$folder/munge"
(umask 077 && dd if=/dev/urandom of="$folder/munge/key" bs=128 count=1 2>/dev/null)

socket="$folder/munge.socket"
host="$(hostname -s)"
cat >"$folder/slurm.conf" <<END
ClusterName=trust
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
AuthType=auth/munge
AuthInfo=socket=$socket
CredType=cred/munge
SlurmUser=root
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldLogFile=$folder/log/slurmctld
SlurmdLogFile=$folder/log/slurmd
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=2
MpiDefault=none
JobCompType=jobcomp/none
KillWait=5
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF="$folder/slurm.conf"

stop() {
    scancel --user="$(id -un)" 2>/dev/null || true
    for pid in slurmctld slurmd; do
        [ ! -s "$folder/$pid.pid" ] || kill "$(cat "$folder/$pid.pid")" 2>/dev/null || true
    done
    munged --stop --socket="$socket" >/dev/null 2>&1 || true
}
trap stop EXIT
trap 'exit 1' INT TERM

munged --force --socket="$socket" --key-file="$folder/munge/key" --pid-file="$folder/munged.pid" --log-file="$folder/log/munged" \
    --seed-file="$folder/munge/seed" 2>>"$folder/log/munged.start"
slurmctld -c
slurmd -c
for try in $(seq 30); do
    [ "$(sinfo --noheader --format=%T 2>/dev/null)" != idle ] || break
    sleep 1
done
[ "$(sinfo --noheader --format=%T)" = idle ] || { echo "slurm-node.sh: the node did not come up; see $folder/log." >&2; exit 1; }
"$@"
