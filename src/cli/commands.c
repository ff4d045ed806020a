/* The table of commands and options. Adding an option is one row here: help, manual and completion
 * follow. */
#include "options.h"

#include "commands.h"
#include "export.h"

#include <string.h>

#define HELP                                                                                       \
    {                                                                                              \
        "help", 'h', NULL, NULL, "Show this help and do nothing else."                             \
    }
#define END                                                                                        \
    {                                                                                              \
        NULL, 0, NULL, NULL, NULL                                                                  \
    }

/* What every command that reads documents understands. */
#define READING READING_AT_ONCE("one a processor")
#define READING_AT_ONCE(JOBS)                                                                      \
    {"patterns", 'p', "DIR", NULL,                                                                 \
     "Also use the rule sheets of DIR, over the installed ones; may be given several times."},     \
        {"ocr", 0, "WHEN", OCR_MODE_NAMES,                                                         \
         "auto: recognise the pages whose own text is missing, only a stamp's or without a "       \
         "meaning; "                                                                               \
         "always: all pages; never: none."},                                                       \
        {"timeout", 0, "SECONDS", NULL,                                                            \
         "Give a document up after this many seconds (20, and up to 60 more a recognised page)."}, \
        {"jobs", 'j', "N", NULL, "Read N documents at a time (" JOBS ")."},                        \
        {"recycle", 0, "K", NULL,                                                                  \
         "Read up to K documents in one process (1), which is faster. Only for documents you "     \
         "trust: a hostile one could then falsify the records of those after it. One that is "     \
         "not read whole, or is recognised, is the last of its process."},                         \
    {                                                                                              \
        "unsafe-no-sandbox", 0, NULL, NULL,                                                        \
            "Read documents without locking them in, where the kernel has no Landlock or "         \
            "seccomp: "                                                                            \
            "a hostile one may then do whatever you may do. Records say so (source.sandbox)."      \
    }

#define LANGUAGE                                                                                   \
    {                                                                                              \
        "language", 0, "LANGUAGE", "en|fr", "Write in this language, not in that of the locale."   \
    }

static const Option extract_options[] = {
    {"format", 'f', "FORMAT", "json|jsonl",
     "json: indented objects; jsonl: one line a document. One document gives json, several jsonl."},
    {"output", 'o', "FILE", NULL,
     "Write to FILE, which appears complete or not at all, instead of standard output."},
    {"text", 't', NULL, NULL, "Print the text as laid out for the rules instead of the record."},
    {"explain", 'e', NULL, NULL,
     "Say on standard error where each value was read: page, box, rule and words."},
    {"unread", 'u', NULL, NULL, "Add the lines no rule took and the headings that made no act."},
    {"zones", 0, NULL, NULL, "Add the zones the text was cut into (stages.zones)."},
    {"matches", 0, NULL, NULL, "Add every match of every rule (stages.matches)."},
    {"stop-after", 0, "STAGE", STAGE_NAMES,
     "Stop after this stage; the record holds what is known."},
    READING,
    HELP,
    END,
};

static const Option check_options[] = {
    {"format", 'f', "FORMAT", "text|json|sarif",
     "text: a report in the language of the locale, French or English; json: every finding; sarif: "
     "SARIF 2.1.0, for tools that show reviews."},
    {"output", 'o', "FILE", NULL, "Write the report to FILE instead of standard output."},
    {"severity", 's', "LEVEL", "error|warning|info",
     "Leave out what is less grave than LEVEL (info). Errors are arithmetic inside the act, "
     "warnings "
     "are law and identity and are to be verified, the rest is information."},
    {"records", 0, NULL, NULL,
     "FILE holds records, as extract prints them (JSON, or one a line), or is an archive, instead "
     "of "
     "a document."},
    {"only", 0, "CHECK", NULL,
     "Report on this check only, as --list names it; may be given several times."},
    {"all", 'a', NULL, NULL, "Also list the checks that found nothing wrong."},
    LANGUAGE,
    {"list", 'l', NULL, NULL,
     "Explain every check: what it compares, the law and since when, what it guards against; and "
     "do "
     "nothing else."},
    READING,
    HELP,
    END,
};

static const Option review_options[] = {
    {"output", 'o', "FILE", NULL,
     "Write the page to FILE, which appears complete or not at all, instead of standard output."},
    {"output-dir", 'd', "DIR", NULL,
     "Write a page for each document to DIR, called as the document is, and index.html, which "
     "lists "
     "them."},
    {"pages", 0, "N", NULL,
     "Draw at most N pages of a document (60), those with contradictions first; 0 draws none."},
    {"records", 0, NULL, NULL,
     "FILE holds records, as extract prints them (JSON, or one a line), or is an archive: what "
     "they "
     "say is shown, on the pages of the document where source.path still leads to the same bytes. "
     "It "
     "is opened for its pages only, and not with --pages 0."},
    LANGUAGE,
    {"redact", 0, "WHOSE", "private",
     "Leave out the names of persons who are not members, president, secretary or voters, where "
     "they can be told. The pages are not shown then."},
    READING,
    HELP,
    END,
};

