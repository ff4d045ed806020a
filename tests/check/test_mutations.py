"""Injects one error at a time into the records of acts that add up, and asks who notices.

usage: test_mutations.py BUILD_DIR SOURCE_DIR [--table]

Every act of the corpus that is read from its own text and contradicts nothing is changed in one place
for each check that claims to notice; evidence that holds the changed words changes with it. Fails
when a check notices less than 99 % of what it claims, when another check is accused instead, or when
an act that is expected to add up is accused of anything.
"""
import collections
import copy
import json
import os
import re
import subprocess
import sys
import tempfile

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
DELIBEX = os.path.join(BUILD, "delibex")
# What one error may also set off: it is the same error seen from another side.
RELATED = {
    "present-names": {"voting-sum", "roster-closure", "quorum", "absent-names", "excused-names"},
    "voting-sum": {"present-names", "vote-sum", "accounts-president"},
    "roster-closure": {"present-names", "quorum", "quorum-stated", "absent-names", "excused-names"},
    "vote-sum": {"majority", "named-votes"},
    "majority": {"vote-sum", "unanimity-against"},
    "proxy-giver-absent": {"present-names", "roster-closure"},
    "proxy-holder-present": {"proxy-limit"},
    "proxy-chain": {"proxy-limit"},
    "proxy-self": {"proxy-limit"},
    "convocation-date": {"notice", "session-dates"},
    "identifier-date": {"transmission-date"},
    "session-dates": set(),
    "siren-key": {"identifier-siren"},
}


def records_of_corpus():
    """(case, record, what is expected to be contradicted) of every act read from its own text."""
    for name in sorted(os.listdir(os.path.join(SOURCE, "corpus"))):
        folder = os.path.join(SOURCE, "corpus", name)
        golden = os.path.join(folder, "expected.json")
        source = [f for f in sorted(os.listdir(folder)) if f.startswith("source.")] if os.path.isdir(folder) else []
        if not source or not os.path.exists(golden):
            continue
        with open(golden, encoding="utf-8") as file:
            expected = json.load(file)
        if expected["source"]["text"] not in ("layer", "plain"):
            continue
        done = subprocess.run([DELIBEX, "extract", os.path.join(folder, source[0])], capture_output=True)
        if not done.stdout:
            sys.exit("%s: %s" % (name, done.stderr.decode(errors="replace")))
        accused = {f["check"] for f in expected.get("findings", []) if f["status"] == "contradicted"}
        yield name, json.loads(done.stdout), accused


def truths_of_corpus():
    """The golden records themselves: what a perfect reading gives, without evidence."""
    for name in sorted(os.listdir(os.path.join(SOURCE, "corpus"))):
        golden = os.path.join(SOURCE, "corpus", name, "expected.json")
        if not os.path.exists(golden):
            continue
        with open(golden, encoding="utf-8") as file:
            record = json.load(file)
        if record["source"]["text"] not in ("layer", "plain"):
            continue
        accused = {f["check"] for f in record.get("findings", []) if f["status"] == "contradicted"}
        record["source"].update(path=name, sha256="0" * 64, bytes=1)
        record["findings"], record["evidence"] = [], {}
        yield name, record, accused


def leads_somewhere(record, pointer):
    here = record
    for step in pointer.split("/")[1:]:
        if isinstance(here, list):
            here = here[int(step)] if int(step) < len(here) else None
        else:
            here = (here or {}).get(step)
    return here is not None or pointer.rsplit("/", 1)[0] in ("/session", "/session/counts")


def check(records):
    """The findings of each record."""
    for record in records:
        record["evidence"] = {k: v for k, v in record["evidence"].items() if leads_somewhere(record, k)}
    with tempfile.TemporaryDirectory(prefix="delibex-mutations") as top:
        path = os.path.join(top, "records.jsonl")
        findings = []
        for start in range(0, len(records), 40):  # records are compared with each other: not all at once
            with open(path, "w", encoding="utf-8") as file:
                for record in records[start:start + 40]:
                    file.write(json.dumps(record, ensure_ascii=False) + "\n")
            done = subprocess.run([DELIBEX, "check", "--records", "--format", "json", "--all", path],
                                  capture_output=True)
            if done.returncode not in (0, 1):
                sys.exit(done.stderr.decode(errors="replace"))
            findings += [d["findings"] for d in json.loads(done.stdout)["documents"]]
        return findings


# ---- Mutations: each gives changed records, with the check that must notice ------------------------

def status_of(finds, name):
    return next((f["status"] for f in finds if f["check"] == name), None)


