/* Text: append-only buffers, one for each twin, one for what is known of each character, and one
 * that leads from a folded byte to its character. */
#include "text.h"
#include "fold.h"

#include <string.h>

/* What is known of one original character. Its bytes end where the next one's start. */
typedef struct Character {
    guint32 offset;         /* in the original twin */
    guint32 page : 23;      /* from 1 */
    guint32 hidden : 1;     /* blanked */
    guint32 confidence : 8; /* 0 to 100 */
    Box box;
} Character;

struct Text {
    char *original;
    size_t original_length, original_room;
    char *folded;
    guint32 *characters; /* folded byte → index in `known`; as long as `folded` */
    size_t folded_length, folded_room;
    Character *known;
    size_t known_length, known_room;
    GArray *lines; /* of Line */
    /* the open line */
    size_t line_folded, line_known;
    Box line_box;
};

/* Longest run of marks on one letter that is still put in normal order; longer ones are hostile. */
enum { CLUSTER_MAX = 64 };

/* Offsets are 32 bits: four times what the reader may ever allocate. */
enum { FIRST_ROOM = 4096 };

Text *text_new(void)
{
    Text *text = g_new0(Text, 1);
    text->original_room = text->folded_room = text->known_room = FIRST_ROOM;
    text->original = g_malloc(FIRST_ROOM);
    text->folded = g_malloc(FIRST_ROOM);
    text->characters = g_new(guint32, FIRST_ROOM);
    text->known = g_new(Character, FIRST_ROOM);
    text->lines = g_array_new(false, false, sizeof(Line));
    text->original[0] = text->folded[0] = '\0';
    return text;
}

void text_free(Text *text)
{
    if (!text)
        return;
    g_free(text->original);
    g_free(text->folded);
    g_free(text->characters);
    g_free(text->known);
    g_array_unref(text->lines);
    g_free(text);
}

static size_t doubled_until(size_t room, size_t wanted)
{
    while (room <= wanted)
        room *= 2;
    return room;
}

/* Makes room for `count` more characters in every buffer, and for the NULs. */
static inline void reserve(Text *text, size_t count)
{
    const size_t bytes = count + CLUSTER_MAX; /* of which one may need them all */
    if (G_UNLIKELY(text->original_length + bytes >= text->original_room)) {
        text->original_room = doubled_until(text->original_room, text->original_length + bytes);
        text->original = g_realloc(text->original, text->original_room);
    }
    if (G_UNLIKELY(text->folded_length + bytes >= text->folded_room)) {
        text->folded_room = doubled_until(text->folded_room, text->folded_length + bytes);
        g_assert(text->folded_room <= G_MAXUINT32);
        text->folded = g_realloc(text->folded, text->folded_room);
        text->characters = g_renew(guint32, text->characters, text->folded_room);
    }
    if (G_UNLIKELY(text->known_length + count >= text->known_room)) {
        text->known_room = doubled_until(text->known_room, text->known_length + count);
        text->known = g_renew(Character, text->known, text->known_room);
    }
}

/* Widens a line's box: as box_union, for every character there is. */
static inline void widen_line(Box *line, Box box)
{
    if (box_is_empty(box))
        return;
    if (box_is_empty(*line)) {
        *line = box;
        return;
    }
    line->x0 = MIN(line->x0, box.x0);
    line->y0 = MIN(line->y0, box.y0);
    line->x1 = MAX(line->x1, box.x1);
    line->y1 = MAX(line->y1, box.y1);
}

static inline void add_character(Text *text, int page, Box box, int confidence)
{
    text->known[text->known_length++] = (Character){
        .offset = (guint32)text->original_length,
        .page = (guint32)page,
        .confidence = (guint32)CLAMP(confidence, 0, 100),
        .box = box,
    };
    widen_line(&text->line_box, box);
}

static void add_folded(Text *text, gunichar ch)
{
    char out[FOLD_MAX];
    char before = text->folded_length > 0 ? text->folded[text->folded_length - 1] : 0;
    size_t length = fold_character(ch, before, out);
    for (size_t i = 0; i < length; i++) {
        text->characters[text->folded_length] = (guint32)(text->known_length - 1);
        text->folded[text->folded_length++] = out[i];
    }
}

/* Adds the bytes of the character just added; they may be several code points in normal form. */
static void add_original(Text *text, const char *utf8)
{
    size_t length = strlen(utf8);
    memcpy(text->original + text->original_length, utf8, length);
    text->original_length += length;
    for (const char *p = utf8; *p; p = g_utf8_next_char(p))
        add_folded(text, g_utf8_get_char(p));
}

/* True for what can join the character before it in NFC. */
static bool is_joining(gunichar ch)
{
    return ch >= 0x300 && (g_unichar_ismark(ch) || (ch >= 0x1160 && ch <= 0x11FF));
}

/* Joins a mark to the character before it on the line. False when there is none, or it has so
 * many marks already that composing them again and again would take long. */
