"""How well grants are read: beneficiary, sum and purpose, over the whole corpus.

usage: test_grants.py BUILD_DIR SOURCE_DIR

A grant counts as read when its beneficiary and its sum are the truth's; F1 must be at least 0.95. An
act that grants nothing must give none, whatever sums it prints.
"""
import collections
import os
import sys

import cases

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
LEAST = 0.95


def grants_of(record, *keys):
    return collections.Counter((number, *(grant[key] for key in keys))
                               for number, act in enumerate(record["acts"]) for grant in act["grants"])


def main():
    folders = cases.folders_of(SOURCE)
    tallies = {("beneficiary", "cents"): [0, 0, 0], ("beneficiary", "cents", "purpose", "payment"): [0, 0, 0]}
    granting = 0
    for folder, got in zip(folders, cases.read(BUILD, map(cases.source_of, folders))):
        case, expected = os.path.basename(folder), cases.expected_of(folder)
        granting += any(act["grants"] for act in expected["acts"])
        for keys, tally in tallies.items():
            one, other = grants_of(expected, *keys), grants_of(got, *keys)
            tally[0] += sum((one & other).values())
            tally[1] += sum(one.values())
            tally[2] += sum(other.values())
            for grant in (one - other) | (other - one):
                print(f"{case}: {'missed' if grant in one else 'invented'} {grant}")
    scores = []
    for keys, (both, expected, got) in tallies.items():
        scores.append(2 * both / (expected + got))
        print(f"{granting} acts grant {expected} times; {' + '.join(keys)}: F1 {scores[-1]:.3f}, "
              f"precision {both / got:.3f}, recall {both / expected:.3f}")
    sys.exit(min(scores) < LEAST or granting < 10)


main()
