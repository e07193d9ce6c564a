#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing is lost: kills, stops, full disks, clocks that go back, and so on, with the real programs. Each trial prints its figure.

losesnothing.py [--small] [TRIAL ...]    --small: seconds instead of minutes, as ctest runs it; no TRIAL: all

NEEDLESCOPE_BIN names the folder of the programs (default: build/release/bin). What mounts needs root, and is skipped without.
"""
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engine import BIN, CLI, ROOT, Died, Engine, Failed, needle_request

SMALL = "--small" in sys.argv
SCRATCH = Path(tempfile.mkdtemp(prefix="needlescope-trust-"))
ENVIRONMENT = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "QT_QPA_PLATFORM": "offscreen", "NEEDLESCOPE_RUNS": str(SCRATCH / "runs"),
               "HOME": str(SCRATCH / "home"), "XDG_DATA_HOME": str(SCRATCH / "data"), "XDG_CONFIG_HOME": str(SCRATCH / "config")}
random.seed(17)


class Skip(Exception):
    """This machine cannot do it; why."""


def needs_root():
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "none", str(fresh("mount"))], capture_output=True).returncode != 0:
        raise Skip("needs root, to mount")
    subprocess.run(["umount", str(SCRATCH / "mount")], check=True)


def fresh(name):
    folder = SCRATCH / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def study_command(run, samples=24, *more):
    """A detection of the demo model, of so many short samples."""
    needles = SCRATCH / "needles.jsonl"
    if not needles.exists():
        needles.write_text("".join((ROOT / "resources/needles/demo.jsonl").open().readlines()[:2]))
    depths = ",".join(f"{100 * i / (samples // 2):.2f}" for i in range(samples // 2))
    return [CLI, "detect", "demo", "--full", "--needles", str(needles), "--haystack", str(ROOT / "resources/haystacks/demo/book1.txt"),
            "--lengths", "200", "--depths", depths, "--max-tokens", "12", "--run", str(run), *more]


def study(run, samples=24, *more, environment=None):
    return subprocess.run(study_command(run, samples, *more), env={**ENVIRONMENT, **(environment or {})}, capture_output=True, text=True)


def study_request(samples=24):
    """The same for `serve`, with other words."""
    request = needle_request()
    return {"kind": "detect", "tasks": {"needles": [request["needle"]], "haystacks": [request["haystack"]], "lengths": [200],
                                        "depths": [100 * i / samples for i in range(samples)]}, "decoding": {"maxTokens": 12}}


def rows(run, seconds=True):
    """Every sample that is whole, with all that is known of it."""
    left_out = "" if seconds else "0 AS "
    with sqlite3.connect(f"file:{run}?mode=ro", uri=True) as database:
        samples = {row[0]: [row] for row in database.execute(
            f"SELECT id, item, style, length, depth, tokens, {left_out}seconds, counted FROM sample")}
        for table in ("observation", "head_scores"):
            for row in database.execute(f"SELECT * FROM {table} ORDER BY rowid"):
                samples[row[0]].append(row)
    database.close()
    return samples


def whole_run(samples=24):
    run = SCRATCH / f"whole{samples}.needle"
    if not run.exists():
        done = study(run, samples)
        assert done.returncode == 0, done.stderr
    return rows(run, seconds=False)


def opens(run):
    shown = subprocess.run([CLI, "show", str(run), "--json"], env=ENVIRONMENT, capture_output=True, text=True)
    assert shown.returncode == 0, f"{run} does not open: {shown.stderr}"
    return json.loads(shown.stdout)


def check_continues(before, run):
    """What was there is there as it was, and the file opens. The rows now."""
    if not run.exists():
        assert not before, "the run is gone"
        return {}
    if before or opens_or_is_new(run):
        opens(run)
        now = rows(run)
        for index, row in before.items():
            assert now.get(index) == row, f"sample {index} was lost or computed again"
        return now
    return {}


def opens_or_is_new(run):
    """A run that was killed before its header was written has no tables; a program that continues it writes them."""
    shown = subprocess.run([CLI, "show", str(run)], env=ENVIRONMENT, capture_output=True, text=True)
    assert shown.returncode in (0, 1), shown.returncode
    return shown.returncode == 0


def is_sentence(text):
    """One line for people, that names a cause: no stack trace, no name of a class."""
    lines = [line for line in text.strip().splitlines() if line and "\r" not in line]
    return bool(lines) and lines[-1].endswith(".") and "terminate called" not in text and "what():" not in text


# The trials. Each returns its figure.


def killed_studies():
    kills, studies, kept = (6 if SMALL else 200), 0, 0
    expected = whole_run()
    done = 0
    while done < kills:
        run = fresh("killed") / "study.needle"
        seen = {}
        while True:
            child = subprocess.Popen(study_command(run), env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                code = child.wait(random.uniform(0, 1.6) if done < kills else 600)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
                done += 1
                seen = check_continues(seen, run)
                kept += len(seen)
                continue
            assert code == 0, code
            break
        check_continues(seen, run)
        assert rows(run, seconds=False) == expected, "the run differs from one that was never killed"
        studies += 1
    return f"{done} kills of a study's program: {studies} studies of 24 samples became whole, equal to one never killed; every file opened"


def killed_engines():
    kills, done, samples = (4 if SMALL else 200), 0, 30
    run, seen, whole = SCRATCH / "runs" / "engine.needle", {}, 0
    run.parent.mkdir(parents=True, exist_ok=True)
    expected = None
    while done < kills or expected is None:
        engine = Engine(environment=ENVIRONMENT)
        request = engine.send("open", {"model": "demo", "device": "cpu"})
        work = engine.send("study", {"study": study_request(samples), "run": "engine"})
        until = time.monotonic() + (random.uniform(0.05, 1.8) if done < kills else 60)
        ended = False
        while not ended and time.monotonic() < until:
            try:
                message = engine.read(max(0.001, until - time.monotonic()))
            except TimeoutError:
                break
            assert message["type"] != "error", message
            ended = message["id"] == work and message["type"] == "result"
        engine.kill()
        seen = check_continues(seen, run)
        if ended:
            now = rows(run, seconds=False)
            assert len(now) == samples and (expected is None or now == expected), "a run differs from another of the same study"
            expected, seen, whole = now, {}, whole + 1
            run.unlink()
        else:
            done += 1
        assert not leftover(engine.pid), "a process of the engine outlives it"
    return f"{done} kills of the engine while it studied: {whole} runs became whole, all equal; every file opened"


def leftover(parent):
    """Processes whose parent was this one, a while after it ended. (A child of a dead process has another parent, so it is found by its words.)"""
    for _ in range(50):
        found = subprocess.run(["pgrep", "-g", str(parent)], capture_output=True, text=True).stdout.split()
        if not found:
            return []
        time.sleep(0.1)
    return found


def window(*arguments, **keywords):
    environment = {**ENVIRONMENT, "NEEDLESCOPE_TIME_FIRST_FRAME": "1", **keywords.pop("environment", {})}
    return subprocess.Popen([str(BIN / "needlescope"), *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                            text=True, start_new_session=True, **keywords)


def children(pid):
    return [int(child) for child in subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()]


def engine_of(program, patience=20):
    for _ in range(patience * 20):
        found = children(program.pid)
        if found:
            return found[0]
        time.sleep(0.05)
    raise AssertionError("the window has no engine")


def alive(pid):
    try:
        return open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def killed_windows():
    kills = 2 if SMALL else 50
    for _ in range(kills):
        program = window("demo")
        time.sleep(random.uniform(0.1, 3))
        engines = children(program.pid)
        engines += [grandchild for engine in engines for grandchild in children(engine)]
        program.kill()
        program.wait()
        program.stderr.close()
        until = time.monotonic() + 20
        while any(alive(engine) for engine in engines) and time.monotonic() < until:
            time.sleep(0.05)
        still = [subprocess.run(["ps", "-o", "pid,ppid,stat,etime,wchan:20,args", "-p", str(engine)], capture_output=True, text=True).stdout
                 for engine in engines if alive(engine)]
        assert not still, f"an engine outlives its window: {still}"
    for session in SCRATCH.glob("data/**/*.nscope"):
        json.loads(session.read_text())
    program = window("demo")
    line = next(line for line in program.stderr if "first frame" in line)
    program.kill()
    program.wait()
    program.stderr.close()
    return f"{kills} kills of the window: no engine outlived it, and it started again ({line.strip()})"


def stopped():
    seconds = 2 if SMALL else 120
    engine = Engine(environment=ENVIRONMENT)
    engine.call("open", {"model": "demo", "device": "cpu"})
    work = engine.send("study", {"study": study_request(30), "run": ""})
    engine.read()
    os.kill(engine.pid, signal.SIGSTOP)
    time.sleep(seconds)
    os.kill(engine.pid, signal.SIGCONT)
    summary = engine.end(work)
    assert summary["nSamples"] == 30, summary["nSamples"]
    assert engine.leave() == 0
    program = window("demo")
    held = engine_of(program)
    time.sleep(2)
    for pids in ([program.pid], [held], [program.pid, held]):
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        time.sleep(seconds)
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
        time.sleep(1)
        assert program.poll() is None and alive(held), "a stop was the end"
    assert children(program.pid) == [held], "the engine was started anew"
    program.terminate()
    program.wait(20)
    program.stderr.close()
    return f"engine, window and both stopped for {seconds} s each: the study ended with its 30 samples, and window and engine went on"


def full_disk():
    needs_root()
    place = fresh("full")
    expected = whole_run()
    told, sizes = 0, range(4, 40 if SMALL else 260, 12 if SMALL else 4)
    for size in sizes:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", str(place)], check=True)
        try:
            run = place / "study.needle"
            done = study(run)
            if done.returncode != 0:
                assert done.returncode == 1 and is_sentence(done.stderr), (done.returncode, done.stderr)
                assert re.search("disk is full|No space left|cannot be", done.stderr), done.stderr
                told += 1
            seen = check_continues({}, run)
            subprocess.run(["mount", "-o", "remount,size=10m", str(place)], check=True)
            done = study(run)
            assert done.returncode == 0, done.stderr
            check_continues(seen, run)
            assert rows(run, seconds=False) == expected, "the run differs from one that always had room"
        finally:
            subprocess.run(["umount", str(place)], check=True)
    return f"disks of {sizes[0]} to {sizes[-1]} kB: {told} of {len(sizes)} were full, each said so, and went on to the same result with more room"


def vanished():
    needs_root()
    place = fresh("vanished")
    expected = whole_run(60)
    told = []
    for how in ("read-only", "renamed", "unmounted"):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=10m", "none", str(place)], check=True)
        folder = place / "runs"
        folder.mkdir()
        run = folder / "study.needle"
        child = subprocess.Popen(study_command(run, 60), env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while child.poll() is None and (not run.exists() or run.stat().st_size < 60000):
            time.sleep(0.01)
        if how == "read-only":
            subprocess.run(["mount", "--bind", str(place), str(place)], check=True)  # over what is in use, which may not be made so
            subprocess.run(["mount", "-o", "remount,bind,ro", str(place)], check=True)
        elif how == "renamed":
            folder.rename(place / "elsewhere")
        else:
            subprocess.run(["umount", "-l", str(place)], check=True)
        errors = child.communicate()[1]
        assert child.returncode == 1 and is_sentence(errors), (how, child.returncode, errors)
        if how == "renamed":
            (place / "elsewhere").rename(folder)
            done = study(run, 60)
            assert done.returncode == 0 and rows(run, seconds=False) == expected, done.stderr
        told.append(f"{how}: {errors.strip().splitlines()[-1].replace(str(SCRATCH), '')}")
        while subprocess.run(["umount", str(place)], capture_output=True).returncode == 0:
            pass
    return "folders that go away under a study: " + "; ".join(told)


def little_memory():
    """The address space of the engine is limited, to the last size at which all works."""
    step = 400 if SMALL else 25
    ends = {"answered": 0, "told": 0, "not started": 0}
    sentences = set()
    for megabytes in range(200, 1400, step):
        def limit(size=megabytes << 20):
            resource.setrlimit(resource.RLIMIT_AS, (size, size))
        engine = Engine(environment={**ENVIRONMENT, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}, before=limit, hello=False)
        try:
            engine.read(20)
            engine.write({"id": 0, "type": "hello", "body": {"program": "trust", "protocol": 2}})
            engine.call("open", {"model": "demo", "device": "cpu"})
            prompt = engine.call("compose", needle_request(1000))
            engine.call("generate", {"promptHandle": prompt["handle"], "maxTokens": 16})
            ends["answered"] += 1
        except Failed as error:
            ends["told"] += 1
            sentences.add(re.sub(r"\d+", "N", str(error)))
            assert str(error).endswith("."), error
            engine.call("runs", {})  # and it lives
        except Died as error:
            assert error.args[0] >= 0 or megabytes < 700, f"killed by signal {-error.args[0]} at {megabytes} MB"
            ends["not started"] += 1
        finally:
            engine.process.kill()
            engine.process.wait()
    return f"address space of 200 to 1,400 MB: {ends}, told as: {' | '.join(sorted(sentences))}"


def memory_group():
    """A folder for a control group of its own, and the name of its limit."""
    for root, limit in (("/sys/fs/cgroup/memory", "memory.limit_in_bytes"), ("/sys/fs/cgroup", "memory.max")):
        group = Path(root) / f"needlescope-trust-{os.getpid()}"
        try:
            group.mkdir()
        except OSError:
            continue
        if (group / limit).exists():
            return group, limit
        group.rmdir()
    raise Skip("needs root and control groups with memory")


def killed_for_memory():
    """The kernel kills a study that passes the limit of its control group; with more memory it goes on."""
    group, limit = memory_group()
    expected = whole_run()
    ends = {"done": 0, "told": 0, "killed": 0}
    try:
        for megabytes in range(20, 200, 60 if SMALL else 10):
            (group / limit).write_text(str(megabytes << 20))
            run = fresh("group") / "study.needle"
            done = subprocess.run(study_command(run), env=ENVIRONMENT, capture_output=True, text=True,
                                  preexec_fn=lambda: (group / "cgroup.procs").write_text(str(os.getpid())))
            assert done.returncode in (0, 1, -signal.SIGKILL), done
            assert done.returncode != 1 or is_sentence(done.stderr), done.stderr
            ends[{0: "done", 1: "told"}.get(done.returncode, "killed")] += 1
            seen = check_continues({}, run)
            again = study(run)
            assert again.returncode == 0, again.stderr
            check_continues(seen, run)
            assert rows(run, seconds=False) == expected, "the run differs from one that always had memory"
    finally:
        group.rmdir()
    return f"control groups of 20 to 190 MB: {ends}; each went on with more, to the same result"


BACK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
#include <sys/time.h>
static long calls;
static void back(long *seconds) { *seconds -= 3600 * (++calls / 5); }
int clock_gettime(clockid_t id, struct timespec *time)
{
    int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    int code = real(id, time);
    if (id == CLOCK_REALTIME) back(&time->tv_sec);
    return code;
}
int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
    int (*real)(struct timeval *, void *) = dlsym(RTLD_NEXT, "gettimeofday");
    int code = real(time, zone);
    back(&time->tv_sec);
    return code;
}
"""