static bool join(Text *text, gunichar mark, Box box, int confidence)
{
    if (text->known_length == text->line_known)
        return false;
    Character *last = &text->known[text->known_length - 1];
    size_t length = text->original_length - last->offset;
    if (length + 6 >= CLUSTER_MAX / 2)
        return false;
    char cluster[CLUSTER_MAX];
    memcpy(cluster, text->original + last->offset, length);
    cluster[length + (size_t)g_unichar_to_utf8(mark, cluster + length)] = '\0';
    g_autofree char *composed = g_utf8_normalize(cluster, -1, G_NORMALIZE_DEFAULT_COMPOSE);
    if (!composed || strlen(composed) >= CLUSTER_MAX / 2)
        return false;
    last->box = box_union(last->box, box);
    last->confidence = MIN(last->confidence, (guint32)CLAMP(confidence, 0, 100));
    widen_line(&text->line_box, box);
    text->original_length = last->offset;
    while (text->folded_length > text->line_folded &&
           text->characters[text->folded_length - 1] == text->known_length - 1)
        text->folded_length--;
    add_original(text, composed);
    return true;
}

static void append_other(Text *text, gunichar ch, int page, Box box, int confidence)
{
    char utf8[8];
    if (ch == '\n' || ch == '\r' || ch == 0x2028 || ch == 0x2029)
        ch = ' '; /* only text_end_line ends a line */
    else if (ch == 0 || !g_unichar_validate(ch))
        ch = 0xFFFD;
    if (is_joining(ch) && join(text, ch, box, confidence))
        return;
    utf8[g_unichar_to_utf8(ch, utf8)] = '\0';
    add_character(text, page, box, confidence);
    gunichar first, second;
    if (ch >= 0x340 && g_unichar_decompose(ch, &first, &second)) {
        g_autofree char *normal = g_utf8_normalize(utf8, -1, G_NORMALIZE_DEFAULT_COMPOSE);
        add_original(text, normal && strlen(normal) < CLUSTER_MAX / 2 ? normal : utf8);
    } else {
        add_original(text, utf8);
    }
}

void text_expect(Text *text, size_t count)
{
    reserve(text, count + count / 8); /* spaces and line ends, too */
}

void text_append(Text *text, gunichar ch, int page, Box box, int confidence)
{
    reserve(text, 1);
    if (G_LIKELY(ch >= 0x20 && ch < 0x7F)) {
        add_character(text, page, box, confidence);
        text->original[text->original_length++] = (char)ch;
        text->characters[text->folded_length] = (guint32)(text->known_length - 1);
        text->folded[text->folded_length++] = (char)ch;
    } else {
        append_other(text, ch, page, box, confidence);
    }
    text->original[text->original_length] = '\0';
    text->folded[text->folded_length] = '\0';
}

void text_append_ascii(Text *text, const Glyph *glyphs, size_t count, int page)
{
    reserve(text, count);
    char *original = text->original + text->original_length;
    char *folded = text->folded + text->folded_length;
    guint32 *characters = text->characters + text->folded_length;
    Character *known = text->known + text->known_length;
    Box line = text->line_box;
    for (size_t i = 0; i < count; i++) {
        known[i] = (Character){
            .offset = (guint32)(text->original_length + i),
            .page = (guint32)page,
            .confidence = MIN(glyphs[i].confidence, 100),
            .box = glyphs[i].box,
        };
        original[i] = folded[i] = (char)glyphs[i].ch;
        characters[i] = (guint32)(text->known_length + i);
        widen_line(&line, glyphs[i].box);
    }
    original[count] = folded[count] = '\0';
    text->line_box = line;
    text->original_length += count;
    text->folded_length += count;
    text->known_length += count;
}

void text_append_as(Text *text, gunichar ch, const char *folded, size_t length, int page, Box box,
                    int confidence)
{
    size_t before = text->folded_length;
    text_append(text, ch, page, box, confidence);
    reserve(text, 1);
    text->folded_length = before;
    for (size_t i = 0; i < MIN(length, CLUSTER_MAX / 2); i++) {
        text->characters[text->folded_length] = (guint32)(text->known_length - 1);
        text->folded[text->folded_length++] = folded[i];
    }
    text->folded[text->folded_length] = '\0';
}

void text_end_line(Text *text, int page, float size, unsigned flags)
{
    Line line = {
        .span = {text->line_folded, text->folded_length},
        .page = page,
        .box = text->line_box,
        .size = size,
        .flags = flags,
    };
    g_array_append_val(text->lines, line);
    reserve(text, 1);
    add_character(text, page, (Box){0}, 100);
    text->original[text->original_length++] = '\n';
    text->characters[text->folded_length] = (guint32)(text->known_length - 1);
    text->folded[text->folded_length++] = '\n';
    text->original[text->original_length] = '\0';
    text->folded[text->folded_length] = '\0';
    text->line_folded = text->folded_length;
    text->line_known = text->known_length;
    text->line_box = (Box){0};
}

