"""Exports validate: by tableschema, by ajv with Popolo's schemas, by a strict `_bulk` server, by
Python's csv. The whole corpus is exported once, and the real documents that are text where they lie
beside the checkout."""
import csv
import glob
import http.server
import io
import json
import os
import re
import threading
import urllib.request

import export_checks as checks
import harness

CORPUS = sorted(glob.glob(os.path.join(harness.SOURCE, "corpus", "*", "source.*")))
REAL = sorted(glob.glob(os.path.join(harness.SOURCE, "..", "shared", "real", "texts", "*.txt")))


def siret_of(siren):
    """A SIRET of this SIREN with a valid key."""
    return next(siren + "%05d" % nic for nic in range(10, 100) if checks.luhn(siren + "%05d" % nic))


def sirens():
    """Any number of valid SIRENs."""
    for number in range(200_000_010, 299_999_999):
        if checks.luhn(str(number)):
            yield str(number)


class Kept:
    """The records of all documents, read once for all tests."""
    lines = None

    @classmethod
    def records(cls, test):
        if cls.lines is None:
            run = test.run_delibex("extract", "--format", "jsonl", *CORPUS, *REAL)
            cls.lines = run.stdout
            test.assertEqual(len(cls.lines.splitlines()), len(CORPUS) + len(REAL))
        return cls.lines


class Export(harness.CommandLine):
    def setUp(self):
        super().setUp()
        self.environment["SOURCE_DATE_EPOCH"] = "1710374400"

    def records(self):
        lines = Kept.records(self)
        by_sum = {json.loads(line)["source"]["sha256"]: line for line in lines.splitlines()}
        self.write("records.jsonl", b"".join(line + b"\n" for line in by_sum.values()))
        return [json.loads(line) for line in by_sum.values()]

    def authorities(self, records):
        """A table of every authority in the records, under semicolons as spreadsheets write it."""
        invented, rows = sirens(), {}
        for record in records:
            name, siren = record["authority"]["name"], record["authority"]["siren"]
            if siren and siren not in rows:
                rows[siren] = [siren, name or "Sans nom", siret_of(siren), "https://actes.example/{siren}/{file}"]
        for record in records:
            name, siren = record["authority"]["name"], record["authority"]["siren"]
            if name and not siren and name not in [row[1] for row in rows.values()]:
                siren = next(invented)
                rows[siren] = [siren, name, siret_of(siren), ""]
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";")
        writer.writerow(["siren", "nom", "siret", "url"])
        writer.writerows(rows.values())
        return self.write("authorities.csv", "\ufeff" + out.getvalue())

    def export(self, *words, **options):
        run = self.run_delibex("export", *words, **options)
        self.assertEqual(run.returncode, 0, run.stderr.decode())
        return run.stdout.decode()