def clock_set_back():
    if not shutil.which("cc"):
        raise Skip("needs a C compiler")
    library = SCRATCH / "back.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-xc", "-", "-o", str(library), "-ldl"], input=BACK, text=True, check=True)
    run = fresh("clock") / "study.needle"
    done = study(run, environment={"LD_PRELOAD": str(library)})
    assert done.returncode == 0, done.stderr
    assert rows(run, seconds=False) == whole_run(), "the clock changes the result"
    assert all(0 <= sample[0][6] < 60 for sample in rows(run).values()), "a sample took no time, or hours"
    child = subprocess.run(study_command(run), env={**ENVIRONMENT, "LD_PRELOAD": str(library)}, capture_output=True)
    assert child.returncode == 0
    return "the clock goes back an hour at every fifth look: the same 24 samples, none of negative duration"


def two_writers():
    trials = 2 if SMALL else 20
    expected = whole_run()
    told = 0
    for _ in range(trials):
        run = fresh("two") / "study.needle"
        both = [subprocess.Popen(study_command(run), env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
                for _ in range(2)]
        ends = [(child.communicate()[1], child.returncode) for child in both]
        codes = sorted(code for _, code in ends)
        assert codes in ([0, 0], [0, 1]), ends
        if codes == [0, 1]:
            error = next(text for text, code in ends if code == 1)
            assert "is being written by another study" in error or "another program is using it" in error, error
            told += 1
        assert rows(run, seconds=False) == expected, "two writers made another run"
    return f"{trials} pairs of programs on one run: {told} times one was told, and the run was whole every time"


def damaged_pages():
    good = SCRATCH / "whole24.needle"
    whole_run()
    data = good.read_bytes()
    pages = list(range(len(data) // 4096))
    pages = random.sample(pages, 2) if SMALL else pages
    counts = {"refused in a sentence": 0, "read in part": 0, "read whole": 0}
    for page in pages:
        for noise in (bytes(4096), random.randbytes(4096)):
            run = fresh("damaged") / "study.needle"
            run.write_bytes(data[:4096 * page] + noise + data[4096 * (page + 1):])
            shown = subprocess.run([CLI, "show", str(run), "--json"], env=ENVIRONMENT, capture_output=True, text=True)
            assert shown.returncode in (0, 1), (page, shown.returncode, shown.stderr)
            if shown.returncode == 1:
                assert is_sentence(shown.stderr) and "study.needle" in shown.stderr, shown.stderr
                counts["refused in a sentence"] += 1
            elif "is damaged" in shown.stderr:
                counts["read in part"] += 1
            else:
                assert json.loads(shown.stdout)["summary"]["nSamples"] == 24, page
                counts["read whole"] += 1
    return f"each of {len(pages)} pages of a run zeroed, then noise: {counts}"


def level():
    """Proportional set size of the engine, in MB, and that of what it forks."""
    clicks, models, samples = (240, 10, 60) if SMALL else (1000, 100, 10000)

    def size():
        return sum(int(line.split()[1]) for line in open(f"/proc/{engine.pid}/smaps_rollup") if line.startswith(("Pss_Anon", "Pss_Shmem"))) / 1024
    engine = Engine(environment=ENVIRONMENT)
    names = ["demo", "demo-long", "demo-chat", "demo-moe", "demo-other"]
    figures = []

    def measure(what, count, act):
        warm = count // 2  # what is kept on purpose is kept by then
        for i in range(warm):
            act(i)
        before = size()
        for i in range(count - warm):
            act(warm + i)
        after = size()
        figures.append(f"{count} {what}: {before:.0f} to {after:.0f} MB")
        assert after < before * 1.1 + 20, figures[-1]
    measure("models opened", models, lambda i: engine.call("open", {"model": names[i % 5], "device": "cpu"}))
    engine.call("open", {"model": "demo", "device": "cpu"})
    prompt = engine.call("compose", needle_request(400))

    def click(i):
        heads = [[i % 8, i // 8 % 8]]
        trace = engine.call("generate", {"promptHandle": prompt["handle"], "maxTokens": 16, "intervention": {
            "heads": heads, "kind": "uniform", "scope": "decode"}}, on_other=lambda message: None)
        engine.call("attention", {"traceId": trace["traceId"], "step": 0, "heads": heads})
    measure("clicks", clicks, click)

    last = [0]

    def sample_batch(_):
        request = study_request(samples // 10)
        request["tasks"]["lengths"] = [64]
        request["decoding"] = {"maxTokens": 2}
        engine.call("study", {"study": request, "run": ""}, on_other=lambda message: None, patience=600)
    for _ in range(2):
        sample_batch(0)
    before = size()
    for _ in range(8):
        sample_batch(0)
    after = size()
    figures.append(f"{samples} samples: {before:.0f} to {after:.0f} MB")
    assert after < before * 1.1 + 20, figures[-1]
    engine.kill()
    return "memory of the engine's own: " + "; ".join(figures)


def threads():
    expected = None
    counts = (1, 2) if SMALL else (1, 2, 3, 4)
    for count in counts:
        run = fresh("threads") / "study.needle"
        done = study(run, environment={"OMP_NUM_THREADS": str(count), "OPENBLAS_NUM_THREADS": str(count)})
        assert done.returncode == 0, done.stderr
        now = rows(run, seconds=False)
        assert expected is None or now == expected, f"{count} threads give other samples"
        expected = now
    return f"the same study with {', '.join(map(str, counts))} threads: the same bytes in every sample, scores included"


def no_listener():
    """Of the window and all its children."""
    program = window("demo")
    engine_of(program)
    time.sleep(3)
    pids = [program.pid]
    for pid in pids:
        pids += children(pid)
    inodes = {os.readlink(f"/proc/{pid}/fd/{fd}")[8:-1] for pid in pids for fd in os.listdir(f"/proc/{pid}/fd")
              if os.readlink(f"/proc/{pid}/fd/{fd}").startswith("socket:")}
    listening = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[9] in inodes and (table.startswith("udp") or fields[3] == "0A"):
                listening.append(f"{table} {fields[1]}")
    for line in Path("/proc/net/unix").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[6] in inodes and int(fields[3], 16) & 0x10000:
            listening.append("unix " + fields[-1])
    program.terminate()
    program.wait(20)
    program.stderr.close()
    assert not listening, listening
    return f"{len(pids)} processes (window, engine, the one that fetches) with {len(inodes)} sockets: none listens"


TRIALS = [killed_studies, killed_engines, killed_windows, stopped, full_disk, vanished, little_memory, killed_for_memory, clock_set_back,
          two_writers, damaged_pages, level, threads, no_listener]


def main():
    wanted = [argument for argument in sys.argv[1:] if argument != "--small"]
    failed = 0
    for trial in TRIALS:
        if wanted and trial.__name__ not in wanted:
            continue
        begin = time.monotonic()
        try:
            figure = trial()
        except Skip as why:
            figure = f"skipped: {why}"
        except Exception as error:  # the other trials are of interest, too
            figure, failed = f"FAILED: {type(error).__name__}: {error}", failed + 1
        print(f"{trial.__name__} ({time.monotonic() - begin:.0f} s): {figure}", flush=True)
    shutil.rmtree(SCRATCH, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
