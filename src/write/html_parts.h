/* What the files that make the page share. Private to html*.c.
 *
 * html.c           the page around the documents: head, list, rules of what may load
 * html_parts.c     escaping; spots, and the values that link to them
 * html_record.c    the document, its sittings and members
 * html_acts.c      acts
 * html_findings.c  what the checks found
 * html_sheets.c    pages with their boxes
 * page/            the style and the script */
#ifndef DELIBEX_WRITE_HTML_PARTS_H
#define DELIBEX_WRITE_HTML_PARTS_H

#include "html.h"

/* The files of page/. */
extern const char html_style[], html_script[];

/* Marks a sentence for the catalogues. */
#define N_(sentence) sentence

/* How grave a finding is to who reads the page. Law and identity are only ever to be verified:
 * legality is for a judge. */
typedef enum Weight {
    WEIGHT_CONTRADICTED,
    WEIGHT_TO_VERIFY,
    WEIGHT_UNVERIFIABLE,
    WEIGHT_AGREES
} Weight;

Weight html_weight(const Finding *finding);

/* Its name in the page's classes: "contradicted", "verify", "unverifiable", "consistent". Static.
 */
const char *html_weight_name(Weight weight);

/* How many findings of each weight a record holds. */
void html_tally(const Record *record, guint tally[4]);

/* Where something was read: one box, or one run of a page's text, which several values may share.
 */
typedef struct Spot {
    int page;
    Box box;
    gint64 from, to;          /* bytes of the page's text; -1 without */
    const Evidence *evidence; /* the first that was read there; lent */
    GPtrArray *pointers;      /* of const char *, lent: the values read there */
    Weight weight;            /* of the gravest finding it is a side of … */
    bool listed;              /* … there one name among many */
    bool anchored;            /* its element is on the page */
} Spot;

/* The making of one document's part. */
typedef struct Html {
    GString *out;
    const HtmlWords *words;
    const HtmlDocument *document;
    const Record *record;
    GPtrArray *spots;    /* of Spot, by page and order of the record */
    GHashTable *of;      /* pointer → GArray of guint, indices of spots by evidence; lent keys */
    GHashTable *pages;   /* page → GArray of guint, indices of its spots */
    GHashTable *shown;   /* pointers whose values are on the page */
    guint (*tallies)[4]; /* findings of each act by Weight */
} Html;

/* ---- Text -------------------------------------------------------------------------------------
 */

/* Appends words of unknown origin as text or as a quoted attribute's value. */
void html_escape(GString *out, const char *words);

/* Appends a sentence of ours in the reader's language; as it is, or with values. */
void html_say(Html *html, const char *english);
G_GNUC_PRINTF(2, 3) void html_put(Html *html, const char *format, ...);
void html_text(Html *html, const char *words);

/* The same sentence, lent. */
const char *html_word(const Html *html, const char *english);

/* ---- Spots and values -------------------------------------------------------------------------
 */

void html_find_spots(Html *html);
void html_drop_spots(Html *html);

/* The spots of a pointer (of guint), or NULL. */
const GArray *html_spots_of(const Html *html, const char *pointer);

/* The spots of a page (of guint), or NULL. */
const GArray *html_spots_on(const Html *html, int page);

/* Appends the name of a spot: "d1p2b7". */
void html_spot_name(const Html *html, GString *out, guint spot);

/* Appends the name of a value's element: "d1/acts/0/number". */
void html_value_name(const Html *html, GString *out, const char *pointer);

/* Appends « page 2, "19", rule …, confidence 99 % » as text. */
void html_how(Html *html, const Evidence *evidence);

/* Appends " href=… data-b=…" that leads to spots (of guint); nothing for none. */
void html_link_spots(Html *html, const GArray *spots);

/* What a value is shown by, and marked with. */
typedef struct Shown {
    const char *words; /* NULL: the value itself */
    bool derived;      /* computed, not read */
    bool optional;     /* nothing is shown where the record is silent, else « not stated » */
} Shown;

/* Appends the value at a pointer, linked to where it was read. */
void html_value(Html *html, const char *pointer, Shown shown);

/* Appends what the pointer itself was read from: mentions of a date, of a number. Nothing when
 * there is nothing. */
void html_mentions(Html *html, const char *pointer);

/* Whether anything is set at a pointer. */
bool html_is_set(const Html *html, const char *pointer);

/* A code of the record ("adopted") in words, or itself. Lent. */
const char *html_code(const Html *html, const char *code);

/* A row of a list of terms: the label, then the value. Gives whether it was written: with
 * shown.optional it is only where the record speaks. */
bool html_row(Html *html, const char *label, const char *pointer, Shown shown);

/* ---- Parts ------------------------------------------------------------------------------------
 */

void html_findings(Html *html);
void html_finding_card(Html *html, const Finding *finding, guint index, const HtmlBetween *between);
void html_sessions(Html *html);
void html_acts(Html *html);
void html_others(Html *html);
void html_sheets(Html *html);

/* Whether a page stands among the sheets, called "d1p3"; else nothing may lead to it. */
bool html_has_page(const Html *html, gint64 page);

/* Appends "act 3, 2021-32" linked to it. */
void html_act_link(Html *html, size_t act);

#endif
