"""Counts how often files below a directory are opened, as the kernel tells it (inotify)."""
import ctypes
import os
import struct

# Closing is watched too: of the same event twice in a row the kernel tells once.
IN_OPEN, IN_CLOSE, IN_Q_OVERFLOW, IN_ISDIR = 0x20, 0x18, 0x4000, 0x40000000
HEADER = struct.Struct("iIII")


class Openings:
    def __init__(self, top):
        library = ctypes.CDLL(None, use_errno=True)
        self.fd = library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        for directory, _, _ in os.walk(top):
            if library.inotify_add_watch(self.fd, os.fsencode(directory), IN_OPEN | IN_CLOSE) < 0:
                raise OSError(ctypes.get_errno(), "inotify_add_watch")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.fd)

    def count(self):
        """How many since it was made, or the last time it was asked."""
        opened = 0
        while True:
            try:
                events = os.read(self.fd, 1 << 16)
            except BlockingIOError:
                return opened
            at = 0
            while at < len(events):
                _, mask, _, length = HEADER.unpack_from(events, at)
                if mask & IN_Q_OVERFLOW:
                    raise OverflowError("more openings than the kernel remembers")
                opened += bool(mask & IN_OPEN and not mask & IN_ISDIR)
                at += HEADER.size + length
