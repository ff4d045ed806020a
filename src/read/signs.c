#include "signs.h"

#include "content.h"
#include "find.h"

#include <glib.h>
#include <libdeflate.h>
#include <stdbool.h>
#include <string.h>

enum {
    DICTIONARY_MAX = 1024, /* bytes before a stream in which its dictionary is looked for */
    STREAM_MAX = 4 << 20,  /* of one, unpacked */
    ALL_MAX = 32 << 20,    /* of all */
    LETTERS = 4, /* a text of fewer, without a digit, is a ligature, a hyphen or a space */
};

/* ---- Content --------------------------------------------------------------------------------- */

static bool is_white(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
}

/* « 3 Tr » or « 7 Tr » whose operator starts at `operator`. */
static bool hides(const char *content, const char *operator)
{
    const char *at = operator;
    while (at > content && is_white(at[-1]))
        at--;
    if (at == operator|| at == content ||(at[-1] != '3' && at[-1] != '7'))
        return false;
    return at - 1 == content || !(g_ascii_isalnum(at[-2]) || strchr("+-./", at[-2]));
}

/* True when the text behind /ActualText, a string in parentheses or in hexadecimal, could stand for
 * words. A text given elsewhere could be any. */
static bool says_words(const char *at, const char *end)
{
    enum { UNIT = 4 }; /* hexadecimal digits */
    while (at < end && is_white(*at))
        at++;
    if (at == end || (*at != '(' && *at != '<'))
        return true;
    const bool hexadecimal = *at == '<';
    const char *close = memchr(at, hexadecimal ? '>' : ')', (size_t)(end - at));
    const size_t size = (size_t)((close ? close : end) - at - 1);
    if (hexadecimal) {
        bool digit = false;
        for (const char *unit = at + 1 + UNIT; unit + UNIT <= at + 1 + size; unit += UNIT)
            digit |= memcmp(unit, "003", 3) == 0 && g_ascii_isdigit(unit[3]);
        return digit || size >= UNIT * (1 + LETTERS); /* the first says that they are UTF-16 */
    }
    for (size_t i = 1; i <= size; i++)
        if (g_ascii_isdigit(at[i]))
            return true;
    return size >= LETTERS;
}

static unsigned search(const char *content, size_t length)
{
    static const char actual[] = "/ActualText", mode[] = "Tr";
    const char *end = content + length;
    unsigned signs = 0;
    for (const char *at = content; (at = find_words(at, (size_t)(end - at), mode)); at += 2)
        if (hides(content, at) && (at + 2 == end || !g_ascii_isalnum(at[2])))
            signs |= SIGN_INVISIBLE;
    for (const char *at = content; (at = find_words(at, (size_t)(end - at), actual));) {
        at += strlen(actual);
        if (says_words(at, end))
            signs |= SIGN_ACTUAL;
    }
    return signs;
}

static void search_content(const char *content, size_t length, GArray *spots)
{
    if (find_words(content, length, "BT"))
        content_hidden_spots(content, length, spots);
}

/* ---- Streams --------------------------------------------------------------------------------- */

static bool holds(const char *at, const char *end, const char *words)
{
    return find_words(at, (size_t)(end - at), words) != NULL;
}

/* The dictionary before a stream, or as much of it as is looked at. */
static const char *dictionary_of(const char *bytes, const char *stream)
{
    const char *first = stream - bytes > DICTIONARY_MAX ? stream - DICTIONARY_MAX : bytes;
    const char *found = first;
    for (const char *at = first; (at = find_words(at, (size_t)(stream - at), " obj")); at += 4)
        found = at;
    return found;
}

/* Pictures and fonts hold no text of a page. */
static bool is_other(const char *dictionary, const char *stream)
{
    static const char *const keys[] = {"/Image",    "/Length1", "/Type1C", "/CIDFontType0C",
                                       "/OpenType", "/XRef",    "/XML"};
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
        if (holds(dictionary, stream, keys[i]))
            return true;
    return false;
}

typedef struct libdeflate_decompressor Unpacker;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Unpacker, libdeflate_free_decompressor)

typedef struct Search {
    const char *bytes, *end;
    Unpacker *unpacker;
    char *buffer; /* of STREAM_MAX; NULL until it is needed */
    size_t left;  /* of ALL_MAX */
    unsigned signs;
    GArray *spots; /* of ContentSpot */
} Search;

static void search_packed(Search *self, const char *dictionary, const char *stream,
                          const char *data)
{
    if (!holds(dictionary, stream, "/FlateDecode"))
        return;
    if (!self->buffer)
        self->buffer = g_malloc(STREAM_MAX);
    size_t used = 0, size = 0;
    if (libdeflate_zlib_decompress_ex(self->unpacker, data, (size_t)(self->end - data),
                                      self->buffer, MIN(self->left, STREAM_MAX), &used,
                                      &size) != LIBDEFLATE_SUCCESS)
        return; /* broken, or too long */
    self->left -= size;
    self->signs |= search(self->buffer, size);
    search_content(self->buffer, size, self->spots);
}

/* Looks into a stream. Gives where to go on: within one that is not packed, behind any other. */
static const char *search_stream(Search *self, const char *stream)
{
    static const char ending[] = "endstream";
    const char *data = stream + strlen("stream");
    if (data < self->end && *data == '\r')
        data++;
    if (data == self->end || *data++ != '\n')
        return data;
    const char *dictionary = dictionary_of(self->bytes, stream);
    const bool other = is_other(dictionary, stream);
    const bool plain = !other && !holds(dictionary, stream, "/Filter");
    if (!other && !plain)
        search_packed(self, dictionary, stream, data);
    const char *behind = find_words(data, (size_t)(self->end - data), ending);
    if (plain) {
        search_content(data, (size_t)((behind ? behind : self->end) - data), self->spots);
        return data;
    }
    return behind ? behind + strlen(ending) : self->end;
}

unsigned signs_find(const char *bytes, size_t length, GArray *spots)
{
    g_autoptr(Unpacker) unpacker = libdeflate_alloc_decompressor();
    Search self = {.bytes = bytes,
                   .end = bytes + length,
                   .unpacker = unpacker,
                   .left = ALL_MAX,
                   .spots = spots};
    for (const char *at = bytes; at && at < self.end;) {
        const char *stream = find_words(at, (size_t)(self.end - at), "stream");
        const char *until = stream ? stream : self.end;
        self.signs |= search(at, (size_t)(until - at));
        bool begins = stream && !(stream - at >= 3 && memcmp(stream - 3, "end", 3) == 0);
        at = begins ? search_stream(&self, stream) : stream ? stream + strlen("stream") : NULL;
    }
    g_free(self.buffer);
    return self.signs;
}
