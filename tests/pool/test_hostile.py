"""Hostile files between good ones: exactly one record a file, good ones as if alone, bounded time and
memory, nothing left behind.

usage: test_hostile.py BUILD_DIR SOURCE_DIR

Makes its own bombs; uses the collection ../shared/hostile too where it lies beside the source.
"""

import csv
import json
import os
import re
import sys
import tempfile

import bombs
import mutants

BUILD, SOURCE = sys.argv[1], sys.argv[2]
SHARED = os.path.join(SOURCE, "..", "shared", "hostile")
DELIBEX = os.path.join(BUILD, "delibex")
TIMEOUT = 3
RSS_MOST_KB = 64 << 10
LINE_MOST = 5000  # of what is said of one document, its path included
FDS_MOST = 24  # the standard ones, the reader's socket, and an input, a result and a log a job


def extract(paths, *options):
    command = [DELIBEX, "extract", "--format", "jsonl", "--jobs", "2", "--timeout", str(TIMEOUT)]
    code, lines, complaints, took, watch = mutants.run([*command, *options, *paths])
    return code, [json.loads(line.decode("utf-8")) for line in lines], complaints, took, watch


def collection():
    """The files of the collection; all that its list names must be there."""
    if not os.path.isdir(SHARED):
        return []
    with open(os.path.join(SHARED, "MANIFEST.tsv"), encoding="utf-8", newline="") as file:
        listed = {row["file"] for row in csv.DictReader(file, delimiter="\t")}
    present = set(os.listdir(SHARED)) - {"MANIFEST.tsv"}
    assert listed == present, listed ^ present
    return sorted(os.path.join(SHARED, name) for name in present)


def write(folder, name, content):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(content)
    return path


def check_records(paths, records, goods, alone, expected):
    """Each document its own record, the good ones as if alone; gives how often each outcome came."""
    assert len(records) == len(paths), (len(records), len(paths))
    tally = {}
    for path, record in zip(paths, records):
        source = record["source"]
        assert source["path"] == path, (source["path"], path)
        assert source["outcome"] in mutants.OUTCOMES, source
        assert source["sandbox"] == "full", source
        if path in goods:
            assert record == alone[goods.index(path)], f"{path} differs beside {paths}"
            continue
        tally[source["outcome"]] = tally.get(source["outcome"], 0) + 1
        if path in expected:
            assert source["outcome"] in expected[path], (path, source)
    return tally


def check_counted(lines):
    """Of a file that gives thousands of errors one is quoted, and the others are counted."""
    told = [line for line in lines if b"counted.pdf: " in line]
    counted = re.search(rb"the PDF library met errors: (\d+), warnings: \d+; the first: \S", told[0] if told else b"")
    assert len(told) == 1 and counted and int(counted.group(1)) >= 1000, told


def main():
    mutants.adopt_orphans()
    with tempfile.TemporaryDirectory() as folder:
        goods = [write(folder, f"good-{number}.pdf", bombs.good(number)) for number in range(1, 13)]
        hostile, expected = collection(), {}
        steering = write(folder, "\x1b]0;owned\x07\x1b[2J\nline.pdf", b"%PDF-1.7\n")
        hostile.append(steering)
        for name, content, outcomes in bombs.bombs():
            hostile.append(write(folder, name, content))
            expected[hostile[-1]] = outcomes

        hostile.append(write(folder, "counted.pdf", bombs.page_of(bombs.stream(b"(\x1b[2J\x07) bad\n" * 2000))))
        code, alone, complaints, pace, _ = extract(goods)
        assert code in (0, 1), complaints
        assert [record["source"]["outcome"] for record in alone] == ["ok"] * len(goods), alone

        paths = []
        for index, path in enumerate(hostile):
            paths += [goods[index % len(goods)], path]
        code, records, complaints, took, watch = extract(paths)
        assert code == 3, (code, complaints[-2000:])
        tally = check_records(paths, records, goods, alone, expected)
        stopped = tally.get("timeout", 0)
        most = (stopped + 1) * (TIMEOUT + 1) + len(paths) * max(0.2, 2 * pace / len(goods))
        assert took <= most, (took, most)  # as fast as this machine reads good ones
        lines = complaints.split(b"\n")
        assert len(lines) <= len(paths) + 1, "more than a line a document"
        for line in lines:
            assert len(line) < LINE_MOST and not any(byte < 32 for byte in line), line
        check_counted(lines)
        assert watch.rss < RSS_MOST_KB or mutants.is_sanitized(DELIBEX), f"{watch.rss} kB"
        assert watch.fds <= FDS_MOST, watch.fds
        left = mutants.children()
        assert not left, f"processes left: {left}"
        print(f"{len(hostile)} hostile files beside good ones in {took:.1f} s: {tally}; delibex took "
              f"{watch.rss} kB and {watch.fds} descriptors")


main()
