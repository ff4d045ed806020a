"""One error at a time, put into the printed words of an act that adds up, with the check that must notice it.

Each mutation names every check that the one error shows itself to, the one that must notice first.
"""
import datetime
import re

WEEKDAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
UNANIMITY = re.compile("à l[’']unanimité(?! ?/)(?: des [a-zé ]{5,40})?")
CIVIL = r"(?:(?:M|Mme|Mlle|Mr|Monsieur|Madame)\b\.?\s+)?"


def once(text, old, new, start=0):
    """The text with one thing changed, or None where it does not stand there exactly once."""
    return text[:start] + text[start:].replace(old, new) if old and text.count(old, start) == 1 else None


def numbered(text, label, change, stated=None):
    """The number behind a label changed, where it is the one that was read."""
    found = list(re.finditer(r"(?im)\b(?:%s)(?:\s+de\s+membres)?\s*[:;.]*\s*(\d{1,3})\b(?!\s*[/°%%])" % label, text))
    if len(found) != 1 or stated is not None and int(found[0].group(1)) != stated:
        return None
    number = found[0]
    return text[:number.start(1)] + str(change(int(number.group(1)))) + text[number.end(1):]


def before_decision(text, words):
    """The words as a paragraph of their own in front of the decision, or as a sentence in a flattened text."""
    at = re.search("(?im)^.*après en avoir (?:dûment )?délibéré|^.*le conseil [a-zé ]{0,30}décide", text)
    if at and len(at.group()) < 300:
        return text[:at.start()] + words + "\n\n" + text[at.start():]
    inline = re.search(r"(?i)après en avoir (?:dûment )?délibéré[^.;]*[.;]\s", text)
    return text[:inline.end()] + words + " " + text[inline.end():] if inline and "\n" not in words else None


def in_decision(text, words):
    """The words as a paragraph of the decision, behind the line that opens it."""
    at = re.search("(?im)^.*(?:décide|délibère)[^:\n]{0,60}:[ ]*$", text)
    return text[:at.end()] + "\n\n" + words + "\n" + text[at.end():] if at else None


def of_status(record, *kinds):
    return [m["name"] for m in record["session"]["members"] if m["status"] in kinds and " " in m["name"]]


def consistent(finds, *names):
    return all(any(f["check"] == n and f["status"] == "consistent" for f in finds) for n in names)


def still(record):
    """Nobody comes or goes."""
    return not any(m["arrived"] or m["left"] for m in record["session"]["members"]) and \
        not any(p["limits"] for p in record["session"]["proxies"]) and \
        not any(m["kind"] != "not_taking_part" for act in record["acts"] for m in act["movements"])


def counts(text, record, finds):
    said = record["session"]["counts"]
    represented = len([m for m in record["session"]["members"] if m["status"] == "represented"])
    if consistent(finds, "present-names") and still(record):
        if represented != 2:
            yield ["present-names", "voting-sum"], numbered(text, "présents|presents", lambda n: n - 2, said["present"])
        # one name short is what the president, or the one represented, would explain
        printed = {e["text"] for key, places in record["evidence"].items() for e in places
                   if key.startswith("/session/members/")}
        for name in of_status(record, "present")[2:-1] if represented != 1 else []:
            if not any(name in words for words in printed):
                continue
            dropped = re.sub(CIVIL + re.escape(name) + r"(?:\s*\([^)]*\))?\s*[,;]?\s?", "", text)
            if text.count(name) == 1 and len(re.findall(re.escape(name.split()[-1]), text)) == 1:
                yield ["present-names"], dropped
                break
    if consistent(finds, "voting-sum") and still(record):
        yield ["voting-sum", "vote-sum"], numbered(text, "votants|votes", lambda n: n + 1, said["voting"])
    if consistent(finds, "present-names", "roster-closure") and of_status(record, "absent"):
        yield ["roster-closure", "quorum-stated"], numbered(text, "en exercice", lambda n: n + 2, said["in_office"])
        for key, label in (("absent", "absents?|absentes?"), ("excused", "excusés?|excusées?")):
            if record["session"]["counts"][key] and record["session"]["counts"][key] > 1:
                yield [key + "-names"], numbered(text, label, lambda n: n + 1)
    excused = next((m["name"] for m in record["session"]["members"] if m["status"] == "excused"), None)
    there = of_status(record, "present")
    if excused and len(there) > 2 and text.count(excused) == 1 and \
            not re.search("pouvoir|procuration|mandat|suppl|représent", text[text.index(excused) - 200:]
                          [:400], re.I):
        civility = "M. " if re.search(CIVIL[:-1] + r"\s*" + re.escape(excused), text).group().startswith("M") else ""
        yield ["member-twice"], text.replace(excused, excused + ", " + civility + there[-1])


