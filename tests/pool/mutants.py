#!/usr/bin/env python3
"""Damages documents and reads them between good ones: every mutant must end in an outcome, in time, and
its neighbours' records must be as if it were not there.

usage: tests/pool/mutants.py [--bin build/delibex] [--seed N] [--count N] [--jobs N] [--timeout S]
                     [--ocr WHEN] [--keep DIR] FILE|DIRECTORY…

A mutant is cut, has bits flipped, blocks spliced in from another document, moved or left out, or
numbers exchanged; which, is a matter of the seed and of its index alone. --keep DIR writes there the
mutants that broke a promise. Prints a tally of the outcomes; exits with 1 when a promise was broken.
"""
import argparse
import collections
import ctypes
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time

import bombs

OUTCOMES = set("ok ok_partial no_text zero_pages encrypted damaged not_pdf timeout memory crash output_limit "
               "unreadable not_regular vanished changed".split())
GOODS, BATCH = 6, 250
LIMIT_RSS_KB = 64 << 10
NUMBERS = [b"0", b"1", b"-1", b"65535", b"65536", b"2147483647", b"4294967296", b"99999999999999999999", b"1e38"]
ACT = """DÉLIBÉRATION n° 2024-{0:03d}

Séance du {1} mars 2024
Nombre de membres en exercice : {2}
Nombre de présents : {1}

Après en avoir délibéré, le conseil municipal décide d'approuver le budget.
"""


def cut(data, chance, _):
    return data[:chance.randrange(len(data))]


def flip(data, chance, _):
    data = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 64))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def splice(data, chance, others):
    other = chance.choice(others)
    length = chance.choice((16, 256, 4096))
    start, at = chance.randrange(len(other)), chance.randrange(len(data))
    over = chance.choice((0, length))
    return data[:at] + other[start:start + length] + data[at + over:]


def leave_out(data, chance, _):
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.choice((1, 16, 1024)):]


def exchange_numbers(data, chance, _):
    found = list(re.finditer(rb"\d+", data))
    for match in sorted(chance.sample(found, min(len(found), chance.choice((1, 4)))), key=lambda m: -m.start()):
        data = data[:match.start()] + chance.choice(NUMBERS) + data[match.end():]
    return data


WAYS = (cut, flip, flip, splice, leave_out, exchange_numbers)


def mutant(seed, index, bases):
    chance = random.Random(f"{seed}/{index}")
    data = chance.choice(bases)
    for _ in range(chance.choice((1, 1, 2, 3))):
        if data:
            data = chance.choice(WAYS)(data, chance, bases)
    return data


def bases_of(paths):
    found = []
    for path in paths:
        if os.path.isdir(path):
            for folder, folders, names in os.walk(path):
                folders.sort()
                found += [os.path.join(folder, name) for name in sorted(names)
                          if name.lower().endswith((".pdf", ".fuzz"))]
        else:
            found.append(path)
    contents = []
    for path in found:
        with open(path, "rb") as file:
            contents.append(file.read())
    return [data for data in contents if 0 < len(data) < 8 << 20]


class Watch(threading.Thread):
    """The largest memory and the number of descriptors of a process as long as it runs."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.rss, self.fds = pid, 0, 0
        self.start()

    def run(self):
        while True:
            try:
                with open(f"/proc/{self.pid}/status", encoding="latin-1") as status:
                    peak = re.search(r"VmHWM:\s+(\d+)", status.read())
                self.fds = max(self.fds, len(os.listdir(f"/proc/{self.pid}/fd")))
            except OSError:
                return
            if not peak:
                return
            self.rss = max(self.rss, int(peak.group(1)))
            time.sleep(0.05)


def adopt_orphans():
    """Makes processes whose parent ends children of this one, so that none is left unseen."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def children():
    """This process's children: what delibex left behind, once it has ended."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat", encoding="latin-1") as stat:
                parent = int(stat.read().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if parent == os.getpid():
            found.append(int(pid))
    return found


def is_sanitized(program):
    """True for a program built with AddressSanitizer, which takes memory of its own."""
    with open(program, "rb") as file:
        return b"__asan_init" in file.read()


def run(command):
    """Its exit code, its lines, what it complained of, how long it took, and the watch over it."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints)
        watch = Watch(process.pid)
        out, _ = process.communicate()
        took = time.monotonic() - started
        watch.join()
        complaints.seek(0)
        return process.returncode, out.split(b"\n")[:-1], complaints.read(), took, watch