static const Option index_options[] = {
    {"from0", '0', NULL, NULL,
     "Read paths from standard input, each ended by a NUL, as find -print0 writes them."},
    {"refresh", 'r', NULL, NULL,
     "Read again the documents that another version, or other rule sheets, have read."},
    {"retry", 0, NULL, NULL,
     "Read again the documents that ended in timeout, memory, crash or output_limit."},
    {"quiet", 'q', NULL, NULL, "Do not name the documents that could not be read."},
    READING,
    HELP,
    END,
};

#define SHARDS                                                                                     \
    {"manifest", 'm', "FILE", NULL, "What delibex plan printed."},                                 \
        {"out", 'o', "DIR", NULL, "The directory of the parts, which all machines see."},          \
    {                                                                                              \
        "shards", 0, "N", NULL, "The number of shards."                                            \
    }
#define ROOT                                                                                       \
    {                                                                                              \
        "root", 0, "DIR", NULL, "Where the manifest's names begin (the working directory)."        \
    }

static const Option plan_options[] = {
    ROOT,
    {"output", 'o', "FILE", NULL,
     "Write to FILE, which appears complete or not at all, instead of standard output."},
    HELP,
    END,
};

static const Option run_options[] = {
    {"manifest", 'm', "FILE", NULL, "What delibex plan printed."},
    {"shard", 's', "I/N", NULL, "Do shard I of N; I counts from 0."},
    {"out", 'o', "DIR", NULL,
     "The directory of the parts, which all machines see; made when it does not exist."},
    ROOT,
    {"retry-poison", 0, NULL, NULL,
     "Read again the documents that two attempts died of, instead of leaving them out."},
    {"fail-on-bad", 0, NULL, NULL, "Exit with 1 when some documents could not be read."},
    READING_AT_ONCE("1"),
    HELP,
    END,
};

static const Option merge_options[] = {
    SHARDS,
    {"index", 'i', "ARCHIVE", NULL, "Put the records into ARCHIVE, as delibex index does."},
    {"output", 0, "FILE", NULL,
     "Write to FILE, which appears complete or not at all, instead of standard output."},
    ROOT,
    HELP,
    END,
};

static const Option filter_options[] = {
    READING_AT_ONCE("1"),
    HELP,
    END,
};

static const Option status_options[] = {
    {"format", 'f', "FORMAT", "text|json", "How to print it."},
    {"unread", 'u', NULL, NULL, "List the files that could not be read, and why, instead."},
    SHARDS,
    HELP,
    END,
};

static const Option search_options[] = {
    {"format", 'f', "FORMAT", "text|json|jsonl", "How to print what is found."},
    {"limit", 'n', "N", NULL, "Print at most N (20)."},
    {"newest", 0, NULL, NULL,
     "Newest sitting first, instead of the best match first: of more than 10000 acts that match, "
     "the "
     "newest 10000 are ranked, which is said."},
    {"from", 0, "DATE", NULL, "Sittings of DATE or later: 2024-03-14, 2024-03 or 2024."},
    {"to", 0, "DATE", NULL, "Sittings of DATE or earlier."},
    {"authority", 0, "NAME", NULL, "Words of the authority's name, or its SIREN."},
    {"body", 0, "NAME", NULL, "Words of the deliberating body's name."},
    {"member", 0, "NAME", NULL, "Words of the name of a member, present or not."},
    {"amount", 0, "EUROS", NULL,
     "Acts that print such a sum: '>23000', '<=500,50', '1000..2000' or 18500."},
    {"outcome", 0, "OUTCOME", "adopted|rejected|adjourned|withdrawn|noted", "Acts that ended so."},
    {"finding", 0, "FINDING", NULL,
     "A status (contradicted), a check that was contradicted (present-names), or both "
     "(present-names=unverifiable)."},
    {"number", 0, "NUMBER", NULL, "The act's number, as printed."},
    HELP,
    END,
};

static const Option show_options[] = {
    {"format", 'f', "FORMAT", "json|jsonl", "json: indented; jsonl: one line."},
    HELP,
    END,
};

static const Option people_options[] = {
    {"format", 'f', "FORMAT", "text|json|jsonl", "How to print them."},
    {"authority", 0, "NAME", NULL, "Only of authorities whose name holds these words, or a SIREN."},
    {"member", 0, "NAME", NULL, "Only members whose name holds these words."},
    HELP,
    END,
};

