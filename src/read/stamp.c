#include "stamp.h"

#include "find.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    OBJECT_MAX = 2048,     /* bytes of a dictionary that are looked at */
    OBJECTS_MAX = 2000000, /* a larger number of objects is a lie */
    OBJECTS_SPARE = 1000,
    WINDOW = 64 << 10,
};

/* A file's bytes. */
typedef struct Bytes {
    const char *at;
    size_t length;
} Bytes;

static const char *find(Bytes bytes, const char *words)
{
    return find_words(bytes.at, bytes.length, words);
}

static Bytes from(Bytes bytes, const char *at)
{
    return (Bytes){at, bytes.length - (size_t)(at - bytes.at)};
}

/* The last place before `end` where `words` stand, at most OBJECT_MAX bytes back; or NULL. */
static const char *find_back(Bytes bytes, const char *end, const char *words)
{
    size_t wide = strlen(words);
    const char *floor = end - bytes.at > OBJECT_MAX ? end - OBJECT_MAX : bytes.at;
    for (const char *at = end - wide; at >= floor; at--)
        if (memcmp(at, words, wide) == 0)
            return at;
    return NULL;
}

/* The start of an object's text, up to its stream or its end, as a string. */
static char *object_text(Bytes bytes, const char *start)
{
    Bytes rest = from(bytes, start);
    rest.length = MIN(rest.length, OBJECT_MAX);
    const char *end = find(rest, "endobj"), *stream = find(rest, "stream");
    if (stream && (!end || stream < end))
        end = stream;
    return end ? g_strndup(start, (gsize)(end - start)) : NULL;
}

/* Reads `count` numbers between the brackets after `key`. */
static bool read_numbers(const char *text, const char *key, int count, double *out)
{
    const char *at = strstr(text, key);
    at = at ? strchr(at, '[') : NULL;
    if (!at)
        return false;
    at++;
    for (int i = 0; i < count; i++) {
        char *end = NULL;
        out[i] = g_ascii_strtod(at, &end);
        if (end == at || !isfinite(out[i]) || fabs(out[i]) > 1e5)
            return false;
        at = end;
    }
    return true;
}

static void put_in_order(double box[4])
{
    double x0 = MIN(box[0], box[2]), x1 = MAX(box[0], box[2]);
    double y0 = MIN(box[1], box[3]), y1 = MAX(box[1], box[3]);
    box[0] = x0, box[1] = y0, box[2] = x1, box[3] = y1;
}

/* The box around a drawing's corners once its matrix has moved them. */
static bool read_bounds(const char *text, double bounds[4])
{
    double box[4], m[6] = {1, 0, 0, 1, 0, 0};
    if (!read_numbers(text, "/BBox", 4, box))
        return false;
    if (strstr(text, "/Matrix") && !read_numbers(text, "/Matrix", 6, m))
        return false;
    for (int corner = 0; corner < 4; corner++) {
        double x = box[corner & 1 ? 2 : 0], y = box[corner & 2 ? 3 : 1];
        double moved_x = m[0] * x + m[2] * y + m[4], moved_y = m[1] * x + m[3] * y + m[5];
        bounds[0] = corner ? MIN(bounds[0], moved_x) : moved_x;
        bounds[1] = corner ? MIN(bounds[1], moved_y) : moved_y;
        bounds[2] = corner ? MAX(bounds[2], moved_x) : moved_x;
        bounds[3] = corner ? MAX(bounds[3], moved_y) : moved_y;
    }
    return bounds[2] - bounds[0] > 1 && bounds[3] - bounds[1] > 1;
}

/* The last place where `words` stand, looked for from the end: what was added last stands there. */
static const char *find_last(Bytes bytes, const char *words)
{
    size_t end = bytes.length, wide = strlen(words);
    while (end >= wide) {
        size_t start = end > WINDOW ? end - WINDOW : 0;
        Bytes window = {bytes.at + start, end - start};
        const char *found = NULL;
        for (const char *at; (at = find(window, words)); window = from(window, at + 1))
            found = at;
        if (found || start == 0)
            return found;
        end = start + wide - 1; /* so that none is missed across the border */
    }
    return NULL;
}