def ordinary(record):
    """Nothing moves, nobody is named apart: what the guards would excuse."""
    members = record["session"]["members"]
    return not any(m["arrived"] or m["left"] or "suppl" in (m["role"] or "") for m in members) and \
        not any(p["limits"] for p in record["session"]["proxies"])


def mutate_counts(record, finds):
    session, counts = record["session"], record["session"]["counts"]
    listed = sum(m["status"] == "present" for m in session["members"])
    if status_of(finds, "present-names") == "consistent" and ordinary(record) and listed > 4:
        # Two apart, where the president or those represented may explain one.
        for step in (2, -2):
            changed = copy.deepcopy(record)
            changed["session"]["counts"]["present"] += step
            represented = sum(m["status"] == "represented" for m in session["members"])
            if step != represented:
                yield "present-names", changed
        changed = copy.deepcopy(record)
        for member in [m for m in changed["session"]["members"] if m["status"] == "present"][-2:]:
            changed["session"]["members"].remove(member)
        changed["evidence"] = {k: v for k, v in record["evidence"].items() if not k.startswith("/session/members")}
        if sum(m["status"] == "represented" for m in session["members"]) != 2:
            yield "present-names", changed
    bystanders = any(a["vote"]["not_taking_part"] or a["vote"]["named"] or "ompte" in (a["subject"] or "")
                     for a in record["acts"])
    if status_of(finds, "voting-sum") == "consistent" and ordinary(record) and counts["voting"] and not bystanders:
        for step in (1, -1, 2):
            changed = copy.deepcopy(record)
            changed["session"]["counts"]["voting"] += step
            yield "voting-sum", changed
    absent = sum(m["status"] == "absent" for m in session["members"])
    if status_of(finds, "roster-closure") == "consistent" and counts["present"] == listed and absent and ordinary(record):
        for step in (2, -2):
            changed = copy.deepcopy(record)
            changed["session"]["counts"]["in_office"] += step
            yield "roster-closure", changed


def mutate_votes(record, finds):
    for i, act in enumerate(record["acts"]):
        vote = act["vote"]
        stated = [k for k in ("for", "against", "abstaining", "voting")
                  if vote[k] is not None and k not in vote["derived"]]
        if len(stated) == 4 and vote["for"] + vote["against"] + vote["abstaining"] == vote["voting"] \
                and not vote["not_taking_part"]:
            for step in (1, 2):
                changed = copy.deepcopy(record)
                changed["acts"][i]["vote"]["for"] += step
                yield "vote-sum", changed
        if vote["unanimous"]:
            changed = copy.deepcopy(record)
            changed["acts"][i]["vote"]["against"] = 2
            changed["acts"][i]["vote"]["for"] = changed["acts"][i]["vote"]["voting"] = None
            changed["acts"][i]["vote"]["derived"] = []
            yield "unanimity-against", changed
        if vote["outcome"] == "adopted":
            changed = copy.deepcopy(record)
            changed["acts"][i]["vote"].update({"for": 3, "against": 8, "abstaining": None, "voting": None,
                                               "unanimous": False, "named": [], "derived": []})
            yield "majority", changed


def mutate_people(record, finds):
    session = record["session"]
    there = [m["name"] for m in session["members"] if m["status"] == "present" and " " in m["name"]]
    absent = [m["name"] for m in session["members"] if m["status"] in ("absent", "excused") and " " in m["name"]]
    whole = [p for p in session["proxies"] if p["holder"] and " " in p["holder"] and not p["limits"]]
    if whole and absent and ordinary(record):
        changed = copy.deepcopy(record)
        changed["session"]["proxies"][session["proxies"].index(whole[0])]["holder"] = absent[0]
        yield "proxy-holder-present", changed
    if whole and ordinary(record) and " " in whole[0]["giver"]:
        changed = copy.deepcopy(record)
        changed["session"]["proxies"][session["proxies"].index(whole[0])]["holder"] = whole[0]["giver"]
        yield "proxy-self", changed
    if len(whole) > 1 and " " in whole[1]["giver"] and ordinary(record):
        changed = copy.deepcopy(record)
        changed["session"]["proxies"][session["proxies"].index(whole[0])]["holder"] = whole[1]["giver"]
        yield "proxy-chain", changed
    if absent and session["secretaries"] and ordinary(record):
        changed = copy.deepcopy(record)
        changed["session"]["secretaries"][0]["name"] = absent[0]
        yield "secretary-present", changed
    counts = session["counts"]
    proven = counts["present"] == sum(m["status"] == "present" for m in session["members"]) and \
        counts["proxies"] == len(session["proxies"])
    if proven and whole and there and ordinary(record):
        changed = copy.deepcopy(record)
        other = next((n for n in there if all(n != p["holder"] for p in session["proxies"])), None)
        if other:
            changed["session"]["proxies"][session["proxies"].index(whole[0])]["giver"] = other
            yield "proxy-giver-absent", changed