class Deliberations(Export):
    def export_all(self, *words):
        records = self.records()
        self.export("scdl", "--records", "records.jsonl", "--authorities", self.authorities(records),
                    "-o", "out", *words)
        return records, sorted(glob.glob(self.path("out/*_deliberations.csv")))

    def test_every_file_validates(self):
        records, files = self.export_all("--derive-votes")
        count = 0
        for path in files:
            self.assertRegex(os.path.basename(path), r"^20240314_\d{9}_deliberations\.csv$")
            faults, rows = checks.table_faults(self, "scdl", path)
            self.assertEqual(faults, [], path)
            self.assertGreater(rows, 0)
            count += rows
            for row in checks.rows_of(path):
                self.assertEqual(list(checks.scdl_faults(row)), [], row)
                self.assertEqual(row["COLL_SIRET"][:9], os.path.basename(path)[9:18])
        rejects = checks.rows_of(self.path("out/20240314_deliberations_rejects.csv"))
        acts = sum(len(r["acts"]) for r in records if r["kind"] in ("deliberation", "minutes", "list"))
        self.assertEqual(count + len(rejects), acts)
        self.assertGreater(count, len(CORPUS) // 2)
        self.assertTrue(all(row["to_supply"] and row["key"] for row in rejects))

    def test_votes_are_stated_unless_asked_for(self):
        records, files = self.export_all()
        acts = {f"{r['source']['sha256'][:12]}/{i + 1}": act for r in records
                for i, act in enumerate(r["acts"])}
        voted = [row for path in files for row in checks.rows_of(path) if row["VOTE_REEL"]]
        self.assertGreater(len(voted), 3)
        derived = {row["key"]: row for row in checks.rows_of(self.path("out/20240314_deliberations_origins.csv"))
                   if row["column"] in ("VOTE_POUR", "VOTE_CONTRE", "VOTE_ABSTENTION")
                   and row["origin"] == "derived"}
        self.assertEqual(derived, {})
        stated = [act for act in acts.values() if act["vote"]["for"] is not None
                  and "for" not in act["vote"]["derived"]]
        self.assertLessEqual(len(voted), len(stated))
        records, files = self.export_all("--derive-votes")
        more = [row for path in files for row in checks.rows_of(path) if row["VOTE_REEL"]]
        self.assertGreater(len(more), len(voted))

    def test_what_is_not_stated_is_told(self):
        self.export_all("--derive-votes")
        origins = checks.rows_of(self.path("out/20240314_deliberations_origins.csv"))
        kinds = {(row["column"], row["origin"]) for row in origins}
        self.assertIn(("DELIB_MATIERE_CODE", "inferred"), kinds)
        self.assertIn(("VOTE_POUR", "derived"), kinds)
        self.assertIn(("COLL_SIRET", "supplied"), kinds)
        self.assertNotIn(("DELIB_ID", "derived"), kinds)

    def test_inferred_matters_can_be_left_out(self):
        self.export_all("--matter", "stated")
        origins = checks.rows_of(self.path("out/20240314_deliberations_origins.csv"))
        self.assertEqual([row for row in origins if row["origin"] == "inferred"], [])
        rejects = checks.rows_of(self.path("out/20240314_deliberations_rejects.csv"))
        self.assertTrue(any("DELIB_MATIERE_CODE" in row["to_supply"] for row in rejects))

    def test_rejects_go_in_again_once_their_blanks_are_filled(self):
        self.write_act()
        self.export("scdl", "--rejects", "rejects.csv", "act.txt")
        rejects = checks.rows_of(self.path("rejects.csv"))
        self.assertEqual(len(rejects), 1)
        self.assertIn("COLL_SIRET", rejects[0]["to_supply"])
        rejects[0]["COLL_SIRET"] = siret_of("212909774")
        rejects[0]["DELIB_MATIERE_CODE"], rejects[0]["DELIB_MATIERE_NOM"] = "3.5", ""
        out = io.StringIO()
        writer = csv.DictWriter(out, rejects[0].keys())
        writer.writeheader()
        writer.writerows(rejects)
        self.write("filled.csv", out.getvalue())
        rows = checks.rows_in(self.export("scdl", "--supply", "filled.csv", "act.txt"))
        self.assertEqual(len(rows), 1)
        self.assertEqual(rows[0]["DELIB_MATIERE_CODE"], "3.5")
        self.assertEqual(rows[0]["DELIB_MATIERE_NOM"],
                         "domaine et patrimoine/autres actes de gestion du domaine public")
        self.assertEqual(list(checks.scdl_faults(rows[0])), [])

    def test_what_a_user_gives_is_validated_too(self):
        self.write_act()
        self.write("authorities.csv", "name,siret\nValbelle-sur-Orne,%s\n" % siret_of("212909774"))
        for given in ("PREF_DATE=2024-02-30", "PREF_DATE=2024-03-01", "BUDGET_ANNEE=2024",
                      "DELIB_URL=un lien", "VOTE_EFFECTIF=5", "DELIB_MATIERE_CODE=10.1",
                      "DELIB_MATIERE_NOM=autre chose"):
            run = self.run_delibex("export", "scdl", "--authorities", "authorities.csv",
                                   "--matter", "stated", "--set", "DELIB_MATIERE_CODE=1.1",
                                   "--set", given, "act.txt")
            self.assertEqual(checks.rows_in(run.stdout.decode()), [], given)
            self.assertIn(given.split("=")[0], run.stderr.decode())
        rows = checks.rows_in(self.export("scdl", "--authorities", "authorities.csv", "--set",
                                          "PREF_ID=PREF061", "act.txt"))
        self.assertEqual(rows[0]["PREF_ID"], "PREF061")

    def test_one_act_read_from_two_documents_is_one_row(self):
        text = harness.ACT.format(present=4, number=12)
        self.write("one.txt", text)
        self.write("two.txt", text + "\n\n")
        self.write("authorities.csv", "name,siret\nValbelle-sur-Orne,%s\n" % siret_of("212909774"))
        run = self.run_delibex("export", "scdl", "--authorities", "authorities.csv", "one.txt", "two.txt")
        self.assertEqual(len(checks.rows_in(run.stdout.decode())), 1)
        self.assertIn("another document", run.stderr.decode())

    def test_wrong_tables_and_options_are_refused(self):
        self.write_act()
        self.write("no-column.csv", "a,b\n1,2\n")
        self.write("wrong-siret.csv", "name,siret\nValbelle,12345678901234\n")
        self.write("open.csv", 'name,siret\n"Valbelle,1\n')
        self.write("latin.csv",
                   "name,siret\nVallée,\n".encode("latin-1"))
        for name, why in (("no-column.csv", "none of the columns"), ("wrong-siret.csv", "no SIRET"),
                          ("open.csv", "quote is not closed"), ("latin.csv", "not UTF-8"),
                          ("missing.csv", "missing.csv")):
            run = self.run_delibex("export", "scdl", "--authorities", name, "act.txt")
            self.assertEqual(run.returncode, 5, name)
            self.assertIn(why, run.stderr.decode())
        for words, why in ((["xlsx", "act.txt"], "no such format"), (["scdl"], "missing operand"),
                           (["scdl", "--set", "NOTHING=1", "act.txt"], "COLUMN=VALUE"),
                           (["csv", "--table", "nothing", "act.txt"], "must be one of"),
                           (["csv", "--template", "act.txt"], "only opensearch")):
            run = self.run_delibex("export", *words)
            self.assertEqual(run.returncode, 2, words)
            self.assertIn(why, run.stderr.decode())


class Grants(Export):
    def test_grants_validate_once_a_user_completes_them(self):
        records = self.records()
        names = {grant["beneficiary"] for r in records for act in r["acts"] for grant in act["grants"]}
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["name", "siret", "rna"])
        for number, name in enumerate(sorted(n for n in names if n)):
            writer.writerow([name, "", "W%09d" % number] if number % 2 else [name, siret_of("212909774"), ""])
        self.write("beneficiaries.csv", out.getvalue())
        given = ["dateConvention=2024-01-15", "conditionsVersement=unique", "notificationUE=non",
                 "datesPeriodeVersement=2024-02-01/2024-06-30"]
        self.export("subventions", "--records", "records.jsonl", "--authorities",
                    self.authorities(records), "--beneficiaries", "beneficiaries.csv",
                    "-o", "out", *[word for one in given for word in ("--set", one)])
        files = sorted(glob.glob(self.path("out/*_subventions.csv")))
        self.assertGreater(len(files), 2)
        for path in files:
            faults, rows = checks.table_faults(self, "subventions", path)
            self.assertEqual(faults, [], path)
            for row in checks.rows_of(path):
                self.assertEqual(list(checks.subventions_faults(row)), [], row)

    def test_without_them_every_row_is_rejected(self):
        self.records()
        text = self.export("subventions", "--records", "records.jsonl", "--rejects", "rejects.csv")
        self.assertEqual(checks.rows_in(text), [])
        rejects = checks.rows_of(self.path("rejects.csv"))
        self.assertGreater(len(rejects), 10)
        for row in rejects:
            self.assertIn("dateConvention", row["to_supply"])
            self.assertTrue(row["nomBeneficiaire"])


