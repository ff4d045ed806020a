"""One error at a time, put into the record of an act that adds up, with the check that must notice it."""
import collections
import copy
import datetime
import re

# What one error may also set off: it is the same error seen from another side.
RELATED = {
    "present-names": {"voting-sum", "roster-closure", "quorum", "absent-names", "excused-names"},
    "voting-sum": {"present-names", "vote-sum", "accounts-president"},
    "roster-closure": {"present-names", "quorum", "quorum-stated", "absent-names", "excused-names"},
    "vote-sum": {"majority", "named-votes"},
    "majority": {"vote-sum", "unanimity-against", "expressed-votes"},
    "proxy-giver-absent": {"present-names", "roster-closure"},
    "proxy-holder-present": {"proxy-limit"},
    "proxy-chain": {"proxy-limit"},
    "proxy-self": {"proxy-limit"},
    "convocation-date": {"notice", "session-dates"},
    "identifier-date": {"transmission-date"},
    "siren-key": {"identifier-siren"},
    "quorum": {"roster-closure", "quorum-stated"},
    "council-size": {"roster-closure", "quorum", "quorum-stated"},
    "number-date": {"number-year"},
    "expressed-votes": {"vote-sum"},
    "identifier-number": {"number-year"},
    "session-dates": {"identifier-date", "number-year", "number-date", "publication-date", "transmission-date"},
    "proxy-limit": {"proxy-holder-present"},
    "accounts-president": {"vote-sum", "accounts-deadline"},
    "budget-deadline": {"session-dates", "date-words", "accounts-deadline"},
    "accounts-deadline": {"session-dates", "date-words", "budget-deadline"},
}
# Never contradictions: another document may explain them.
ASKING = {"grant-agreement", "council-size", "number-gap", "member-spelling"}


def status_of(finds, name):
    return next((f["status"] for f in finds if f["check"] == name), None)


def ordinary(record):
    """Nothing moves, nobody is named apart: what the guards would excuse."""
    members = record["session"]["members"]
    return not any(m["arrived"] or m["left"] or "suppl" in (m["role"] or "") for m in members) and \
        not any(p["limits"] for p in record["session"]["proxies"]) and \
        not any(m["kind"] != "not_taking_part" for act in record["acts"] for m in act["movements"])


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
        apart = any(e["rule"] == "other/apart" for e in record["evidence"].get("/acts/%d" % i, []))
        if apart:
            continue  # the numbers are of several votes, and no sum of them accuses
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
        if record["kind"] == "deliberation" and year and (act["number"] or "").startswith(year) and act["number"][4:5] in tuple("-./_ "):
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


# ---- The law ---------------------------------------------------------------------------------------

COUNCILS = {"commune", "communaute_de_communes", "communaute_d_agglomeration", "communaute_urbaine"}


def is_council(record):
    """A body whose law is known and was not disputed that day."""
    day = (record["session"]["date"] or "").replace("-", "")
    return record["authority"]["type"] in COUNCILS and day and not "20200312" <= day <= "20201113" and \
        not re.search("bureau|commission", record["session"]["body"] or "", re.I)


def said(record, word):
    return any(word in e["rule"] for places in record["evidence"].values() for e in places)