def missing(text, record, finds):
    """A number of absentees that no list has, beside the number of members present."""
    listed = {kind: len([m for m in record["session"]["members"] if m["status"] == kind])
              for kind in ("absent", "excused", "represented")}
    line = re.search(r"(?im)^.*\b(?:présents|presents)\s*:\s*\d{1,3}\s*$", text)
    if not line or not still(record) or not consistent(finds, "present-names"):
        return
    for kind, other, label in (("absent", "excused", "Nombre d’absents"), ("excused", "absent", "Nombre d’excusés")):
        names = listed[kind]
        sums = {a + b + c for a in (0, names) for b in (0, listed[other]) for c in (0, listed["represented"])}
        # more than twice as many would be a list read in part
        stated = next((n for n in range(names + 1, 2 * names + 1) if n not in sums), None)
        if stated and record["session"]["counts"][kind] is None:
            yield [kind + "-names"], text[:line.end()] + "\n%s : %d" % (label, stated) + text[line.end():]


def law(text, record, finds, council):
    if record["authority"]["type"] == "commune":
        yield ["council-size", "roster-closure", "quorum", "quorum-stated"], \
            numbered(text, "en exercice", lambda n: 75, record["session"]["counts"]["in_office"])
    if not council:
        return
    present = record["session"]["counts"]["present"]
    if present and record["session"]["counts"]["in_office"] and still(record):
        yield ["quorum"], numbered(text, "en exercice", lambda n: 3 * present + 3)
        line = re.search(r"(?im)^.*en exercice\s*:?\s*\d+\s*$", text)
        if line and "uorum" not in text:
            yield ["quorum-stated"], text[:line.end()] + "\nQuorum : %d" % (present + 40) + text[line.end():]
    day = record["session"]["date"]
    convoked = record["evidence"].get("/session/convocation_date", [{}])[0].get("text")
    months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
    if convoked and "-" in (day or ""):
        printed = "%d %s %s" % (int(day[8:]), months[int(day[5:7]) - 1], day[:4])
        yield ["notice"], once(text, convoked, printed)
        yield ["convocation-date", "notice"], once(text, convoked, printed.replace(day[:4], str(int(day[:4]) + 1)))


def accounts(text, record, finds):
    """The same session votes accounts or a budget, where its day and its room would not allow it."""
    session = record["session"]
    subject = record["evidence"].get("/acts/0/subject", [{}])[0].get("text")
    if len(record["acts"]) != 1 or not subject or text.count(subject) != 1 or not session["date"] or \
            record["acts"][0]["vote"]["outcome"] != "adopted":
        return
    year, day = session["date"][:4], session["date"][5:]
    late = "07-31" if year == "2020" else "06-30"
    account = text.replace(subject, "Approbation du compte administratif %d" % (int(year) - 1))
    if day > late:
        yield ["accounts-deadline"], account
    if day > max(late, "04-30"):
        yield ["budget-deadline"], text.replace(subject, "Vote du budget primitif %s" % year)
    president = next((m for m in session["members"] if m["name"] == (session["president"] or {}).get("name")), {})
    role = (president.get("role") or "").lower()
    if president.get("status") == "present" and role in ("maire", "président", "présidente") and still(record) and \
            session["counts"]["proxies"] is not None and consistent(finds, "voting-sum") and \
            not any(m["kind"] == "not_taking_part" for m in record["acts"][0]["movements"]):
        everybody = session["counts"]["present"] + session["counts"]["proxies"]
        changed = UNANIMITY.subn("à l’unanimité, votants : %d, pour : %d," % (everybody, everybody), account)
        if changed[1] == 1:
            yield ["accounts-president", "accounts-deadline"], changed[0]


