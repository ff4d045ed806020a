/* clang-format off */
/* delibex: the public API, and the only header that is installed.
 *
 *  bytes ─read─▶ Document ─lay out─▶ Text ─segment─▶ Outline ─match─▶ Matches ─assemble─▶ Record
 *                pages, glyphs,      lines in        zones and        rule, field,        one value
 *                boxes, confidence   reading order,  acts             value, span         per field,
 *                (poppler | OCR)     folded twin        ▲                                 evidence
 *                                                       └── RuleSet ◀── patterns/
 *
 *  Record ─check─▶ Record + Findings ─write─▶ JSON
 *
 * The library does all of it in the calling process and brings no isolation: a PDF is untrusted,
 * and poppler has been made to hang, to eat memory and to crash. The program delibex runs it in
 * delibex-reader, one jailed child a document; integrators bring their own.
 *
 * Out of memory ends the process (GLib's rule). There is no global state and no init call; a
 * DelibexRules is immutable and may be shared by threads, but poppler may not: one extraction at a
 * time in a process. */
/* clang-format on */
#ifndef DELIBEX_H
#define DELIBEX_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Loaded rule sheets. */
typedef struct DelibexRules DelibexRules;

/* Loads every *.rules file of the directories, lowest first (NULL-terminated list); a file in a
 * later directory replaces the one of the same name. NULL and *error, whose message starts with
 * file:line:column, when a sheet is wrong. The caller frees. */
DelibexRules *delibex_rules_load(const char *const *directories, GError **error);
void delibex_rules_free(DelibexRules *rules);

/* Translates the rules to machine code: worth its time from about the tenth document on. Before the
 * rules are shared. */
void delibex_rules_translate(DelibexRules *rules);

/* How far to go. */
typedef enum DelibexStage {
    DELIBEX_STAGE_READ,
    DELIBEX_STAGE_LAYOUT,
    DELIBEX_STAGE_SEGMENT,
    DELIBEX_STAGE_MATCH,
    DELIBEX_STAGE_ASSEMBLE,
    DELIBEX_STAGE_CHECK, /* the whole way: the default of DELIBEX_OPTIONS_INIT */
} DelibexStage;

/* What to give beside the record, each under a key of "stages" in the JSON. */
enum {
    DELIBEX_WANT_TEXT = 1 << 0,    /* "text": the lines in reading order */
    DELIBEX_WANT_ZONES = 1 << 1,   /* "zones": name, act, page, first words */
    DELIBEX_WANT_MATCHES = 1 << 2, /* "matches": rule, zone, captures */
    DELIBEX_WANT_UNREAD = 1 << 3,  /* "unread": lines no rule took, by zone; "left_out": headings that made no act */
    DELIBEX_WANT_WORDS = 1 << 4,   /* "words": the text of each act, as an archive keeps it */
    DELIBEX_WANT_PAGES = 1 << 5,   /* "pages": their pictures, or their text where it is plain; "marks": where values stand in that */
};

/* Which pages to recognise from their pictures. */
typedef enum DelibexOcrMode {
    DELIBEX_OCR_NEVER,
    DELIBEX_OCR_AUTO,   /* those whose own text is missing, only a stamp's, or without a meaning */
    DELIBEX_OCR_ALWAYS, /* all */
} DelibexOcrMode;

/* The recogniser of printed pages. */
typedef struct Ocr DelibexOcr;

/* Reads the language data: a millisecond; no file is opened after it. NULL and *error, which names
 * the package that is missing. A recogniser is one thread's. The caller frees. */
DelibexOcr *delibex_ocr_load(GError **error);
void delibex_ocr_free(DelibexOcr *ocr);

/* Sets the engine up now, for all processes forked later, instead of at the first page. */
bool delibex_ocr_warm(DelibexOcr *ocr, GError **error);

typedef struct DelibexOptions {
    DelibexStage stop_after;
    unsigned want; /* DELIBEX_WANT_… */
    DelibexOcrMode ocr;
    DelibexOcr *recogniser; /* lent; NULL: one is loaded when a page wants it */
    const char *sandbox;    /* stated in the record: "full" or "none"; NULL: nothing is */
    double page_seconds;    /* what recognising one page may take before it is given up */
    double ocr_seconds;     /* … and all pages together; 0 for no such limit */
    void (*recognising)(int pages, gpointer data); /* told once, before the first; may be NULL */
    /* Told, in one line, how much the PDF library complained of in a document that was not wholly
     * read; may be NULL. */
    void (*complained)(const char *line, gpointer data);
    gpointer data;                                 /* for both */
    int picture_pages;      /* DELIBEX_WANT_PAGES: pages drawn at most, those with findings first */
    size_t picture_bytes;   /* … and what their pictures may take all together */
    double picture_seconds; /* no page is begun to be drawn so long after reading began */
} DelibexOptions;

#define DELIBEX_OPTIONS_INIT                                                                       \
    {                                                                                              \
        .stop_after = DELIBEX_STAGE_CHECK, .ocr = DELIBEX_OCR_AUTO, .page_seconds = 60             \
    }

/* Reads one document, whatever it is (PDF or plain text, told by its content), and gives its record
 * as one line of JSON, UTF-8, without a newline at its end. A document that cannot be read gives a
 * record too: its source.outcome says why, and everything else is null. `path` is printed in the
 * record (may be NULL). Never fails on what the bytes hold. The caller frees with g_free. */
char *delibex_extract(const DelibexRules *rules, const void *bytes, size_t length, const char *path,
                      const DelibexOptions *options);

/* The name of a stage for --stop-after ("read", "layout", …), and back; false when unknown. */
const char *delibex_stage_name(DelibexStage stage);
bool delibex_stage_parse(const char *name, DelibexStage *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DelibexRules, delibex_rules_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DelibexOcr, delibex_ocr_free)

#endif