/* Where the words of object `number` start; a later version of it stands later in the file. */
static const char *find_object(Bytes bytes, int number, int generation)
{
    char head[40];
    Bytes rest = bytes;
    snprintf(head, sizeof head, "%d %d obj", number, generation);
    for (const char *at; (at = find_last(rest, head)); rest.length = (size_t)(at - rest.at))
        if (at == bytes.at || !g_ascii_isdigit(at[-1]))
            return at + strlen(head);
    return NULL;
}

/* How many bytes of an object with a stream there are from its start: `text` stands before the
 * stream and says how long that is. 0 when it says so elsewhere, or wrongly. */
static size_t extent_of(Bytes bytes, const char *start, const char *text)
{
    const size_t around = strlen(text) + strlen("stream\r\n");
    const char *key = strstr(text, "/Length ");
    size_t length = 0, left = bytes.length - (size_t)(start - bytes.at);
    int object, read = 0;
    if (!key || sscanf(key, "/Length %zu%n", &length, &read) != 1 || read > 20 ||
        sscanf(key + read, "%d", &object) == 1 || around > left || length > left - around)
        return 0;
    return around + length;
}

/* Reads the annotation around `mark`, the place of its « /Stamp ». */
static bool read_stamp(Bytes bytes, const char *mark, Stamp *stamp)
{
    const char *start = find_back(bytes, mark, " obj");
    g_autofree char *text = start ? object_text(bytes, start + strlen(" obj")) : NULL;
    const char *look = text ? strstr(text, "/AP") : NULL;
    look = look ? strstr(look, "/N") : NULL;
    if (!look || start + strlen(" obj") + strlen(text) < mark ||
        sscanf(look, "/N %d %d R", &stamp->object, &stamp->generation) != 2 || stamp->object <= 0 ||
        stamp->generation < 0 || !read_numbers(text, "/Rect", 4, stamp->rect))
        return false;
    put_in_order(stamp->rect);
    const char *object = find_object(bytes, stamp->object, stamp->generation);
    g_autofree char *drawing = object ? object_text(bytes, object) : NULL;
    if (!drawing)
        return false;
    stamp->start = (size_t)(object - bytes.at);
    stamp->extent = extent_of(bytes, object, drawing);
    return read_bounds(drawing, stamp->bounds) && stamp->rect[2] - stamp->rect[0] > 1 &&
           stamp->rect[3] - stamp->rect[1] > 1;
}

/* The number behind `word` at `at`; 0 for none. */
static long number_after(Bytes bytes, const char *at, const char *word)
{
    long number = 0;
    if (!at)
        return 0;
    Bytes rest = from(bytes, at + strlen(word));
    g_autofree char *text = g_strndup(rest.at, MIN(rest.length, 20));
    return sscanf(text, "%ld", &number) == 1 && number > 0 ? number : 0;
}

/* True for a file whose strings are not what its bytes say. Its last table of objects says so: it
 * starts where the end of the file tells, or else it may be anywhere. */
static bool is_encrypted(Bytes bytes)
{
    long table = number_after(bytes, find_last(bytes, "startxref"), "startxref");
    bool known = table > 0 && (size_t)table < bytes.length;
    return find(from(bytes, bytes.at + (known ? table : 0)), "/Encrypt") != NULL;
}

GArray *stamps_find(const void *bytes, size_t length)
{
    GArray *stamps = g_array_new(false, true, sizeof(Stamp));
    Bytes whole = {bytes, length};
    const char *at = find(whole, "/Stamp");
    if (!at || is_encrypted(whole))
        return stamps;
    while (at && stamps->len < STAMPS_MAX) {
        Stamp stamp;
        if (read_stamp(whole, at, &stamp))
            g_array_append_val(stamps, stamp);
        at = find(from(whole, at + strlen("/Stamp")), "/Stamp");
    }
    return stamps;
}

bool stamps_are_alike(const void *bytes, const Stamp *one, const Stamp *other)
{
    const char *file = bytes;
    if (memcmp(one->rect, other->rect, sizeof one->rect) != 0 || one->extent != other->extent)
        return false;
    return one->start == other->start ||
           (one->extent > 0 && memcmp(file + one->start, file + other->start, one->extent) == 0);
}

/* ---- The PDF of stamps --------------------------------------------------------------------------
 */

/* What an addition to the file must know: its last table, and a number that no object has. The
 * table of a file laid out for the web is in two parts, of which the first may count further. */