static const Option export_options[] = {
    {"output", 'o', "PATH", NULL,
     "scdl, subventions, csv: the directory for the files, named as portals want them; the others: "
     "the file. Without it, standard output."},
    {"authorities", 0, "FILE", NULL,
     "scdl, subventions: a CSV table of authorities: name, siren, siret, url, pref_id. {file}, "
     "{name}, {number}, {date} and {siren} in url stand for what they say of the act."},
    {"beneficiaries", 0, "FILE", NULL,
     "subventions: a CSV table of those who receive grants: name, siret, rna."},
    {"supply", 0, "FILE", NULL,
     "scdl, subventions: cells to fill in, by the column key: a table of rejects with its blanks "
     "filled."},
    {"set", 0, "COLUMN=VALUE", NULL,
     "scdl, subventions: fill COLUMN with VALUE where it is empty; may be given several times."},
    {"rejects", 0, "FILE", NULL,
     "scdl, subventions: write the rows that would not be valid to FILE, each with what to supply, "
     "instead of naming them on standard error."},
    {"origins", 0, "FILE", NULL,
     "scdl, subventions: write to FILE which cells of the rows no act states: derived, inferred or "
     "supplied, or read unsurely; and which were left empty, and why."},
    {"matter", 0, "SOURCE", "stated|inferred",
     "scdl: with stated, leave out codes of the nomenclature that were inferred from the subject "
     "(inferred)."},
    {"derive-votes", 0, NULL, NULL,
     "scdl: also write the votes that a unanimous act implies without printing them."},
    {"table", 0, "TABLE", NULL, "csv: print this table (acts) when there is no --output."},
    {"index", 0, "NAME", NULL, "opensearch: the name of the index (" EXPORT_INDEX ")."},
    {"template", 0, NULL, NULL, "opensearch: print the index template, and do nothing else."},
    {"redact", 0, "WHOSE", "private",
     "Leave out the names of persons who are not members, president, secretary or voters, where "
     "they can be told."},
    {"records", 0, NULL, NULL,
     "FILE holds records, as extract prints them (JSON, or one a line), or is an archive, instead "
     "of "
     "a document."},
    READING,
    HELP,
    END,
};

static const Option rules_options[] = {
    {"patterns", 'p', "DIR", NULL, "Also use the rule sheets of DIR; may be given several times."},
    HELP,
    END,
};

static const Option no_options[] = {HELP, END};

static const Option help_options[] = {
    {"man", 0, NULL, NULL, "Print the whole manual as a man page (roff)."},
    HELP,
    END,
};

