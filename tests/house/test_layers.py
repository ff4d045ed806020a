#!/usr/bin/env python3
"""The house: which room may open which door, and what no source file may hold.

usage: test_layers.py BUILD_DIR SOURCE_DIR

Reads the #include lines of src/ and the words of what is committed. The rules are tried on wrong
examples first, so that a rule which finds nothing is known to look.
"""
import os
import re
import subprocess
import sys
import tempfile

# Room → rooms whose headers it may include. "" is src/ itself: delibex.h.
DOORS = {
    "base": {"base"},
    "read": {"read", "base"},
    "rules": {"rules", "base"},
    "act": {"act", "base"},
    "check": {"check", "base"},
    "write": {"write", "base"},
    "pool": {"pool", "base", "write", ""},
    "archive": {"archive", "pool", "base", "write"},
    "reader": {"reader", "pool", "read", "base", ""},  # read: it loads poppler before it is locked in
    "cli": {"cli", "archive", "pool", "rules", "check", "write", "base", ""},
    "": {"", "base", "read", "rules", "act", "check", "write"},
}
# Foreign header → the files that may include it.
FOREIGN = {
    r"poppler": r"read/pdf_\w+\.[ch]",
    r"libdeflate": r"read/signs\.c",
    r"tesseract": r"read/ocr\.c",
    r"leptonica": r"read/picture\w*\.[ch]",
    r"pcre2": r"rules/regex\.c",
    r"jansson": r"write/json\.c",
    r"nettle": r"base/digest\.c",
    r"linux/landlock": r"reader/landlock\.c",
    r"seccomp": r"reader/syscalls\.c",
    r"linux/filter": r"reader/syscalls\.c",
    r"sqlite3": r"archive/store\.c",
    r"libstemmer": r"archive/stem\.c",
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
LINES = 700


def sources(top):
    for directory, folders, names in os.walk(os.path.join(top, "src")):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".c", ".h")):
                yield os.path.relpath(os.path.join(directory, name), os.path.join(top, "src"))


def room_of(path):
    return path.split("/")[0] if "/" in path else ""


def breaches_of(top):
    found = []
    for path in sources(top):
        with open(os.path.join(top, "src", path), encoding="utf-8") as file:
            text = file.read()
        for kind, target in INCLUDE.findall(text):
            if kind == '"':
                at = os.path.normpath(os.path.join(os.path.dirname(path), target))
                if room_of(at) not in DOORS.get(room_of(path), {room_of(path), "base"}):
                    found.append(f"src/{path}: opens the wrong door: {target}")
                if not os.path.exists(os.path.join(top, "src", at)):
                    found.append(f"src/{path}: no such header: {target}")
            for library, allowed in FOREIGN.items():
                if kind == "<" and library in target and not re.fullmatch(allowed, path):
                    found.append(f"src/{path}: includes {target}, which only {allowed} may")
        code = re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', " ", text, flags=re.S)
        if re.search(r"\bgoto\b", code):
            found.append(f"src/{path}: goto")
        if text.count("\n") > LINES:
            found.append(f"src/{path}: {text.count(chr(10))} lines, more than {LINES}")
        header = os.path.join(top, "src", path[:-2] + ".h")
        if not text.startswith("/*") and not (path.endswith(".c") and os.path.exists(header)):
            found.append(f"src/{path}: does not open by saying what it is for")
    return found + foreign_words(top)


def foreign_words(top):
    """Words of the place the project is worked on: they mean nothing to who reads it elsewhere."""
    words = re.compile(r"/work/|/root/|/home/\w|(?<!\.\./)\bshared/")
    found = []
    for folder in ("src", "patterns", "corpus"):
        for directory, _, names in os.walk(os.path.join(top, folder)):
            for name in sorted(names):
                path = os.path.join(directory, name)
                with open(path, "rb") as file:
                    text = file.read()
                if b"\0" in text[:1024] or name.endswith(".pdf"):
                    continue
                match = words.search(text.decode("utf-8", "replace"))
                if match:
                    found.append(f"{os.path.relpath(path, top)}: names {match.group()}")
    return found


WRONG = {
    "reader/a.c": ("/* a */\n#include <seccomp.h>\n", "which only"),
    "pool/b.c": ("/* a */\n#include <linux/landlock.h>\n", "which only"),
    "read/a.c": ('/* a */\n#include "../rules/rules.h"\n', "wrong door"),
    "act/a.c": ("/* a */\n#include <poppler.h>\n", "which only"),
    "base/a.c": ("/* a */\n#include <pcre2.h>\n", "which only"),
    "check/a.c": ("/* a */\nint f(void) { goto end; }\n", "goto"),
    "write/a.c": ("/* a */\n" + "\n" * 701, "lines, more than"),
    "rules/a.c": ("/* a */\n// as in /work/main\n", "names /work/"),
    "cli/a.c": ('/* a */\n#include "../read/read.h"\n', "wrong door"),
    "pool/a.c": ("int a;\n", "what it is for"),
}


def try_rules():
    """Every wrong example must be found, each for its own reason."""
    for path, (text, reason) in WRONG.items():
        with tempfile.TemporaryDirectory() as top:
            for header in ("rules/rules.h", "read/read.h"):
                os.makedirs(os.path.join(top, "src", os.path.dirname(header)), exist_ok=True)
                with open(os.path.join(top, "src", header), "w") as file:
                    file.write("/* a */\n")
            os.makedirs(os.path.join(top, "src", os.path.dirname(path)), exist_ok=True)
            with open(os.path.join(top, "src", path), "w") as file:
                file.write(text)
            found = breaches_of(top)
            if len(found) != 1 or reason not in found[0]:
                sys.exit(f"the wrong example {path} gives {found}, not one « {reason} »")


def linked_libraries(program):
    listing = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    return [line.split()[0] for line in listing.splitlines() if line.strip()]


def link_breaches(build):
    """delibex parses no document: it must not even load the libraries that do."""
    libraries = linked_libraries(os.path.join(build, "delibex"))
    found = [f"delibex links {name}" for name in libraries if re.search("poppler|tesseract", name)]
    if not any("poppler" in name for name in linked_libraries(os.path.join(build, "delibex-reader"))):
        found.append("delibex-reader links no poppler: this test looks at the wrong thing")
    return found


def main():
    build, top = sys.argv[1:3]
    try_rules()
    count = len(list(sources(top)))
    if count < 40:
        sys.exit(f"only {count} source files under {top}/src")
    found = breaches_of(top) + link_breaches(build)
    for line in found:
        print(line)
    print(f"{count} source files, {len(found)} breaches")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