def shifted(day, years):
    return "%04d%s" % (int(day[:4]) + years, day[4:])


def mutate_dates(record, finds):
    session = record["session"]
    day = session["date"]
    if not day or day.endswith("02-29"):
        return
    if session["convocation_date"]:
        changed = copy.deepcopy(record)
        changed["session"]["convocation_date"] = shifted(day, 1)
        yield "convocation-date", changed
    place = {"page": 1, "box": None, "confidence": 1}
    french = "%s/%s/%s" % (day[8:], day[5:7], day[:4])
    for rule, text, name in (("dates/sitting-of", french.replace(day[:4], str(int(day[:4]) + 1)), "session-dates"),
                             ("mentions/told-in-closing", french[:3] + "%02d" % (int(day[5:7]) % 12 + 1) + french[5:],
                              "session-dates")):
        changed = copy.deepcopy(record)
        changed["evidence"]["/session"] = [dict(place, text=french, rule="dates/sitting-of"),
                                           dict(place, text=text, rule=rule)]
        if session["convocation_date"] is None or int(day[8:]) <= 28:
            yield name, changed
    changed = copy.deepcopy(record)
    changed["evidence"]["/session"] = [dict(place, text=french, rule="dates/sitting-of"), dict(
        place, text="deux mille trois, le deux janvier", rule="dates/opening-year-first")]
    yield "date-words", changed
    import datetime
    names = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
    true = datetime.date.fromisoformat(day).weekday()
    for step in (1, 3):
        changed = copy.deepcopy(record)
        changed["evidence"]["/session"] = [dict(place, text=names[(true + step) % 7] + " " + french,
                                                rule="mentions/day-of-week")]
        yield "weekday", changed


def mutate_identity(record, finds):
    for i, act in enumerate(record["acts"]):
        transmission = act["transmission"] or {}
        if transmission.get("received") and record["session"]["date"]:
            changed = copy.deepcopy(record)
            changed["acts"][i]["transmission"]["received"] = shifted(record["session"]["date"], -1)
            changed["acts"][i]["transmission"]["sent"] = None
            yield "transmission-date", changed
        if transmission.get("id") and record["session"]["date"]:
            day = record["session"]["date"].replace("-", "")
            if day in transmission["id"]:
                changed = copy.deepcopy(record)
                changed["acts"][i]["transmission"]["id"] = transmission["id"].replace(day, shifted(day, -1))
                yield "identifier-date", changed
        year = (record["session"]["date"] or "")[:4]
        if year and (act["number"] or "").startswith(year) and act["number"][4:5] in tuple("-./_ "):
            changed = copy.deepcopy(record)
            changed["acts"][i]["number"] = str(int(year) - 1) + act["number"][4:]
            yield "number-year", changed


def mutate_money(record, finds):
    place = {"page": 1, "box": None, "confidence": 1}
    samples = {
        "amount-letters": ("mentions/letters-and-figures", "deux mille trois cents euros (2 030,00 €"),
        "table-total": ("mentions/table-of-sums",
                        "Postes de dépenses   Montant HT\nMaçonnerie   12 000,00 €\nCharpente   8 000,00 €\nTotal   21 000,00 €"),
        "percentage": ("mentions/table-of-sums", "Financeurs   Montant\nÉtat   40 %   40 000,00 €\n"
                       "Département   20 %   30 000,00 €\nCommune   40 %   30 000,00 €\nTotal   100 000,00 €"),
        "plan-balance": ("mentions/plan-spending-first", "30 000,00 €\nTotal des recettes : 31 000,00 €"),
        "tax-sum": ("mentions/net-and-gross", "26 550,00 € HT soit 33 860,00 €"),
        "ballot-papers": ("mentions/ballot", "Nombre de bulletins trouvés dans l'urne : 15\nBulletins blancs ou nuls : 1\n"
                          "Suffrages exprimés : 13\nMajorité absolue : 7"),
    }
    for i in range(min(1, len(record["acts"]))):
        for name, (rule, text) in samples.items():
            changed = copy.deepcopy(record)
            changed["evidence"]["/acts/%d" % i] = [dict(place, text=text, rule=rule)]
            yield name, changed


MUTATIONS = (mutate_counts, mutate_votes, mutate_people, mutate_dates, mutate_identity, mutate_money)


# ---- Documents: the printed words changed, and read again ------------------------------------------

WEEKDAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()