def votes(text, record, finds):
    words = list(UNANIMITY.finditer(text))
    vote = record["acts"][0]["vote"] if len(record["acts"]) == 1 else {}
    if len(record["acts"]) == 1 and vote["for"] is not None and "for" not in vote["derived"] and \
            "voting" not in vote["derived"] and not vote["not_taking_part"] and \
            all(e["confidence"] > 0.9 for k in vote for e in record["evidence"].get("/acts/0/vote/" + k, [])):
        yield ["vote-sum", "voting-sum"], numbered(text, "pour", lambda n: n + 5)
    if len(words) != 1 or not vote.get("unanimous") or vote["against"] and "against" not in vote["derived"] or \
            re.search("scrutin|bulletin|pour :|contre :|abstention", text, re.I):
        return
    there, away = of_status(record, "present"), of_status(record, "absent", "excused")

    def instead(said):
        return text[:words[0].start()] + said + text[words[0].end():]
    yield ["unanimity-against"], instead("à l’unanimité (2 voix contre)")
    yield ["majority", "vote-sum"], instead("à la majorité, par 3 voix pour et 8 voix contre, adopté,")
    yield ["expressed-votes"], instead("à la majorité (5 voix pour, 2 voix contre, suffrages exprimés : 11),")
    if len(there) > 2:
        both = "M. %s et M. %s" % (there[0], there[1])
        yield ["named-votes"], instead("à la majorité (1 voix contre : %s)" % both)
        yield ["secret-ballot"], instead("au scrutin secret, à la majorité (2 voix contre : %s)" % both)
    if away and consistent(finds, "present-names") and still(record) and away[0] not in [p["giver"] for p in record["session"]["proxies"]]:
        yield ["named-voter-present"], instead("à la majorité (1 voix contre : M. %s)" % away[0])
    yield ["ballot-papers"], instead("au scrutin secret ; nombre de bulletins trouvés dans l’urne : 15, bulletins "
                                     "blancs ou nuls : 1, suffrages exprimés : 13, majorité absolue : 7 ;")


def people(text, record, finds, council):
    session = record["session"]
    away, there = of_status(record, "absent", "excused"), of_status(record, "present")
    if not still(record):
        return
    secretary = record["evidence"].get("/session/secretaries/0/name", [{}])[0].get("text")
    if secretary and away:
        at = text.rfind(secretary)
        if at > 0 and text.count(away[0]) == 1:
            yield ["secretary-present"], text[:at] + away[0] + text[at + len(secretary):]

    def held(proxy, name):
        giver = text.find(proxy["giver"])
        at = text.find(proxy["holder"] or "?", giver + 1)
        if giver < 0 or not 0 < at - giver < 120:
            return None
        return text[:at] + name + text[at + len(proxy["holder"]):]
    whole = [p for p in session["proxies"] if p["holder"] and " " in p["holder"] and " " in p["giver"]
             and not p["limits"] and text.count(p["giver"]) == 1]
    if whole:
        if away:
            yield ["proxy-holder-present"], held(whole[0], away[0])
        yield ["proxy-self"], held(whole[0], whole[0]["giver"])
        holders = [p["holder"] for p in session["proxies"]]
        other = next((n for n in there if n not in holders and text.count(n) == 1), None)
        if other and consistent(finds, "present-names") and session["counts"]["proxies"] is not None:
            yield ["proxy-giver-absent"], text.replace(whole[0]["giver"], other)
    if len(whole) > 1:
        yield ["proxy-chain", "proxy-limit"], held(whole[0], whole[1]["giver"])
    if council and len(whole) > 2 and len(whole) == len(session["proxies"]):
        changed = text
        for proxy in whole[1:]:
            text, changed = changed, held(proxy, whole[0]["holder"])
            if not changed:
                return
            text = changed
        yield ["proxy-limit"], changed


def dates(text, record, finds):
    day = record["session"]["date"]
    start = max(text.find("EXTRAIT"), 0)  # a letter of convocation may stand in front
    weekday = re.compile(r"\b(%s)(\s+\d{1,2}\s+\w+\s+20\d\d)" % "|".join(WEEKDAYS), re.I).search(text, start)
    if weekday and weekday.start() < len(text) / 2:
        other = WEEKDAYS[(WEEKDAYS.index(weekday.group(1).lower()) + 2) % 7]
        yield ["weekday"], text[:weekday.start()] + other + weekday.group(2) + text[weekday.end():]
    printed = record["evidence"].get("/session", [])
    printed = [e for e in printed if e["rule"].startswith("dates/")]
    words = [e for e in printed if re.search("deux[ -]mil", e["text"], re.I)]
    figures = [e for e in printed if re.search(r"\d{4}", e["text"])]
    if not day or re.search("arrivée?e?s? à|séance du .* et du", text):
        return
    year = day[:4]
    decided = record["evidence"].get("/session/date", [{}])[0].get("text")
    other = next((e["text"] for e in figures if e["text"] != decided and text.count(e["text"]) == 1), None)
    if other:
        yield ["session-dates", "date-words", "weekday"], once(text, other, other.replace(year, str(int(year) + 1)))
    if words and figures and text.count(figures[0]["text"]) == 1:
        yield ["date-words", "weekday"], \
            once(text, figures[0]["text"], figures[0]["text"].replace(year, str(int(year) - 1)))