class Popolo(Export):
    def popolo(self):
        self.records()
        return json.loads(self.export("popolo", "--records", "records.jsonl"))

    def test_it_fits_popolos_schemas(self):
        schemas = checks.popolo_schemas()
        if not schemas:
            self.skipTest("Popolo's schemas are not at hand")
        name = {"organizations": "organization", "persons": "person", "memberships": "membership",
                "events": "event", "motions": "motion", "vote_events": "vote_event"}
        popolo, questions = self.popolo(), []
        for key, values in popolo.items():
            self.assertGreater(len(values), 10, key)
            questions += [(f"http://www.popoloproject.com/schemas/{name[key]}.json", one) for one in values]
        for event in popolo["vote_events"]:
            for key, schema in (("counts", "count"), ("votes", "vote")):
                questions += [(f"http://www.popoloproject.com/schemas/{schema}.json", one) for one in event[key]]
        for (schema, value), faults in zip(questions, checks.json_faults(self, schemas, questions)):
            self.assertEqual(faults, [], (schema, value))

    def test_the_validator_looks(self):
        schemas = checks.popolo_schemas()
        if not schemas:
            self.skipTest("Popolo's schemas are not at hand")
        base = "http://www.popoloproject.com/schemas/"
        faults = checks.json_faults(self, schemas, [(base + "count.json", {"option": "yes"}),
                                                    (base + "membership.json", {"start_date": "hier"})])
        self.assertTrue(all(faults), faults)

    def test_a_document_that_comes_twice_counts_once(self):
        self.write_act()
        self.write("twice.jsonl", self.delibex("extract", "--format", "jsonl", "act.txt") * 2)
        self.assertEqual(self.export("popolo", "--records", "twice.jsonl"), self.export("popolo", "act.txt"))

    def test_references_lead_somewhere(self):
        popolo = self.popolo()
        ids = {key: {one["id"] for one in values} for key, values in popolo.items()}
        for key, values in popolo.items():
            self.assertEqual(len(ids[key]), len(values), key)
        for one in popolo["memberships"]:
            self.assertIn(one["person_id"], ids["persons"])
            self.assertIn(one["organization_id"], ids["organizations"])
        for event in popolo["vote_events"]:
            self.assertIn(event["motion_id"], ids["motions"])
            self.assertLessEqual({vote["voter_id"] for vote in event["votes"]}, ids["persons"])
        for event in popolo["events"]:
            self.assertLessEqual({one["id"] for one in event["attendees"]}, ids["persons"])
            for proxy in event["delibex:proxies"]:
                self.assertIn(proxy["giver_id"], ids["persons"])

    def test_counts_are_stated(self):
        records, popolo = self.records(), self.popolo()
        votes = {f"act/{r['source']['sha256'][:12]}/{i + 1}": act["vote"] for r in records
                 for i, act in enumerate(r["acts"])}
        keys = {"yes": "for", "no": "against", "abstain": "abstaining", "not voting": "not_taking_part"}
        derived = 0
        for event in popolo["vote_events"]:
            vote = votes[event["motion_id"]]
            for count in event["counts"]:
                self.assertNotIn(keys[count["option"]], vote["derived"])
                self.assertEqual(vote[keys[count["option"]]], count["value"])
            derived += len(event["delibex:derived"]["counts"])
        self.assertGreater(derived, 10)