def changed_documents(name, text, finds):
    """(checks of which one must notice, changed text)."""
    day = re.search(r"\b(%s)(\s+\d{1,2}\s+\w+\s+20\d\d)" % "|".join(WEEKDAYS), text, re.I)
    if day and day.start() < len(text) / 2:
        other = WEEKDAYS[(WEEKDAYS.index(day.group(1).lower()) + 2) % 7]
        yield {"weekday"}, text[:day.start()] + other + day.group(2) + text[day.end():]
    for label, notice, step in (("pr[ée]sents", {"present-names", "voting-sum"}, -1),
                                ("votants", {"voting-sum", "vote-sum"}, 1)):
        number = re.search(r"(?im)^(.*\b%s\s*:?\s*)(\d{1,3})\b" % label, text)
        proven = [c for c in notice if status_of(finds, c) == "consistent"]
        if number and len(proven) == len(notice & {"present-names", "voting-sum"}):
            yield notice, text[:number.start(2)] + str(int(number.group(2)) + step) + text[number.end(2):]


def mutate_documents(sound):
    """Gives how many changed documents were noticed, and what was said of the others."""
    wanted, paths = [], []
    with tempfile.TemporaryDirectory(prefix="delibex-mutations") as top:
        for name, record, finds in sound:
            source = os.path.join(SOURCE, "corpus", name, "source.txt")
            if not os.path.exists(source):
                continue
            with open(source, "rb") as file:
                encoded = file.read()
            try:
                text = encoded.decode()
            except UnicodeDecodeError:
                text = encoded.decode("cp1252")
            for notice, changed in changed_documents(name, text, finds):
                paths.append(os.path.join(top, "%03d-%s.txt" % (len(paths), name)))
                wanted.append((name, notice))
                with open(paths[-1], "w", encoding="utf-8", newline="") as file:
                    file.write(changed)
        done = subprocess.run([DELIBEX, "check", "--format", "json", *paths], capture_output=True)
        documents = json.loads(done.stdout)["documents"]
    caught, slips = 0, []
    for (name, notice), document in zip(wanted, documents):
        found = {f["check"] for f in document["findings"] if f["status"] == "contradicted"}
        caught += bool(found & notice)
        if not found & notice or found - notice - {"quorum", "roster-closure", "accounts-president"}:
            slips.append("%s: %s changed in print: %s" % (name, sorted(notice), sorted(found)))
    return caught, len(wanted), slips


def main():
    acts = [("read", *act) for act in records_of_corpus()] + [("truth", *act) for act in truths_of_corpus()]
    sound, accused = [], []
    for (source, name, record, expected), finds in zip(acts, check([act[2] for act in acts])):
        found = {f["check"] for f in finds if f["status"] == "contradicted"}
        accused += ["%s (%s): %s" % (name, source, one) for one in sorted(found - expected)]
        if not found and not expected:
            sound.append((name, record, finds))
    wanted, changed = [], []
    for name, record, finds in sound:
        for mutate in MUTATIONS:
            for check_name, mutant in mutate(record, finds):
                wanted.append((name, check_name))
                changed.append(mutant)
    table = collections.defaultdict(lambda: [0, 0, 0])
    slips = []
    for (name, check_name), finds in zip(wanted, check(changed)):
        found = {f["check"] for f in finds if f["status"] == "contradicted"}
        other = found - {check_name} - RELATED.get(check_name, set())
        table[check_name][0 if check_name in found else 1] += 1
        table[check_name][2] += bool(other)
        if check_name not in found or other:
            said = [f["message"] for f in finds if f["check"] == check_name]
            slips.append("%s: %s: also %s; %s" % (name, check_name, sorted(other), said))
    print("%-22s %8s %8s %8s" % ("check", "caught", "missed", "wrongly"))
    for name, (caught, missed, wrongly) in sorted(table.items()):
        print("%-22s %8d %8d %8d" % (name, caught, missed, wrongly))
    caught, total = sum(row[0] for row in table.values()), len(wanted)
    print("%d acts, %d mutations, %.2f %% caught" % (len(sound), total, 100 * caught / max(total, 1)))
    printed, changes, unseen = mutate_documents(list({n: (n, r, f) for n, r, f in reversed(sound)}.values()))
    print("%d of %d changes in print caught" % (printed, changes))
    for line in slips[:20] + accused + unseen:
        print("    " + line)
    failing = [n for n, (c, m, w) in table.items() if c < 0.99 * (c + m) or w > 0.01 * (c + m)]
    sys.exit(1 if failing or accused or len(table) < 20 or changes == 0 or printed < 0.99 * changes else 0)


main()