def identity(text, record, finds):
    day = record["session"]["date"]
    if not day or len(record["acts"]) != 1:
        return
    earlier = str(int(day[:4]) - 1)
    for label, name in (("Reçu en préfecture le", "transmission-date"), ("Publié le", "publication-date")):
        stamped = re.search(label + r"\s*:?\s*\d\d/\d\d/(20\d\d)", text)
        if stamped and (name != "publication-date" or record["kind"] == "deliberation"):
            yield [name], text[:stamped.start(1)] + earlier + text[stamped.end(1):]
    stamp = re.search(r"\b(0\d\d|\d{3})-(\d{9})-(20\d{6})-(\w+)-([A-Z]{2})\b", text)
    number = record["acts"][0]["number"]
    siren, line = record["authority"]["siren"], text.find("\n\n")
    if siren and line > 0 and not re.search("(?i)siren|siret", text):
        def registered(number):
            return text[:line] + "\n\nN° SIREN : %s" % number + text[line:]
        yield ["siren-key", "identifier-siren"], registered(siren[:8] + str((int(siren[8]) + 1) % 10))
        if stamp and record["authority"]["type"] != "ccas":  # which may write under its commune's
            yield ["identifier-siren"], registered("200054781" if siren != "200054781" else "213105554")
    department = record["authority"]["department"]
    if stamp and department and department.isdigit() and stamp.group(2)[:3] in ("210", "213", "212", "211"):
        other = "%03d" % (int(department) % 95 + 1)
        yield ["identifier-department"], text[:stamp.start(1)] + other + text[stamp.end(1):]
    if stamp:
        yield ["identifier-date", "transmission-date"], text[:stamp.start(3)] + earlier + text[stamp.start(3) + 4:]
        if number and text.count(number) == 1:
            moved = re.sub(r"\d+", lambda run: run.group() if run.group() == day[:4] else
                           "".join(str((int(d) + 3) % 10) for d in run.group()), number)
            ranks = [run.lstrip("0") for run in re.findall(r"\d+", moved) if run != day[:4]]
            theirs = [run.lstrip("0") for run in re.findall(r"\d+", stamp.group(4))]
            if ranks and not any(run.endswith(other) or other.endswith(run) for run in ranks for other in theirs):
                yield ["identifier-number", "number-year", "number-date"], text.replace(number, moved)
    if number and re.match(day[:4] + r"[-./_ ]\d{1,5}$", number) and text.count(number) == 1:
        yield ["number-year"], text.replace(number, earlier + number[4:])
    if number and re.match(r"\d{8}\D", number) and text.count(number) == 1:
        yield ["number-date", "number-year"], text.replace(number, "%s0327%s" % (earlier, number[8:]))


def money(text, record, finds):
    if len(record["acts"]) != 1:
        return
    said = {
        "amount-letters": "Le montant est de deux mille trois cents euros (2 030,00 €).",
        "tax-sum": "Le devis est de 26 550,00 € HT soit 33 860,00 € TTC.",
        "table-total": "Postes de dépenses   Montant HT\nMaçonnerie   12 000,00 €\nCharpente   8 000,00 €\n"
                       "Total   21 000,00 €",
        "percentage": "Financeurs   Montant\nÉtat   40 %   40 000,00 €\nDépartement   20 %   30 000,00 €\n"
                      "Commune   40 %   30 000,00 €\nTotal   100 000,00 €",
        "plan-balance": "Plan de financement :\nTotal des dépenses : 30 000,00 €\nTotal des recettes : 31 000,00 €",
    }
    for name, words in said.items():
        yield [name], before_decision(text, words)
    if not re.search("convention", text, re.I):
        yield ["grant-agreement"], \
            in_decision(text, "ATTRIBUE une subvention de 30 000 € à l’association Les Tilleuls.")


def mutate_text(text, record, finds, council):
    """(checks the error shows itself to, changed text)."""
    if "|" in text:
        return  # in plain text bars are signs of recognition, and such texts accuse nobody
    for checks, changed in [*counts(text, record, finds), *missing(text, record, finds),
                            *law(text, record, finds, council), *accounts(text, record, finds),
                            *votes(text, record, finds), *people(text, record, finds, council), *dates(text, record, finds),
                            *identity(text, record, finds), *money(text, record, finds)]:
        if changed and changed != text:
            yield checks, changed
