# SPDX-License-Identifier: GPL-3.0-or-later
"""A `needlescope-cli serve` driven through its pipes, as the window does it (engine/api/message.h)."""
import os
import select
import struct
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("NEEDLESCOPE_BIN", ROOT / "build/release/bin"))
CLI = str(BIN / "needlescope-cli")
PROTOCOL = 2


def encode(value):
    """CBOR (RFC 8949) of what JSON can say."""
    def head(kind, size):
        if size < 24:
            return bytes([kind << 5 | size])
        for code, form in ((24, ">B"), (25, ">H"), (26, ">I"), (27, ">Q")):
            if size < 1 << 8 * struct.calcsize(form):
                return bytes([kind << 5 | code]) + struct.pack(form, size)
        raise ValueError(size)
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", False: b"\xf4", True: b"\xf5"}[value]
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, (list, tuple)):
        return head(4, len(value)) + b"".join(map(encode, value))
    return head(5, len(value)) + b"".join(encode(key) + encode(item) for key, item in value.items())


def decode(data, at=0):
    """The value at a place, and the place behind it."""
    kind, size = data[at] >> 5, data[at] & 31
    at += 1
    if kind == 7:
        if size in (25, 26, 27):
            form = {25: ">e", 26: ">f", 27: ">d"}[size]
            return struct.unpack_from(form, data, at)[0], at + struct.calcsize(form)
        return {20: False, 21: True, 22: None}[size], at
    if size >= 24:
        form = {24: ">B", 25: ">H", 26: ">I", 27: ">Q"}[size]
        size, at = struct.unpack_from(form, data, at)[0], at + struct.calcsize(form)
    if kind == 0:
        return size, at
    if kind == 1:
        return -1 - size, at
    if kind in (2, 3):
        text = data[at:at + size]
        return (text if kind == 2 else text.decode("utf-8", "replace")), at + size
    if kind == 4:
        items = []
        for _ in range(size):
            item, at = decode(data, at)
            items.append(item)
        return items, at
    if kind == 6:
        return decode(data, at)
    items = {}
    for _ in range(size):
        key, at = decode(data, at)
        items[key], at = decode(data, at)
    return items, at


class Died(Exception):
    """The engine ended."""


class Failed(Exception):
    """The engine answered with an error; its sentence."""


class Engine:
    def __init__(self, *options, environment=None, folders=(), before=None, hello=True):
        self.process = subprocess.Popen([CLI, "serve", *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
                                        env={**os.environ, "OMP_WAIT_POLICY": "PASSIVE", **(environment or {})}, preexec_fn=before)
        self.pid = self.process.pid
        self.buffer = b""
        self.last = 0
        self.others = []  # messages that answered something else than what was waited for
        if hello:
            self.write({"id": 0, "type": "hello", "body": {"program": "trust", "protocol": PROTOCOL, "folders": list(folders)}})

    def write(self, message):
        frame = encode(message)
        try:
            self.process.stdin.write(struct.pack("<I", len(frame)) + frame)
        except BrokenPipeError as error:
            raise Died(self.process.wait()) from error

    def send(self, type_, body):
        self.last += 1
        self.write({"id": self.last, "type": type_, "body": body})
        return self.last

    def read(self, patience=120):
        until = time.monotonic() + patience
        while True:
            if len(self.buffer) >= 4:
                size = struct.unpack_from("<I", self.buffer)[0]
                if len(self.buffer) >= 4 + size:
                    message = decode(self.buffer[4:4 + size])[0]
                    self.buffer = self.buffer[4 + size:]
                    return message
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise TimeoutError(f"The engine said nothing for {patience} seconds.")
            data = os.read(self.process.stdout.fileno(), 1 << 20)
            if not data:
                raise Died(self.process.wait())
            self.buffer += data

    def end(self, request, on_other=None, patience=120):
        """What ends a request; all else goes to on_other."""
        while True:
            message = self.read(patience)
            if message["id"] == request and message["type"] in ("result", "error", "cancelled"):
                if message["type"] == "error":
                    raise Failed(message["body"]["message"])
                return message["body"]
            (on_other or self.others.append)(message)

    def call(self, type_, body, **keywords):
        return self.end(self.send(type_, body), **keywords)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def leave(self, patience=10):
        self.process.stdin.close()
        code = self.process.wait(patience)
        self.process.stdout.close()
        return code


def needle_request(length=300, depth=50.0):
    """A question that the shipped demo model answers."""
    import json
    line = (ROOT / "resources/needles/demo.jsonl").read_text().splitlines()[0]
    text = (ROOT / "resources/haystacks/demo/book1.txt").read_text()
    needle = json.loads(line)
    return {"needle": needle, "haystack": {"name": "book1", "text": text}, "length": length, "depth": depth}
