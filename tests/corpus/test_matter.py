"""How well the matter of acts is inferred from their words.

usage: test_matter.py BUILD_DIR SOURCE_DIR

The file `matters` beside this one gives, by hand, the matter of each act of corpus/. Of the acts that
are read, at least 0.80 must be given one, and of those at least 0.90 the class (the first level) that
stands first in the file. A matter that the act prints is never inferred.
"""
import os
import sys

import cases

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
HERE = os.path.dirname(os.path.abspath(__file__))
ANSWERING, CLASS_RIGHT = 0.80, 0.90


def labels():
    with open(os.path.join(HERE, "matters"), encoding="utf-8") as file:
        rows = [line.split() for line in file if line.strip() and not line.startswith("#")]
    return {row[0]: [codes.split("/") for codes in row[1:]] for row in rows}


def main():
    acts = answered = right = as_good = 0
    wrong, accepted_of = [], labels()
    folders = [os.path.join(SOURCE, "corpus", case) for case in accepted_of]
    for folder, got in zip(folders, cases.read(BUILD, map(cases.source_of, folders))):
        case, expected = os.path.basename(folder), cases.expected_of(folder)
        codes = accepted_of[case]
        for index, (accepted, act) in enumerate(zip(codes, got["acts"])):
            matter = act["matter"]
            stated = (expected["acts"][index]["matter"] or {}).get("source") == "stated"
            acts += 1
            if not matter:
                continue
            if stated != (matter["source"] == "stated"):
                wrong.append(f"{case}/{index}: {matter}: stated and inferred are mixed up")
            evidence = got["evidence"].get(f"/acts/{index}/matter/code")
            if not evidence or not 0 < evidence[0]["confidence"] <= 1:
                wrong.append(f"{case}/{index}: no evidence")
            answered += 1
            right += matter["code"][0] == accepted[0][0]
            as_good += matter["code"][0] in [code[0] for code in accepted]
            if matter["code"][0] not in [code[0] for code in accepted]:
                print(f"{case}/{index}: {matter['code']} for {accepted}: {act['subject']}")
    print(f"{acts} acts, answering {answered / acts:.3f}, class {right / answered:.3f}, "
          f"with those as good {as_good / answered:.3f}")
    for line in wrong:
        print(line)
    sys.exit(bool(wrong) or answered < ANSWERING * acts or right < CLASS_RIGHT * answered)


main()