class BulkServer(http.server.BaseHTTPRequestHandler):
    """As strict as _bulk: NDJSON, an action then a source, a line feed at the very end, and for the
    sources what a mapping with "dynamic": "strict" accepts."""

    def log_message(self, *_):
        pass

    def fits(self, value, mapping, path):
        for one in value if isinstance(value, list) else [value]:
            kind = mapping.get("type", "object")
            if one is None:
                continue
            if kind == "object":
                if not isinstance(one, dict):
                    raise ValueError(f"{path}: no object")
                for key, inner in one.items():
                    if key not in mapping["properties"]:
                        raise ValueError(f"{path}.{key}: strict_dynamic_mapping_exception")
                    self.fits(inner, mapping["properties"][key], f"{path}.{key}")
            elif kind in ("keyword", "text") and not isinstance(one, str) or \
                    kind in ("long", "float") and (isinstance(one, bool) or not isinstance(one, (int, float))) or \
                    kind == "boolean" and not isinstance(one, bool) or \
                    kind == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", str(one)):
                raise ValueError(f"{path}: {one!r} is no {kind}")

    def bulk(self, body):
        if self.headers["Content-Type"] != "application/x-ndjson":
            raise ValueError("Content-Type")
        if not body.endswith("\n"):
            raise ValueError("The bulk request must be terminated by a newline [\\n]")
        lines = body[:-1].split("\n")
        if len(lines) % 2:
            raise ValueError("an action without a source")
        for action, source in zip(lines[::2], lines[1::2]):
            (verb, where), = json.loads(action).items()
            if verb != "index" or set(where) != {"_index", "_id"} or len(where["_id"].encode()) > 512:
                raise ValueError(f"action {action}")
            if not re.fullmatch(r"[a-z][a-z0-9_.-]*", where["_index"]):
                raise ValueError("invalid_index_name_exception")
            self.fits(json.loads(source), self.server.mapping, "")
            self.server.documents[where["_id"]] = json.loads(source)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8", "strict")
        try:
            self.bulk(body)
            status, answer = 200, {"errors": False}
        except (ValueError, KeyError) as error:
            status, answer = 400, {"error": str(error)}
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())