def mutate_law(record, finds):
    session, counts = record["session"], record["session"]["counts"]
    if not is_council(record) or not ordinary(record):
        return
    if counts["present"] and counts["in_office"] and not said(record, "second-convocation"):
        changed = copy.deepcopy(record)
        changed["session"]["counts"]["in_office"] = 3 * counts["present"] + 3
        yield "quorum", changed
        changed = copy.deepcopy(record)
        changed["session"]["counts"]["quorum"] = counts["in_office"] + 1
        yield "quorum-stated", changed
    proxies = [p for p in session["proxies"] if p["holder"] and " " in p["holder"] and not p["limits"]]
    if len(proxies) > 2 and len(proxies) == len(session["proxies"]):
        changed = copy.deepcopy(record)
        for proxy in changed["session"]["proxies"]:
            proxy["holder"] = proxies[0]["holder"]
        yield "proxy-limit", changed
    if not said(record, "urgency") and not said(record, "first-meeting") and not said(record, "second-convocation"):
        changed = copy.deepcopy(record)
        changed["session"]["convocation_date"] = session["date"]
        yield "notice", changed
    president = (session["president"] or {}).get("name")
    for i, act in enumerate(record["acts"]):
        if act["vote"]["outcome"] != "adopted":
            continue
        if counts["present"] and counts["proxies"] is not None and \
                any(m["name"] == president and m["status"] == "present" for m in session["members"]):
            changed = copy.deepcopy(record)
            changed["acts"][i]["subject"] = "Approbation du compte administratif"
            changed["acts"][i]["vote"].update(voting=counts["present"] + counts["proxies"], named=[], derived=[],
                                              not_taking_part=None)
            changed["acts"][i]["vote"]["for"] = counts["present"] + counts["proxies"]
            for member in changed["session"]["members"]:
                if member["name"] == president:
                    member["role"] = "maire"
            yield "accounts-president", changed
        for name, subject in (("accounts-deadline", "Approbation du compte administratif"),
                              ("budget-deadline", "Budget primitif " + session["date"][:4])):
            changed = copy.deepcopy(record)
            late = changed["session"]["date"] = session["date"][:4] + "-11-15"
            changed["session"]["convocation_date"] = None
            changed["evidence"].pop("/session", None)
            for other in changed["acts"]:
                other.update(number=None, transmission=None, publication_date=None)
                other["vote"].update(voting=None, derived=[])
            changed["acts"][i]["subject"] = subject
            if is_council(changed) and late:
                yield name, changed
        break


# ---- Lists, named votes, and what else an act says ---------------------------------------------------

def mutate_lists(record, finds):
    session, counts = record["session"], record["session"]["counts"]
    listed = collections.Counter(m["status"] for m in session["members"])
    proven = counts["present"] == listed["present"] and ordinary(record)
    for name, key, other in (("absent-names", "absent", "excused"), ("excused-names", "excused", "absent")):
        names = listed[key]
        sums = {a + b + c for a in (0, names) for b in (0, listed[other]) for c in (0, listed["represented"])}
        stated = next((n for n in range(names + 1, 2 * names + 1) if n not in sums), None)
        if proven and names and stated:
            changed = copy.deepcopy(record)
            changed["session"]["counts"][key] = stated
            yield name, changed
    place = {"page": 1, "box": None, "confidence": 1}
    present = [(i, m) for i, m in enumerate(session["members"]) if m["status"] == "present" and " " in m["name"]]
    if present and ordinary(record):
        i, member = present[-1]
        changed = copy.deepcopy(record)
        changed["evidence"]["/session/members/%d" % i] = [dict(place, text=member["name"], rule="list/excused")]
        yield "member-twice", changed
    missing = [m["name"] for m in session["members"] if m["status"] in ("absent", "excused") and " " in m["name"]]
    names = [m["name"] for _, m in present]
    for i, act in enumerate(record["acts"][:1]):
        quiet = {"for": None, "abstaining": None, "voting": None, "unanimous": False, "outcome": None, "derived": []}
        if len(names) > 2:
            changed = copy.deepcopy(record)
            changed["acts"][i]["vote"].update(quiet, against=1, ballot=None)
            changed["acts"][i]["vote"]["named"] = [{"name": n, "option": "against"} for n in names[:2]]
            yield "named-votes", changed
            changed = copy.deepcopy(record)
            changed["acts"][i]["vote"].update(quiet, against=1, ballot="secret")
            changed["acts"][i]["vote"]["named"] = [{"name": names[0], "option": "against"}]
            yield "secret-ballot", changed
        if missing and proven:
            changed = copy.deepcopy(record)
            changed["acts"][i]["vote"].update(quiet, against=1)
            changed["acts"][i]["vote"]["named"] = [{"name": missing[0], "option": "against"}]
            yield "named-voter-present", changed
        changed = copy.deepcopy(record)
        changed["acts"][i]["vote"].update(quiet, against=2, named=[], not_taking_part=None)
        changed["session"]["counts"]["voting"] = None
        changed["acts"][i]["vote"]["for"] = 7
        changed["evidence"]["/acts/%d" % i] = [dict(place, text="11", rule="mentions/expressed")]
        yield "expressed-votes", changed
        changed = copy.deepcopy(record)
        changed["acts"][i].update(decisions=["attribue la somme"], subject="Aide à une association", grants=[
            {"beneficiary": "Association des Tilleuls", "cents": 3000000, "purpose": None, "payment": None}])
        yield "grant-agreement", changed
    if record["authority"]["type"] == "commune" and counts["in_office"] and \
            not re.search("bureau|commission", session["body"] or "", re.I):
        changed = copy.deepcopy(record)
        changed["session"]["counts"]["in_office"] = 75
        yield "council-size", changed