const char *text_folded(const Text *text, size_t *length)
{
    if (length)
        *length = text->folded_length;
    return text->folded;
}

const char *text_original(const Text *text, size_t *length)
{
    if (length)
        *length = text->original_length;
    return text->original;
}

size_t text_line_count(const Text *text)
{
    return text->lines->len;
}

const Line *text_line(const Text *text, size_t index)
{
    g_assert(index < text->lines->len);
    return &g_array_index(text->lines, Line, index);
}

size_t text_line_at(const Text *text, size_t at)
{
    const Line *lines = (const Line *)text->lines->data;
    size_t low = 0, high = text->lines->len;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (lines[middle].span.start <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The characters behind a folded span, [*from, *to). */
static void characters_of(const Text *text, Span span, size_t *from, size_t *to)
{
    g_assert(span.start <= span.end && span.end <= text->folded_length);
    if (span.start == text->folded_length)
        *from = text->known_length;
    else
        *from = text->characters[span.start];
    *to = span.end > span.start ? text->characters[span.end - 1] + 1 : *from;
}

/* Where a character starts in the original; its length for the one after the last. */
static size_t original_offset(const Text *text, size_t character)
{
    return character < text->known_length ? text->known[character].offset : text->original_length;
}

Span text_original_span(const Text *text, Span folded)
{
    size_t from, to;
    characters_of(text, folded, &from, &to);
    return (Span){original_offset(text, from), original_offset(text, to)};
}

static bool is_line_end(const Text *text, size_t character)
{
    return text->original[text->known[character].offset] == '\n';
}

/* True when some characters of [from, to) are blanked and some words are not. */
static bool is_partly_hidden(const Text *text, size_t from, size_t to)
{
    bool hidden = false, seen = false;
    for (size_t i = from; i < to && !(hidden && seen); i++) {
        hidden |= text->known[i].hidden;
        seen |= !text->known[i].hidden && !g_ascii_isspace(text->original[text->known[i].offset]);
    }
    return hidden && seen;
}

char *text_quote(const Text *text, Span span)
{
    size_t from, to;
    characters_of(text, span, &from, &to);
    if (!is_partly_hidden(text, from, to)) {
        Span original = text_original_span(text, span);
        return g_strndup(text->original + original.start, span_length(original));
    }
    GString *quote = g_string_new(NULL);
    for (size_t i = from; i < to; i++) {
        const char *printed = text->original + text->known[i].offset;
        bool space = text->known[i].hidden || *printed == ' ';
        if (space && (quote->len == 0 || quote->str[quote->len - 1] == ' '))
            continue;
        if (space)
            g_string_append_c(quote, ' ');
        else
            g_string_append_len(quote, printed,
                                (gssize)(original_offset(text, i + 1) - text->known[i].offset));
    }
    return g_string_free(quote, false);
}

bool text_is_hidden(const Text *text, size_t at)
{
    return at < text->folded_length && text->known[text->characters[at]].hidden;
}

void text_locate(const Text *text, Span span, GArray *places)
{
    size_t from, to;
    characters_of(text, span, &from, &to);
    bool open = false;
    Place place = {0};
    for (size_t i = from; i < to; i++) {
        const Character *c = &text->known[i];
        if (is_line_end(text, i)) {
            if (open)
                g_array_append_val(places, place);
            open = false;
            continue;
        }
        if (!open)
            place = (Place){.page = (int)c->page};
        place.box = box_union(place.box, c->box);
        open = true;
    }
    if (open)
        g_array_append_val(places, place);
}

void text_turn_back(Text *text, int page, int quarters, double width, double height)
{
    for (size_t i = 0; i < text->known_length; i++)
        if ((int)text->known[i].page == page && !box_is_empty(text->known[i].box))
            text->known[i].box = box_before_turn(text->known[i].box, quarters, width, height);
    for (guint i = 0; i < text->lines->len; i++) {
        Line *line = &g_array_index(text->lines, Line, i);
        if (line->page == page && !box_is_empty(line->box))
            line->box = box_before_turn(line->box, quarters, width, height);
    }
}

int text_page(const Text *text, size_t at)
{
    if (text->folded_length == 0)
        return 1;
    return (int)text->known[text->characters[MIN(at, text->folded_length - 1)]].page;
}

double text_confidence(const Text *text, Span span)
{
    size_t from, to, count = 0;
    guint64 sum = 0;
    characters_of(text, span, &from, &to);
    for (size_t i = from; i < to; i++) {
        if (is_line_end(text, i))
            continue;
        sum += text->known[i].confidence;
        count++;
    }
    return count > 0 ? (double)sum / (double)count / 100 : 1;
}

void text_blank(Text *text, Span span)
{
    g_assert(span.start <= span.end && span.end <= text->folded_length);
    for (size_t i = span.start; i < span.end; i++) {
        if (text->folded[i] == '\n')
            continue;
        text->folded[i] = ' ';
        text->known[text->characters[i]].hidden = true;
    }
}