class OpenSearch(Export):
    def serve(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), BulkServer)
        template = json.loads(self.export("opensearch", "--template"))
        server.mapping = dict(template["template"]["mappings"])
        server.documents = {}
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server, template

    def post(self, server, lines):
        request = urllib.request.Request(
            f"http://127.0.0.1:{server.server_port}/_bulk", lines.encode(),
            {"Content-Type": "application/x-ndjson"})
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def test_lines_are_accepted(self):
        records = self.records()
        server, _ = self.serve()
        lines = self.export("opensearch", "--records", "records.jsonl")
        self.assertEqual(self.post(server, lines), (200, {"errors": False}))
        self.assertEqual(len(server.documents), sum(len(record["acts"]) for record in records))
        self.assertEqual(self.post(server, lines)[0], 200)
        self.assertEqual(len(server.documents), sum(len(record["acts"]) for record in records))

    def test_the_server_is_strict(self):
        server, _ = self.serve()
        good = '{"index":{"_index":"a","_id":"1"}}\n{"key":"1"}\n'
        self.assertEqual(self.post(server, good)[0], 200)
        for wrong in (good[:-1], good.replace('"key":"1"', '"key":1'), good.replace('"key"', '"other"'),
                      good.split("\n")[0] + "\n"):
            self.assertEqual(self.post(server, wrong)[0], 400, wrong)

    def test_the_template_reads_french_and_keeps_codes(self):
        _, template = self.serve()
        act = template["template"]["mappings"]["properties"]["act"]["properties"]
        self.assertEqual(act["matter"]["properties"]["code"]["type"], "keyword")
        self.assertEqual(act["number"]["type"], "keyword")
        self.assertEqual(act["subject"]["type"], "text")
        analysis = template["template"]["settings"]["analysis"]
        self.assertEqual(analysis["filter"]["delibex_stem"]["language"], "light_french")
        self.assertIn(act["subject"]["analyzer"], analysis["analyzer"])

    def test_the_index_has_the_name_that_is_asked_for(self):
        self.write_act()
        lines = self.export("opensearch", "--index", "actes-2024", "act.txt")
        self.assertEqual(json.loads(lines.split("\n")[0])["index"]["_index"], "actes-2024")


class Tables(Export):
    def test_tables_hold_what_the_records_hold(self):
        records = self.records()
        self.export("csv", "--records", "records.jsonl", "-o", "out")
        tables = {os.path.basename(path)[:-4]: checks.rows_of(path)
                  for path in glob.glob(self.path("out/*.csv"))}
        self.assertEqual(len(tables["documents"]), len(records))
        acts = [(r["source"]["sha256"][:12], i + 1, act) for r in records for i, act in enumerate(r["acts"])]
        self.assertEqual([(row["document"], int(row["act"]), row["subject"] or None, row["number"] or None)
                          for row in tables["acts"]],
                         [(d, i, act["subject"], act["number"]) for d, i, act in acts])
        self.assertEqual([int(row["cents"]) for row in tables["amounts"]],
                         [amount["cents"] for _, _, act in acts for amount in act["amounts"]])
        self.assertEqual([row["text"] for row in tables["decisions"]],
                         [clause for _, _, act in acts for clause in act["decisions"]])
        self.assertEqual([row["name"] for row in tables["members"]],
                         [member["name"] for r in records for member in r["session"]["members"]])
        self.assertEqual([row["vote_derived"].split(";") if row["vote_derived"] else []
                          for row in tables["acts"]], [act["vote"]["derived"] for _, _, act in acts])

    def test_what_csv_finds_hard(self):
        record = json.loads(self.delibex("extract", "--format", "jsonl", self.write_act()))
        hard = 'Motion « à l’œuvre » ; "citation", virgule\nligne deux\r\nligne trois'
        record["acts"][0]["subject"] = hard
        record["acts"][0]["decisions"] = [' espace ', '"', ',', '=1+1']
        self.write("hard.jsonl", json.dumps(record, ensure_ascii=False))
        rows = checks.rows_in(self.export("csv", "--records", "hard.jsonl"))
        self.assertEqual(rows[0]["subject"], hard)
        rows = checks.rows_in(self.export("csv", "--table", "decisions", "--records", "hard.jsonl"))
        self.assertEqual([row["text"] for row in rows], record["acts"][0]["decisions"])


