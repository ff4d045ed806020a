"""What the tests of exports hold them against, none of it delibex's own: the tableschema package for
JavaScript, ajv, and Validata's custom checks as their descriptions say them."""
import csv
import io
import json
import os
import re
import subprocess
import unicodedata

import harness

MODULES = os.path.join(harness.BUILD, "npm", "node_modules")
SCHEMAS = os.path.join(harness.SOURCE, "..", "shared", "reference", "schemas")

CLASSES = ["Commande publique", "Urbanisme", "Domaine et patrimoine", "Fonction publique",
           "Institutions et vie politique", "Libertés publiques et pouvoirs de police",
           "Finances locales", "Domaines de compétences par thèmes", "Autres domaines de compétences"]

# The columns as the two schemas have them, for where their files are not at hand.
REQUIRED, DATE, NUMBER = {"required": True}, "date", "integer"
SCDL = [
    ("COLL_NOM", "string", REQUIRED), ("COLL_SIRET", "string", {**REQUIRED, "pattern": r"^\d{14}$"}),
    ("DELIB_ID", "string", REQUIRED), ("DELIB_DATE", DATE, REQUIRED),
    ("DELIB_MATIERE_CODE", "string", {**REQUIRED, "pattern": r"^\d\.\d{1,2}$"}),
    ("DELIB_MATIERE_NOM", "string", REQUIRED), ("DELIB_OBJET", "string", REQUIRED),
    ("BUDGET_ANNEE", "string", {"pattern": r"^[0-9]{4}(\/[0-9]{4})?$"}), ("BUDGET_NOM", "string", {}),
    ("PREF_ID", "string", {}), ("PREF_DATE", DATE, {}), ("VOTE_EFFECTIF", NUMBER, {}),
    ("VOTE_REEL", NUMBER, {}), ("VOTE_POUR", NUMBER, {}), ("VOTE_CONTRE", NUMBER, {}),
    ("VOTE_ABSTENTION", NUMBER, {}), ("DELIB_URL", "string", {}),
]
PERIOD = r"^[0-9]{4}\-[0-9]{2}\-[0-9]{2}(\/[0-9]{4}\-[0-9]{2}\-[0-9]{2})?$"
NATURES = ["aide en numéraire", "aide en nature", "aide en numéraire;aide en nature",
           "aide en nature;aide en numéraire"]
SUBVENTIONS = [
    ("nomAttribuant", "string", REQUIRED), ("idAttribuant", "string", {**REQUIRED, "pattern": r"^\d{14}$"}),
    ("dateConvention", DATE, REQUIRED), ("referenceDecision", "string", {}),
    ("nomBeneficiaire", "string", REQUIRED), ("idBeneficiaire", "string", {}),
    ("rnaBeneficiaire", "string", {"pattern": r"^W\d{9}$"}),
    ("objet", "string", {**REQUIRED, "maxLength": 256}), ("montant", "number", REQUIRED),
    ("nature", "string", {**REQUIRED, "enum": NATURES}),
    ("conditionsVersement", "string", {**REQUIRED, "maxLength": 256}),
    ("datesPeriodeVersement", "string", {**REQUIRED, "pattern": PERIOD}),
    ("idRAE", "string", {"maxLength": 5}), ("notificationUE", "boolean", REQUIRED),
    ("pourcentageSubvention", "number", {**REQUIRED, "minimum": 0.01, "maximum": 1}),
    ("dispositifAide", "string", {}),
]


def table_schema(name):
    """The official schema, else what this file carries of it."""
    path = os.path.join(SCHEMAS, {"scdl": "scdl-deliberations-2.1.5.schema.json",
                                  "subventions": "scdl-subventions-2.1.1.schema.json"}[name])
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    fields = [dict(name=one, type=kind, constraints=constraints)
              for one, kind, constraints in (SCDL if name == "scdl" else SUBVENTIONS)]
    for field in fields:
        if field["type"] == "boolean":
            field.update(trueValues=["oui"], falseValues=["non"])
    return {"fields": fields}


TABLE_VALIDATOR = """
const {Table} = require("tableschema");
const {schema, path} = JSON.parse(require("fs").readFileSync(0, "utf8"));
(async () => {
    const table = await Table.load(path, {schema});
    const rows = await table.read({forceCast: true});
    const names = schema.fields.map(field => field.name);
    const faults = rows.filter(row => row instanceof Error).map(
        error => `row ${error.rowNumber}: ${error.message} ` +
                 (error.errors || []).map(inner => inner.message).join("; "));
    if (JSON.stringify(table.headers) !== JSON.stringify(names))
        faults.push("the columns are not those of the schema, in their order");
    console.log(JSON.stringify({faults, rows: rows.length}));
})().catch(error => console.log(JSON.stringify({faults: [String(error)], rows: 0})));
"""

