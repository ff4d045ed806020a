/* Text: what act/layout gives. The document's lines in reading order, in two twins:
 *
 *   original   NFC, UTF-8, lines joined by '\n'      « Délibération n° 12 »
 *   folded     ASCII, what the rules match            "Deliberation no 12"
 *
 * Each folded byte knows its original character, and that its page, rectangle and confidence.
 * Folding (Text does it as characters are appended): accents removed; ligatures, œ and æ opened;
 * every kind of space, dash, quote and apostrophe made one; "°" and "º" become "o", "€" becomes
 * "EUR"; bullets and private-use dingbats become "*"; soft hyphens dropped; case kept. Anything
 * else without an ASCII form becomes "?".
 *
 * All Spans in the program are in the folded twin. Text knows nothing of zones or rules. */
#ifndef DELIBEX_BASE_TEXT_H
#define DELIBEX_BASE_TEXT_H

#include "document.h"
#include "span.h"

#include <glib.h>

typedef struct Text Text;

enum {
    LINE_FURNITURE = 1 << 0, /* running head, page number: printed again and again */
    LINE_STAMP = 1 << 1,     /* laid over the text: « Envoyé en préfecture le … » */
    LINE_BOLD = 1 << 2,      /* most of it is bold */
    LINE_MARGIN = 1 << 3,    /* stands in a margin column beside the body */
    LINE_PARAGRAPH = 1 << 4, /* a new paragraph starts here (a vertical gap or an indent) */
};

typedef struct Line {
    Span span;  /* without the '\n' */
    int page;   /* from 1 */
    Box box;    /* empty for plain text */
    float size; /* median font size in points; 0 when unknown */
    unsigned flags;
} Line;

/* Where a span was read: one Place a line it touches. */
typedef struct Place {
    int page;
    Box box; /* empty for plain text */
} Place;

Text *text_new(void);
void text_free(Text *text);

/* Makes room for about as many characters, so that few of them have to be moved later. */
void text_expect(Text *text, size_t count);

/* Appends one original character to the open line. Decomposed sequences are composed (NFC) with
 * the character before. `confidence` is 0 to 100. */
void text_append(Text *text, gunichar ch, int page, Box box, int confidence);

/* The same for `count` glyphs that are all printable ASCII, at once: most of a text is. */
void text_append_ascii(Text *text, const Glyph *glyphs, size_t count, int page);

/* The same for a character whose folded form is known better: `length` bytes of `folded`. */
void text_append_as(Text *text, gunichar ch, const char *folded, size_t length, int page, Box box,
                    int confidence);

/* Ends the open line with a '\n' and records it (an empty line is recorded too). */
void text_end_line(Text *text, int page, float size, unsigned flags);

/* The folded twin, NUL-terminated; `length` may be NULL. Lent. */
const char *text_folded(const Text *text, size_t *length);

/* The original twin, NUL-terminated; `length` may be NULL. Lent. */
const char *text_original(const Text *text, size_t *length);

/* Lines in reading order. */
size_t text_line_count(const Text *text);
const Line *text_line(const Text *text, size_t index);

/* The index of the line that holds folded byte `at` (the last one for `at` = length). */
size_t text_line_at(const Text *text, size_t at);

/* The original words of a folded span, as printed ('\n' kept). What was blanked inside it is left
 * out, a space in its place; a span of blanked words alone gives them. Caller frees. */
char *text_quote(const Text *text, Span span);

/* The span of the original twin behind a folded span. */
Span text_original_span(const Text *text, Span folded);

/* Appends to `places` (of Place) the boxes of a span, one a line it touches. */
void text_locate(const Text *text, Span span, GArray *places);

/* The page of folded byte `at`, from 1. */
int text_page(const Text *text, size_t at);

/* Moves all that stands on a page that was read turned clockwise by so many quarters to where it
 * lies on the page as it is shown, so wide and high. Only once the stages have read the text. */
void text_turn_back(Text *text, int page, int quarters, double width, double height);

/* The mean confidence of the characters of a span, 0 to 1; 1 for an empty span. */
double text_confidence(const Text *text, Span span);

/* Takes a span out of what rules see: its folded bytes become spaces (line breaks stay), its
 * original is kept for quotes of it. For stamps, once they are read, and running heads. */
void text_blank(Text *text, Span span);

/* True for a folded byte that was blanked. */
bool text_is_hidden(const Text *text, size_t at);

/* Folds a UTF-8 string exactly as Text does. Caller frees. For rule sheets' examples and names. */
char *text_fold(const char *utf8);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Text, text_free)

#endif
