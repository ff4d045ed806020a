/* Zones: what act/segment gives. A zone is a stretch of a Text with a name that rules can ask for;
 * an Outline holds them all, and says which belong to which act. */
#ifndef DELIBEX_BASE_ZONE_H
#define DELIBEX_BASE_ZONE_H

#include "span.h"

#include <glib.h>
#include <stdbool.h>

typedef enum ZoneKind {
    ZONE_ANY,         /* "*": in sheets, the whole text */
    ZONE_STAMP,       /* transmission stamps and receipts, wherever they lie */
    ZONE_HEAD,        /* letterhead, title, number, subject: all before the opening formula */
    ZONE_OPENING,     /* « L'an deux mille …, le conseil …, s'est réuni sous la présidence de … » */
    ZONE_COUNTS,      /* « Nombre de conseillers en exercice : 29 … » */
    ZONE_PRESENT,     /* the list of those present */
    ZONE_PROXIES,     /* those who gave a proxy, and to whom */
    ZONE_EXCUSED,
    ZONE_ABSENT,
    ZONE_GUESTS,      /* staff, experts, substitutes without a vote: never members */
    ZONE_SECRETARY,
    ZONE_AGENDA,      /* ordre du jour: matters announced, not decided */
    ZONE_TITLE,       /* number and subject of one act */
    ZONE_BODY,        /* recitals, report, debate */
    ZONE_OPERATIVE,   /* what is decided: « Après en avoir délibéré … », « Article 1 » */
    ZONE_VOTE,        /* a vote printed apart: « VOTE : Pour 28 Contre … » */
    ZONE_CLOSING,     /* « Pour extrait conforme », signatures, appeals, publication */
    ZONE_SUBJECT,     /* the subject of an act, once it is read, as a text of its own */
    ZONE_OTHER,       /* read, but none of the above: debates, information, decisions of the mayor */
    ZONE_KIND_COUNT
} ZoneKind;

/* The name in sheets: "*", "stamp", "head", … Lent, static. Two group names are understood by
 * zone_kinds_parse only: "attendance" (counts, present, proxies, excused, absent, guests, secretary),
 * "session" (head, opening and attendance) and "act" (title, body, operative, vote, closing). */
const char *zone_kind_name(ZoneKind kind);

/* Parses the words of a `zone` line ("head opening", "attendance") into a bit set, 1 << ZoneKind.
 * False on an unknown word, which *unknown then holds (the caller frees it). */
bool zone_kinds_parse(const char *words, unsigned *out, char **unknown);

enum { ZONE_NO_ACT = -1 };

typedef struct Zone {
    ZoneKind kind;
    Span span;
    int act;      /* index of the act it belongs to, or ZONE_NO_ACT for the session */
    size_t body;  /* where its contents start, after the landmark's own words (= span.start if none) */
} Zone;

/* A document within a file: an extract, the minutes of a sitting, with a header of its own. */
typedef struct Part {
    Span span;
    int first_act, acts;   /* its acts are those from first_act on */
    const char *kind;      /* as in Outline, of this part */
    Span kind_span;
    const char *kind_rule;
} Part;

typedef struct Outline {
    GArray *zones; /* of Zone, by start; zones of one layer do not overlap */
    GArray *parts; /* of Part, in text order; one where the file is one document */
    GArray *left_out; /* of Span: headings of matters that are told and not decided, so no acts */
    int acts;      /* number of acts found */
    const char *kind;      /* what kind of document it is ("deliberation", …), or NULL; static */
    Span kind_span;        /* the words that say so; empty when none do */
    const char *kind_rule; /* the landmark that read them; lent by the rule set */
} Outline;

Outline *outline_new(void);
void outline_free(Outline *outline);
void outline_add(Outline *outline, Zone zone);

/* Appends the outline of one part, which fills `span`. The first part's kind is the outline's. */
void outline_append(Outline *outline, const Outline *part, Span span);

/* The zone that holds folded byte `at`, or NULL. */
const Zone *outline_zone_at(const Outline *outline, size_t at);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outline, outline_free)

#endif