class Schemas(Export):
    def fits(self, name, values):
        """Every value fits the schema that delibex prints of the export."""
        self.assertGreater(len(values), 0, name)
        schema = json.loads(self.delibex("schema", name))
        questions = [(schema["$id"], value) for value in values]
        for value, faults in zip(values, checks.json_faults(self, [schema], questions)):
            self.assertEqual(faults, [], (name, value))

    def test_exports_fit_what_is_said_of_them(self):
        records = self.records()
        self.fits("jsonl", [json.loads(line) for line in
                            self.export("jsonl", "--records", "records.jsonl").splitlines()])
        self.fits("popolo", [json.loads(self.export("popolo", "--records", "records.jsonl"))])
        lines = self.export("opensearch", "--records", "records.jsonl").splitlines()
        self.fits("opensearch", [json.loads(line) for line in lines[1::2]])
        self.export("csv", "--records", "records.jsonl", "-o", "out")
        self.fits("csv", [{os.path.basename(path)[:-4]: checks.rows_of(path)
                           for path in glob.glob(self.path("out/*.csv"))}])
        rows = checks.rows_in(self.export("scdl", "--records", "records.jsonl", "--derive-votes",
                                          "--authorities", self.authorities(records), "--rejects", "r.csv"))
        self.fits("scdl", rows)

    def test_a_format_that_there_is_not(self):
        self.delibex("schema", "xlsx", code=2, complaint="there is no such format")


class Sources(Export):
    def test_an_archive_gives_what_its_documents_give(self):
        files = [path for path in CORPUS if path.endswith(".pdf")][:6]
        self.run_delibex("index", "--quiet", "archive.delibex", *files)
        for format in ("jsonl", "opensearch", "popolo"):
            kept = self.export(format, "archive.delibex")
            read = self.export(format, *files)
            if format == "jsonl":
                by_sum = lambda text: sorted(json.loads(line)["source"]["sha256"] for line in text.splitlines())
                self.assertEqual(by_sum(kept), by_sum(read))
            else:
                self.assertEqual(len(kept.splitlines()), len(read.splitlines()))
        run = self.run_delibex("export", "jsonl", "archive.delibex", files[0])
        self.assertEqual(run.returncode, 2)

    def test_jsonl_is_the_record(self):
        self.write_act()
        record = self.delibex("extract", "--format", "jsonl", "act.txt")
        self.assertEqual(self.export("jsonl", "act.txt").encode(), record)
        self.assertEqual(self.export("jsonl", "--records", "-", input=record).encode(), record)

    def test_a_document_that_cannot_be_read_is_told(self):
        self.write("broken.pdf", b"%PDF-1.4\nnothing\n%%EOF\n")
        self.write_act()
        out = self.delibex("export", "jsonl", "broken.pdf", "act.txt", code=3, complaint="broken.pdf")
        self.assertEqual(len(out.splitlines()), 1)

    def test_memory_does_not_grow_with_the_records(self):
        record = self.delibex("extract", "--format", "jsonl", self.write_act()).decode()
        peaks = []
        for count in (50, 2000):
            self.write("many.jsonl", record * count)
            script = ("import resource,subprocess,sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL,"
                      " stderr=subprocess.DEVNULL, check=True);"
                      "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
            run = harness.subprocess.run(
                [harness.sys.executable, "-c", script, harness.DELIBEX, "export", "opensearch", "--records",
                 self.path("many.jsonl")], capture_output=True, check=True,
                # what is freed, AddressSanitizer would keep
                env=dict(self.environment, ASAN_OPTIONS="quarantine_size_mb=1"))
            peaks.append(int(run.stdout))
        self.assertLess(peaks[1], peaks[0] * 1.25)


class Redaction(Export):
    def test_private_names_go_and_members_stay(self):
        text = harness.ACT.format(present=4, number=12).replace(
            "Achat d'un tracteur pour le service des espaces verts",
            "Vente d'un terrain à M. et Mme Gaspard LERICHE et à M. Bastien LACOMBE").replace(
            "- d'approuver l'achat d'un tracteur pour un montant de 18 500 €.",
            "- d'approuver la vente à Mme Iris LERICHE, née le 3 mai 1961 à Caen ; elle remplace Mme MARQUET.")
        self.write("act.txt", text)
        for format in ("jsonl", "opensearch", "popolo", "csv"):
            whole, private = self.export(format, "act.txt"), self.export(format, "--redact", "private", "act.txt")
            self.assertIn("LERICHE", whole)
            self.assertNotIn("LERICHE", private)
            self.assertNotIn("1961", private)
            if format != "popolo":
                self.assertIn("LACOMBE", private)
        record = json.loads(self.export("jsonl", "--redact", "private", "act.txt"))
        self.assertEqual(record["acts"][0]["subject"], "Vente d'un terrain à M. et Mme […] et à M. Bastien LACOMBE")
        self.assertIn("Mme MARQUET", record["acts"][0]["decisions"][0])
        self.assertIn("/acts/0/subject", record["evidence"])


if __name__ == "__main__":
    harness.main()