static const Command commands[] = {
    {"extract", "FILE...", "print what deliberations say, as JSON",
     "Reads each FILE, a PDF or a plain text file, and prints a record of what it says: number, "
     "dates, members, proxies, amounts and votes, each value with the place it was read at, and "
     "what the checks found. Records come in the order of the files. The FILE - is standard input. "
     "In "
     "a record's path a byte that is no UTF-8 is written \\xHH, and a backslash \\\\.",
     extract_options, 1, G_MAXUINT, run_extract},
    {"check", "FILE...", "report whether the figures in deliberations agree",
     "Reads each FILE and reports in plain words whether its counts, votes, proxies and dates "
     "agree "
     "with each other, and several documents of one authority with one another. A doubtful reading "
     "is "
     "reported as not verifiable, never as an error of the act. Exits with 1 when a contradiction "
     "of severity error is reported: warnings, information and what is not verifiable do not "
     "count.",
     check_options, 0, G_MAXUINT, run_check},
    {"review", "FILE...", "show values on the pages they were read on",
     "Writes one page of HTML that shows each document: pictures of its pages with a box where "
     "each "
     "value was read, beside the values and what the checks found, contradictions first. The page "
     "is whole in itself: it can be mailed, opened without a network, and printed. Pages are drawn "
     "where the document is read, locked in. The outcome of a document that could not be read is "
     "shown. Exits with 1 when a contradiction of severity error is shown, as check does.",
     review_options, 1, G_MAXUINT, run_review},
    {"index", "ARCHIVE [PATH...]", "read many documents into one file to search",
     "Reads each PATH, a file or a directory with all documents below it (what is called .pdf or "
     ".txt, or begins as a PDF does; the summary says what was passed over), and keeps its record "
     "in ARCHIVE, an SQLite database, which is made when it does not exist. The PATH - reads a "
     "list of paths from standard input, one a line. A file is known by its contents: what was "
     "read is not read again when it moves, a copy costs nothing, a changed file replaces its "
     "record. Run again after any interruption, it goes on where it stopped. An interrupt lets the "
     "documents under way finish.",
     index_options, 1, G_MAXUINT, run_index},
    {"status", "[ARCHIVE]", "tell what an archive holds, or which shards are missing",
     "Counts the files of an archive by the outcome of their reading, its documents, acts and "
     "findings. With --manifest, --shards and --out it prints the numbers of the shards that are "
     "not done, as sbatch --array and others take them, and nothing when all are.",
     status_options, 0, 1, run_status},
    {"search", "ARCHIVE [QUERY...]", "find acts in an archive",
     "Prints the acts that hold all words of QUERY, best first, with a few words around them and "
     "their page. Accents and case do not matter, and a word finds its other forms: subventions "
     "finds subvention. \"Between quotes\" words stand as they are, subv* finds what begins "
     "so; AND, OR, NOT (ET, OU, SAUF) and parentheses combine. Without words, all acts the options "
     "leave, newest first.",
     search_options, 1, G_MAXUINT, run_search},
    {"show", "ARCHIVE ID", "print a record of an archive",
     "Prints the record of the document that ID names: what search prints as such (the start of a "
     "SHA-256, six digits or more), an act's id or transmission id, or the path of a file.",
     show_options, 2, 2, run_show},
    {"people", "ARCHIVE", "list the members of deliberating bodies in an archive",
     "Lists the members of each authority with their presence, proxies and named votes, year by "
     "year. Two spellings are taken for one person only when their words are the same or a "
     "document uses both for one of its members, and each is listed with what joins it.",
     people_options, 1, 1, run_people},
    {"export", "FORMAT FILE...", "write acts as open data",
     "Writes what documents, or the archives that FILE names, say as FORMAT: scdl (SCDL "
     "Délibérations 2.1.5), subventions (SCDL Subventions 2.1.1), popolo (JSON), opensearch (lines "
     "for _bulk), csv (flat tables) or jsonl (the records). In scdl and subventions no row is "
     "written that would fail validation: it goes to the rejects, with what to supply. Files of a "
     "directory are called AAAAMMJJ_SIREN_deliberations.csv; SOURCE_DATE_EPOCH sets their day.",
     export_options, 1, G_MAXUINT, run_export},
    {"plan", "PATH...", "list documents to be read on many machines",
     "Prints the manifest of a run: one line a document below each PATH, as its path from --root. "
     "The PATH - reads a list of paths from standard input. Which documents a shard holds depends "
     "on these lines and the number of shards only.",
     plan_options, 1, G_MAXUINT, run_plan},
    {"run", "", "read one shard of a manifest",
     "Reads the documents of one shard and lets their records appear as a part in --out, whole or "
     "not at all. A part that is there is done; killed or stopped anywhere, the same call goes on "
     "where it stopped, on any machine. Records are the same whoever makes them.",
     run_options, 0, 0, run_run},
    {"merge", "", "put the parts of a run together",
     "Prints the records of all shards in the order of the manifest, one line each, as extract "
     "would; or puts them into an archive, which another call with the same changes nothing in. "
     "Refuses (75) while shards are missing.",
     merge_options, 0, 0, run_merge},
    {"filter", "", "read the documents named on standard input",
     "For each line of standard input, the path of a document as delibex plan writes it, prints "
     "one line, its record, at once and in the same order. Of a line with tabs the last field is "
     "taken. A document that cannot be read has a record that says why, and changes nothing in how "
     "it exits.",
     filter_options, 0, 0, run_filter},
    {"rules", "check|list [DIR...]", "test or list rule sheets",
     "`check` runs the examples of every rule and the other laws of rule sheets; `list` names the "
     "rules. With DIR they take its sheets and no others; without, the sheets extract would use.",
     rules_options, 1, G_MAXUINT, run_rules},
    {"schema", "[FORMAT]", "print the JSON Schema of a record, or of an export",
     "Prints the JSON Schema (2020-12) that every record fits or, for a FORMAT of export, what it "
     "writes: a row of scdl and subventions, the tables of csv, a line of opensearch and jsonl, "
     "the "
     "whole of popolo.",
     no_options, 0, 1, run_schema},
    {"fields", "", "list the fields of a record and what they mean",
     "Lists every field: its place in the record (# stands for an index), its type, the name rule "
     "sheets capture it by, and what it means.",
     no_options, 0, 0, run_fields},
    {"completion", "bash", "print the completion of the command line",
     "Prints a script for bash: eval \"$(delibex completion bash)\".", no_options, 1, 1,
     run_completion},
    {"help", "[COMMAND]", "explain a command", "Explains a command, or lists them all.",
     help_options, 0, 1, run_help},
};

const Command *command_table(size_t *count)
{
    *count = G_N_ELEMENTS(commands);
    return commands;
}

const Command *command_find(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}
