#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A slow line between two TUN interfaces: what tc netem does, for kernels without it.

usage: slowline.py NEAR FAR DELAY_MS MEGABYTES_PER_SECOND
Makes both interfaces, says "ready", and carries packets both ways, each direction with its own queue, until it is ended.
"""
import collections
import fcntl
import os
import selectors
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x0001 | 0x1000
QUEUE_BYTES = 1 << 20  # as a router has; what is more is dropped, and TCP slows down


def tun(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN_NO_PI))
    return device


class Direction:
    def __init__(self, source, target, delay, rate):
        self.source, self.target, self.delay, self.rate = source, target, delay, rate
        self.free = 0.0  # when the line has sent what it holds
        self.waiting = collections.deque()  # (when, packet)

    def take(self):
        try:
            packet = os.read(self.source, 65536)
        except BlockingIOError:
            return
        now = time.monotonic()
        self.free = max(self.free, now) + len(packet) / self.rate
        if (self.free - now) * self.rate <= QUEUE_BYTES:
            self.waiting.append((self.free + self.delay, packet))

    def give(self):
        now = time.monotonic()
        while self.waiting and self.waiting[0][0] <= now:
            try:
                os.write(self.target, self.waiting.popleft()[1])
            except OSError:
                pass  # an interface that is not up loses packets

    def next(self):
        return self.waiting[0][0] if self.waiting else None


near, far = tun(sys.argv[1]), tun(sys.argv[2])
delay, rate = float(sys.argv[3]) / 1000, float(sys.argv[4]) * 1e6
directions = [Direction(near, far, delay, rate), Direction(far, near, delay, rate)]
waiter = selectors.DefaultSelector()
for direction in directions:
    waiter.register(direction.source, selectors.EVENT_READ, direction)
print("ready", flush=True)
while True:
    times = [when for when in (direction.next() for direction in directions) if when is not None]
    timeout = max(0.0, min(times) - time.monotonic()) if times else None
    for key, _ in waiter.select(timeout):
        key.data.take()
    for direction in directions:
        direction.give()