def extract(options, paths):
    return run([options.bin, "extract", "--format", "jsonl", "--jobs", str(options.jobs), "--timeout",
                str(options.timeout), "--ocr", options.ocr, *paths])


def check_batch(options, goods, alone, batch):
    """Yields what is wrong with a batch of (index, path); adds the outcomes to the tally."""
    paths = [goods[0]]
    for place, (_, path) in enumerate(batch):
        paths += [path, goods[(place + 1) % len(goods)]]
    code, lines, _, took, watch = extract(options, paths)
    if code not in (0, 3):
        yield None, f"delibex ended with {code}"
    if len(lines) != len(paths):
        yield None, f"{len(lines)} records of {len(paths)} documents"
        return
    if watch.rss > LIMIT_RSS_KB and not is_sanitized(options.bin):
        yield None, f"delibex took {watch.rss} kB"
    options.rss, options.fds = max(options.rss, watch.rss), max(options.fds, watch.fds)
    late = 0
    for path, line in zip(paths, lines):
        if path in alone:
            if line != alone[path]:
                yield None, f"a neighbour's record differs: {line[:200]!r}"
            continue
        try:
            source = json.loads(line.decode("utf-8"))["source"]
        except ValueError as error:
            yield path, f"no record: {error}"
            continue
        if source["path"] != path or source["outcome"] not in OUTCOMES:
            yield path, f"states {source}"
        options.tally[source["outcome"]] += 1
        late += source["outcome"] == "timeout"
        if source["outcome"] in ("crash", "memory", "timeout", "output_limit"):
            options.notable.append(path)
    if took > (late + 1) * (options.timeout + 1) + len(paths):
        yield None, f"{took:.0f} s for {len(paths)} documents, {late} of which were stopped"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="build/delibex")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the index to begin with")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--timeout", type=int, default=10)
    parser.add_argument("--ocr", default="never")
    parser.add_argument("--keep")
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args()
    options.tally, options.notable, options.rss, options.fds = collections.Counter(), [], 0, 0
    bases = bases_of(options.paths)
    if not bases:
        sys.exit("no document to damage")
    adopt_orphans()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        goods = []
        for number in range(1, GOODS + 1):
            ending, act = (("pdf", bombs.good(number)) if number % 2 else
                           ("txt", ACT.format(number, number + 5, number + 9).encode()))
            goods.append(os.path.join(folder, f"good-{number}.{ending}"))
            with open(goods[-1], "wb") as file:
                file.write(act)
        code, lines, _, _, _ = extract(options, goods)
        if code != 0 or len(lines) != GOODS:
            sys.exit(f"the good documents are not read: exit code {code}")
        alone = dict(zip(goods, lines))
        for first in range(options.first, options.first + options.count, BATCH):
            batch = []
            for index in range(first, min(first + BATCH, options.first + options.count)):
                batch.append((index, os.path.join(folder, f"{options.seed}-{index}.pdf")))
                with open(batch[-1][1], "wb") as file:
                    file.write(mutant(options.seed, index, bases))
            for path, what in check_batch(options, goods, alone, batch):
                wrong += 1
                print(f"{os.path.basename(path) if path else 'batch from %d' % first}: {what}", flush=True)
                options.notable += [path] if path else []
            for _, path in batch:
                if options.keep and path in options.notable:
                    os.makedirs(options.keep, exist_ok=True)
                    os.replace(path, os.path.join(options.keep, os.path.basename(path)))
                else:
                    os.remove(path)
    left = children()
    if left:
        wrong += 1
        print(f"processes left: {left}")
    print(f"{sum(options.tally.values())} mutants of {len(bases)} documents: {dict(options.tally.most_common())}; "
          f"delibex took at most {options.rss} kB and {options.fds} descriptors; {wrong} promises broken")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
