/* The clauses of a decision: which of them are one, and which but the parts of the one before. */
#include "assemble.h"

#include <string.h>

/* How clauses begin: a verb that decides, an infinitive, « que ». */
static bool begins_clause(const char *words)
{
    static const char *const begun[] = {
        "accept",  "accord",  "admet",   "adopt",   "affect", "ajourn", "allou",   "appliqu",
        "approuv", "arret",   "attribu", "autoris", "cede",   "charg",  "confi",   "confirm",
        "constat", "cree",    "d'",      "de ",     "decid",  "declar", "deleg",   "demand",
        "design",  "dire ",   "disent ", "dit ",    "donn",   "elit ",  "emet",    "engag",
        "exoner",  "fait ",   "fix",     "habilit", "impute", "inscri", "instaur", "instit",
        "invit",   "l'autor", "maint",   "mandat",  "modifi", "ne ",    "nomm",    "note ",
        "opt",     "ouvr",    "pass",    "precis",  "prend",  "pris ",  "procl",   "propos",
        "qu'",     "que ",    "rappel",  "ratifi",  "reconn", "rejett", "remerc",  "renonc",
        "renouv",  "report",  "retien",  "retenu",  "retir",  "s'",     "se ",     "sollic",
        "souhait", "sursoi",  "supprim", "transf",  "transm", "valid",  "vend",    "vers",
        "vot",     NULL};
    g_autofree char *folded = text_fold(words);
    for (size_t i = 0; begun[i]; i++)
        if (g_ascii_strncasecmp(folded, begun[i], strlen(begun[i])) == 0)
            return true;
    return false;
}

bool clause_is_part(bool *enumerates, const char *words)
{
    bool clause = begins_clause(words);
    if (!clause && *enumerates)
        return true;
    *enumerates = g_str_has_suffix(words, ":");
    return false;
}

void clause_add_part(const Assembly *assembly, const char *pointer, const Capture *part,
                     const char *rule)
{
    const char *clause = record_text(assembly->record, pointer);
    g_autofree char *joined = g_strdup_printf(
        "%s%s %s", clause, g_str_has_suffix(clause, ":") ? "" : " ;", part->value.text);
    record_set_text(assembly->record, pointer, joined);
    assembly_evidence(assembly, pointer, part->span, rule, part->value.confidence);
}