JSON_VALIDATOR = """
const Ajv = require("ajv/dist/2020");
const ajv = new Ajv({strict: false, allErrors: true});
require("ajv-formats")(ajv);
const {schemas, checks} = JSON.parse(require("fs").readFileSync(0, "utf8"));
for (const schema of schemas) ajv.addSchema(schema);
console.log(JSON.stringify(checks.map(([id, value]) => {
    const fits = ajv.getSchema(id);
    return fits(value) ? [] : fits.errors.map(e => `${e.instancePath}: ${e.message}`);
})));
"""


def node(test, script, question, package):
    if not os.path.isdir(os.path.join(MODULES, package)):
        test.skipTest(f"{package} is not installed: tools/test installs it")
    run = subprocess.run(["node", "-e", script], capture_output=True, text=True,
                         input=json.dumps(question), env=dict(os.environ, NODE_PATH=MODULES))
    test.assertEqual(run.returncode, 0, run.stderr)
    return json.loads(run.stdout)


def table_faults(test, name, path):
    """What tableschema holds against a file, and how many rows it has."""
    answer = node(test, TABLE_VALIDATOR, {"schema": table_schema(name), "path": path}, "tableschema")
    return answer["faults"], answer["rows"]


def rows_of(path):
    """The rows, by Python's own parser, strictly."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def rows_in(text):
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


# ---- Validata's custom checks ----------------------------------------------------------------------

def luhn(digits):
    total = 0
    for i, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + i % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def bare(text):
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.combining(c)).lower()


def scdl_faults(row):
    """As Validata runs them: a check over several columns passes a row where one of them is empty."""
    votes = [row[name] for name in ("VOTE_EFFECTIF", "VOTE_REEL", "VOTE_POUR", "VOTE_CONTRE",
                                    "VOTE_ABSTENTION")]
    if not re.fullmatch(r"\d{14}", row["COLL_SIRET"]) or not luhn(row["COLL_SIRET"]):
        yield "french-siret-value"
    if bool(row["BUDGET_ANNEE"]) != bool(row["BUDGET_NOM"]):
        yield "cohesive-columns-value BUDGET"
    years = row["BUDGET_ANNEE"].split("/")
    if len(years) == 2 and years[1] <= years[0]:
        yield "year-interval-value"
    if any(votes) and not all(votes):
        yield "cohesive-columns-value VOTE"
    if row["PREF_DATE"] and row["PREF_DATE"] < row["DELIB_DATE"]:
        yield "compare-columns-value PREF_DATE"
    if all(votes):
        in_office, cast, *parts = (int(vote) for vote in votes)
        if in_office < cast or any(cast < part for part in parts):
            yield "compare-columns-value VOTE"
        if cast != sum(parts):
            yield "sum-columns-value"
    theme, slash, rest = row["DELIB_MATIERE_NOM"].partition("/")
    if not slash or theme.endswith(" ") or rest.startswith(" ") or \
            bare(theme) not in [bare(name) for name in CLASSES]:
        yield "nomenclature-actes-value"
    # Validata does not look, so that code and name may differ: ours must not
    elif bare(CLASSES[int(row["DELIB_MATIERE_CODE"][0]) - 1]) != bare(theme):
        yield "code and name"


def subventions_faults(row):
    for name in ("idAttribuant", "idBeneficiaire"):
        if row[name] and not (re.fullmatch(r"\d{14}", row[name]) and luhn(row[name])):
            yield "french-siret-value " + name
    if not row["idBeneficiaire"] and not row["rnaBeneficiaire"]:
        yield "one-of-required"


# ---- Popolo's schemas, draft 3, as ajv reads them --------------------------------------------------

def modern(schema):
    """The same in draft 2020-12: `required` is a list beside the properties."""
    if isinstance(schema, list):
        return [modern(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: modern(value) for key, value in schema.items() if key not in ("$schema", "id")
           or isinstance(value, dict)}
    if isinstance(schema.get("id"), str):
        out["$id"] = schema["id"].rstrip("#")
    if isinstance(out.get("required"), bool):
        del out["required"]
    if isinstance(out.get("$ref"), str):
        out["$ref"] = out["$ref"].rstrip("#")
    needed = [name for name, one in schema.get("properties", {}).items()
              if isinstance(one, dict) and one.get("required") is True]
    if needed:
        out["required"] = needed
    return out


def popolo_schemas():
    """[schema] of Popolo, or [] where they are not at hand."""
    folder = os.path.join(SCHEMAS, "popolo")
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    schemas = []
    for name in names:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            schemas.append(modern(json.load(file)))
    return schemas


def json_faults(test, schemas, checks):
    """What ajv holds against each (schema id, value)."""
    return node(test, JSON_VALIDATOR, {"schemas": schemas, "checks": checks}, "ajv")