def mutate_identifiers(record, finds):
    day = record["session"]["date"]
    for i, act in enumerate(record["acts"][:1]):
        identifier = (act["transmission"] or {}).get("id")
        if day and record["kind"] == "deliberation":
            changed = copy.deepcopy(record)
            changed["acts"][i]["publication_date"] = shifted(day, -1)
            yield "publication-date", changed
            changed = copy.deepcopy(record)
            changed["acts"][i]["number"] = "%s0327-05" % (int(day[:4]) - 1)
            changed["acts"][i]["transmission"] = None
            yield "number-date", changed
        if not identifier:
            continue
        changed = copy.deepcopy(record)
        changed["authority"]["siren"] = "200054781" if "200054781" not in identifier else "213105554"
        yield "identifier-siren", changed
        department = record["authority"]["department"]
        if department and department.isdigit():
            changed = copy.deepcopy(record)
            changed["authority"]["department"] = "%02d" % (int(department) % 95 + 1)
            yield "identifier-department", changed
        if act["number"] and len(record["acts"]) == 1:
            changed = copy.deepcopy(record)
            changed["acts"][i]["number"] = "98765"
            yield "identifier-number", changed
    siren = record["authority"]["siren"]
    if siren:
        changed = copy.deepcopy(record)
        changed["authority"]["siren"] = siren[:8] + str((int(siren[8]) + 1) % 10)
        yield "siren-key", changed


def mutate_pairs(record):
    """(check over several records, the records)."""
    def twin(**act):
        other = copy.deepcopy(record)
        other["source"].update(sha256="1" * 64, path="twin")
        other["acts"][0].update(act)
        return other
    if record["kind"] != "deliberation" or len(record["acts"]) != 1 or not record["session"]["date"] or \
            not record["authority"]["name"]:
        return
    first = copy.deepcopy(record)
    first["acts"][0]["number"] = "2021-014"
    yield "number-twice", [first, twin(number="2021-014", subject="Zone de baignade surveillée")]
    yield "number-gap", [first, twin(number="2021-017", subject="Zone de baignade surveillée")]
    moved = twin(number="2021-014")
    moved["session"]["date"] = record["session"]["date"][:5] + ("02-11" if "-11-02" in record["session"]["date"]
                                                                 else "11-02")
    yield "session-two-dates", [first, moved]
    names = [m["name"] for m in record["session"]["members"]]
    if names and len(names[-1]) > 9:
        misspelt = twin(number=None)
        slip = names[-1][:-2] + ("X" if names[-1][-1].isupper() else "x") + names[-1][-2:]
        misspelt["session"]["members"][-1]["name"] = slip
        yield "member-spelling", [record, misspelt]


MUTATIONS = (mutate_counts, mutate_votes, mutate_people, mutate_dates, mutate_identity, mutate_money, mutate_law,
             mutate_lists, mutate_identifiers)
