"""Hostile files between good ones: exactly one record a file, good ones as if alone, bounded time.

Makes its own bombs; uses the collection ../shared/hostile too where it lies beside the source.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import zlib

BUILD, SOURCE = sys.argv[1], sys.argv[2]
DELIBEX = os.path.join(BUILD, "delibex")
READER = os.path.join(BUILD, "delibex-reader")
TIMEOUT = 3
OUTCOMES = set(
    "ok ok_partial no_text zero_pages encrypted damaged not_pdf timeout memory crash output_limit "
    "unreadable not_regular vanished changed".split()
)


def pdf(objects, root=1):
    """A PDF of these object bodies, numbered from 1."""
    out = bytearray(b"%PDF-1.5\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        root,
        start,
    )
    return bytes(out)


def stream(content, keys=b""):
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (keys, len(content), content)


def page_of(content_object, more=()):
    """One page whose content is object 5; `more` are objects from 6 on, named /X6, /X7, …"""
    names = b"".join(b"/X%d %d 0 R" % (6 + i, 6 + i) for i in range(len(more)))
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
            b"/Resources<</Font<</F 4 0 R>>/XObject<<%s>>>>>>" % names,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            content_object,
            *more,
        ]
    )


def good(number):
    return page_of(
        stream(
            b"BT /F 12 Tf 60 780 Td (D\\311LIB\\311RATION n\\260 2024-%03d) Tj 0 -20 Td "
            b"(S\\351ance du 12 janvier 2024) Tj 0 -20 Td (Nombre de pr\\351sents : %d) Tj ET"
            % (number, number)
        )
    )


def nested_forms(levels):
    """Forms that each draw the next one ten times: 10^levels words."""
    forms = []
    for level in range(levels):
        last = level == levels - 1
        content = b"BT /F 9 Tf (a) Tj ET" if last else b"/X%d Do " % (7 + level) * 10
        keys = (
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
            b"/Resources<</Font<</F 4 0 R>>/XObject<</X%d %d 0 R>>>>" % (7 + level, 7 + level)
        )
        forms.append(stream(content, keys))
    return page_of(stream(b"/X6 Do"), forms)


def words_on_one_page(count):
    parts = [b"BT /F 1 Tf"]
    for i in range(count):
        parts.append(b"1 0 0 1 %d.%d %d.%d Tm (w%d) Tj" % (i % 590, i % 7, i % 840, i % 11, i))
    parts.append(b"ET")
    return page_of(stream(zlib.compress(b"\n".join(parts)), b"/Filter/FlateDecode"))


def hostile_files():
    """(name, bytes, outcomes that are right)"""
    whole = good(1)
    flate = zlib.compress(b" " * (300 << 20), 9)
    yield "empty.pdf", b"", {"no_text"}
    yield "header.pdf", b"%PDF-1.7\n", {"damaged"}
    yield "cut.pdf", whole[:-200], {"damaged", "ok_partial", "ok"}
    yield "zeros.pdf", bytes(4096), {"not_pdf"}
    yield "no-pages.pdf", pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"]
    ), {"zero_pages"}
    yield "page-loop.pdf", pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"]
    ), {"zero_pages", "damaged"}
    yield "many-pages.pdf", pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 2000000000/Kids[]>>"]
    ), {"zero_pages", "damaged", "timeout", "memory"}
    yield "deep.pdf", page_of(stream(b"[" * 200000 + b"]" * 200000)), {
        "no_text",
        "ok_partial",
        "crash",
        "timeout",
    }
    yield "forms.pdf", nested_forms(12), {"timeout", "memory", "no_text", "ok_partial"}
    yield "words.pdf", words_on_one_page(300000), {"timeout", "memory", "ok_partial", "ok"}
    yield "flate.pdf", page_of(stream(flate, b"/Filter/FlateDecode")), {"no_text", "timeout"}


def extract(paths):
    command = [DELIBEX, "extract", "--format", "jsonl", "--jobs", "2", "--timeout", str(TIMEOUT)]
    started = time.monotonic()
    done = subprocess.run(command + paths, capture_output=True, check=False)
    took = time.monotonic() - started
    lines = done.stdout.split(b"\n")
    assert lines.pop() == b"", "the last record has no newline"
    return done, [json.loads(line.decode("utf-8")) for line in lines], took


def readers_running():
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            exe = os.readlink(f"/proc/{pid}/exe")
            with open(f"/proc/{pid}/stat", encoding="latin-1") as stat:
                zombie = stat.read().rsplit(")", 1)[1].split()[0] == "Z"
        except OSError:
            continue
        if exe == os.path.realpath(READER) and not zombie:
            found.append(pid)
    return found


def main():
    with tempfile.TemporaryDirectory() as folder:
        goods, expected, hostile = [], {}, []
        for number in range(1, 13):
            path = os.path.join(folder, f"good-{number}.pdf")
            with open(path, "wb") as file:
                file.write(good(number))
            goods.append(path)
        for name, content, outcomes in hostile_files():
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(content)
            hostile.append(path)
            expected[path] = outcomes
        shared = os.path.join(SOURCE, "..", "shared", "hostile")
        if os.path.isdir(shared):
            hostile += sorted(os.path.join(shared, name) for name in os.listdir(shared))

        before = set(readers_running())
        done, alone, _ = extract(goods)
        assert done.returncode in (0, 1), done.stderr
        assert [record["source"]["outcome"] for record in alone] == ["ok"] * len(goods), alone

        paths = []
        for index, path in enumerate(hostile):
            paths += [goods[index % len(goods)], path]
        done, records, took = extract(paths)
        assert done.returncode == 3, (done.returncode, done.stderr[-2000:])
        assert len(records) == len(paths), (len(records), len(paths))
        tally = {}
        for path, record in zip(paths, records):
            source = record["source"]
            assert source["path"] == path, (source["path"], path)
            assert source["outcome"] in OUTCOMES, source
            if path in goods:
                assert record == alone[goods.index(path)], f"{path} differs beside {paths}"
                continue
            tally[source["outcome"]] = tally.get(source["outcome"], 0) + 1
            if path in expected:
                assert source["outcome"] in expected[path], (path, source)
        stopped = tally.get("timeout", 0)
        assert took <= (stopped + 1) * (TIMEOUT + 1) + len(paths) * 0.2, took
        for line in done.stderr.splitlines():
            assert len(line) < 5000 and not any(byte < 32 for byte in line), line
        # Tests that run beside this one have readers, too: theirs end with them.
        left, patience = set(readers_running()) - before, time.monotonic() + 60
        while left and time.monotonic() < patience:
            time.sleep(0.5)
            left &= set(readers_running())
        assert not left, f"readers left: {left}"
        print(f"{len(hostile)} hostile files beside good ones in {took:.1f} s: {tally}")


main()
