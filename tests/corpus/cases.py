"""What the tests over corpus/ share: its cases, and all of them read at once, for a start of the program
takes longer than most of them."""
import json
import os
import subprocess
import tempfile


def source_of(folder):
    """The document of a case."""
    return os.path.join(folder, next(name for name in sorted(os.listdir(folder)) if name.startswith("source.")))


def expected_of(folder):
    """Its golden record."""
    with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
        return json.load(file)


def folders_of(source):
    """The folder of each case, in alphabetical order."""
    corpus = os.path.join(source, "corpus")
    return [os.path.join(corpus, name) for name in sorted(os.listdir(corpus))
            if os.path.isdir(os.path.join(corpus, name))]


def read(build, paths, *options):
    """The record of each document, in order."""
    paths = list(paths)
    done = subprocess.run([os.path.join(build, "delibex"), "extract", "--format", "jsonl", "--jobs", "2",
                           *options, *paths], capture_output=True)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    said = done.stderr.decode(errors="replace")
    assert done.returncode in (0, 3) and len(records) == len(paths), \
        f"exit {done.returncode}: {len(records)} records of {len(paths)} documents: {said}"
    return records


def decoded(path):
    """What a text file says."""
    with open(path, "rb") as file:
        data = file.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def texts(build, paths):
    """The printed words of each document, in order: a text as it is, a PDF laid out."""
    pdfs = [path for path in paths if path.endswith(".pdf")]
    laid = dict(zip(pdfs, laid_out(build, pdfs)))
    return [laid[path] if path in laid else decoded(path) for path in paths]


def laid_out(build, paths):
    """What `extract --text` prints of each document, told apart by a text of our own behind it."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as mark:
        mark.write("behind a document\n")
        mark.flush()
        words = [word for path in paths for word in (path, mark.name)]
        done = subprocess.run([os.path.join(build, "delibex"), "extract", "--text", "--jobs", "2", *words],
                              capture_output=True, check=True)
    pieces = done.stdout.decode().split("behind a document\n")
    assert len(pieces) == len(paths) + 1, f"{len(pieces) - 1} texts of {len(paths)} documents"
    return pieces[:-1]