static bool read_end(Bytes bytes, long *table, long *objects)
{
    Bytes head = {bytes.at, MIN(bytes.length, OBJECT_MAX)};
    long last = number_after(bytes, find_last(bytes, "/Size"), "/Size");
    long first = number_after(bytes, find(head, "/Size"), "/Size");
    *table = number_after(bytes, find_last(bytes, "startxref"), "startxref");
    if (*table == 0 || last == 0 || MAX(first, last) > OBJECTS_MAX)
        return false;
    *objects = MAX(first, last) + OBJECTS_SPARE;
    return true;
}

/* What is added behind `offset` bytes of a file, and the table of where its objects are. */
typedef struct Addition {
    size_t offset;
    GString *pdf, *table;
} Addition;

static void add_object(const Addition *addition, long number, const char *body)
{
    g_string_append_printf(addition->table, "%010zu 00000 n \n",
                           addition->offset + addition->pdf->len);
    g_string_append_printf(addition->pdf, "%ld 0 obj\n%s\nendobj\n", number, body);
}

/* The operators that draw a stamp where its annotation lies. */
static char *drawing_of(const Stamp *stamp)
{
    const double *r = stamp->rect, *b = stamp->bounds;
    double sx = (r[2] - r[0]) / (b[2] - b[0]), sy = (r[3] - r[1]) / (b[3] - b[1]);
    const double numbers[] = {sx, sy, r[0] - sx * b[0], r[1] - sy * b[1]};
    char texts[4][G_ASCII_DTOSTR_BUF_SIZE];
    for (int i = 0; i < 4; i++)
        g_ascii_formatd(texts[i], sizeof texts[i], "%.4f", numbers[i]);
    g_autofree char *draw =
        g_strdup_printf("q %s 0 0 %s %s %s cm /S Do Q", texts[0], texts[1], texts[2], texts[3]);
    return g_strdup_printf("<</Length %zu>>\nstream\n%s\nendstream", strlen(draw), draw);
}

static char *page_of(const Stamp *stamp, long pages, long content, int turn)
{
    char rect[4][G_ASCII_DTOSTR_BUF_SIZE];
    for (int i = 0; i < 4; i++)
        g_ascii_formatd(rect[i], sizeof rect[i], "%.4f", stamp->rect[i]);
    return g_strdup_printf("<</Type/Page/Parent %ld 0 R/MediaBox[%s %s %s %s]/Rotate %d"
                           "/Contents %ld 0 R/Resources<</XObject<</S %d %d R>>>>>>",
                           pages, rect[0], rect[1], rect[2], rect[3], turn, content, stamp->object,
                           stamp->generation);
}

GBytes *stamps_addition(const void *bytes, size_t length, const GArray *stamps, const int *turns)
{
    long table = 0, first = 0;
    if (!read_end((Bytes){bytes, length}, &table, &first))
        return NULL;
    long catalog = first, pages = first + 1, next = first + 2;
    g_autoptr(GString) entries = g_string_new(NULL), kids = g_string_new(NULL);
    GString *pdf = g_string_new("\n");
    const Addition addition = {length, pdf, entries};

    for (guint i = 0; i < stamps->len; i++, next += 3)
        g_string_append_printf(kids, "%ld 0 R %ld 0 R ", next + 1, next + 2);
    g_autofree char *root = g_strdup_printf("<</Type/Catalog/Pages %ld 0 R>>", pages);
    g_autofree char *tree =
        g_strdup_printf("<</Type/Pages/Count %u/Kids[%s]>>", 2 * stamps->len, kids->str);
    add_object(&addition, catalog, root);
    add_object(&addition, pages, tree);
    next = first + 2;
    for (guint i = 0; i < stamps->len; i++, next += 3) {
        const Stamp *stamp = &g_array_index(stamps, Stamp, i);
        g_autofree char *content = drawing_of(stamp);
        g_autofree char *upright = page_of(stamp, pages, next, turns[i]);
        g_autofree char *turned = page_of(stamp, pages, next, (turns[i] + 180) % 360);
        add_object(&addition, next, content);
        add_object(&addition, next + 1, upright);
        add_object(&addition, next + 2, turned);
    }
    size_t start = length + pdf->len;
    g_string_append_printf(pdf, "xref\n%ld %ld\n%s", first, next - first, entries->str);
    g_string_append_printf(
        pdf, "trailer\n<</Size %ld/Root %ld 0 R/Prev %ld>>\nstartxref\n%zu\n%%%%EOF\n", next,
        catalog, table, start);
    return g_string_free_to_bytes(pdf);
}
