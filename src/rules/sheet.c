/* Reads the lines of a rule sheet into blocks and words; sheet.h has the grammar. */
#include "sheet.h"

#include "../base/error.h"

#include <string.h>

enum { TAB_WIDTH = 8 };

static void word_free(gpointer data)
{
    SheetWord *word = data;
    if (!word)
        return;
    g_free(word->word);
    g_array_unref(word->more);
    g_free(word);
}

static void block_free(gpointer data)
{
    SheetBlock *block = data;
    word_free(block->head);
    g_ptr_array_unref(block->words);
    g_free(block->comment);
    g_free(block);
}

void sheet_free(Sheet *sheet)
{
    if (!sheet)
        return;
    g_free(sheet->path);
    g_free(sheet->name);
    g_free(sheet->stem);
    g_free(sheet->contents);
    g_ptr_array_unref(sheet->blocks);
    g_free(sheet);
}

Span sheet_word_text(const SheetWord *word)
{
    Span text = word->rest;
    if (word->more->len > 0) {
        if (span_length(text) == 0)
            text = g_array_index(word->more, Span, 0);
        text.end = g_array_index(word->more, Span, word->more->len - 1).end;
    }
    return text;
}

char *sheet_load_text(const Sheet *sheet, Span span)
{
    return g_strndup(sheet->contents + span.start, span_length(span));
}

int sheet_line(const Sheet *sheet, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at && i < sheet->length; i++)
        line += sheet->contents[i] == '\n';
    return line;
}

char *sheet_load_place(const Sheet *sheet, size_t at)
{
    int column = 1;
    for (size_t i = MIN(at, sheet->length); i > 0 && sheet->contents[i - 1] != '\n'; i--)
        column += (sheet->contents[i - 1] & 0xC0) != 0x80; /* not the inner bytes of a character */
    return g_strdup_printf("%s:%d:%d", sheet->path, sheet_line(sheet, at), column);
}

bool sheet_refuse(const Sheet *sheet, size_t at, GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *place = sheet_load_place(sheet, at);
    g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_RULES, "%s: %s", place, message);
    return false;
}

/* One line without its '\n': how deep it is indented, and what it says. */
typedef struct SheetLine {
    int indent;
    Span text; /* without the spaces around */
} SheetLine;

static SheetLine line_at(const Sheet *sheet, size_t start, size_t end)
{
    SheetLine line = {.text = {start, end}};
    const char *contents = sheet->contents;

    for (; line.text.start < end; line.text.start++) {
        if (contents[line.text.start] == ' ')
            line.indent++;
        else if (contents[line.text.start] == '\t')
            line.indent += TAB_WIDTH - line.indent % TAB_WIDTH;
        else
            break;
    }
    while (line.text.end > line.text.start && g_ascii_isspace(contents[line.text.end - 1]))
        line.text.end--;
    return line;
}

static SheetWord *word_new(const Sheet *sheet, Span text)
{
    const char *contents = sheet->contents;
    SheetWord *word = g_new0(SheetWord, 1);
    size_t at = text.start;

    while (at < text.end && contents[at] != ' ' && contents[at] != '\t')
        at++;
    word->word = sheet_load_text(sheet, (Span){text.start, at});
    word->at = text.start;
    while (at < text.end && (contents[at] == ' ' || contents[at] == '\t'))
        at++;
    word->rest = (Span){at, text.end};
    word->more = g_array_new(false, false, sizeof(Span));
    return word;
}

static bool is_one_of(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

static const char *const outer_words[] = {"define", "rule", NULL};
static const char *const inner_words[] = {"zone", "regex", "field", "set", "ok", "no", NULL};

/* What the reader of lines is in the middle of. */
typedef struct Reading {
    Sheet *sheet;
    SheetBlock *block; /* the open one, or NULL */
    int indent;        /* of the words of the open rule; 0 before the first */
} Reading;

static bool open_block(Reading *reading, SheetLine line, GError **error)
{
    SheetWord *head = word_new(reading->sheet, line.text);
    if (!is_one_of(head->word, outer_words)) {
        if (is_one_of(head->word, inner_words))
            sheet_refuse(reading->sheet, head->at, error,
                         "'%s' belongs to a rule: indent it under one", head->word);
        else
            sheet_refuse(reading->sheet, head->at, error,
                         "unknown word '%s' (expected define or rule)", head->word);
        word_free(head);
        return false;
    }
    reading->block = g_new0(SheetBlock, 1);
    reading->block->head = head;
    reading->block->words = g_ptr_array_new_with_free_func(word_free);
    reading->indent = 0;
    g_ptr_array_add(reading->sheet->blocks, reading->block);
    return true;
}

static bool open_word(Reading *reading, SheetLine line, GError **error)
{
    SheetWord *word = word_new(reading->sheet, line.text);
    g_ptr_array_add(reading->block->words, word);
    reading->indent = line.indent;
    if (is_one_of(word->word, inner_words))
        return true;
    if (is_one_of(word->word, outer_words))
        return sheet_refuse(reading->sheet, word->at, error,
                            "'%s' stands at the left margin, not under a rule", word->word);
    return sheet_refuse(reading->sheet, word->at, error,
                        "unknown word '%s' (expected zone, regex, field, set, ok or no)",
                        word->word);
}

static void continue_word(const Reading *reading, SheetWord *word, SheetLine line)
{
    bool comment = reading->sheet->contents[line.text.start] == '#';
    if (comment && strcmp(word->word, "regex") != 0 && strcmp(word->word, "define") != 0)
        return;
    g_array_append_val(word->more, line.text);
}

static void document_block(Reading *reading, Span text)
{
    if (reading->block->comment || reading->block->words->len > 0)
        return;
    while (text.start < text.end && strchr("# \t", reading->sheet->contents[text.start]))
        text.start++;
    reading->block->comment = sheet_load_text(reading->sheet, text);
}

static bool read_line(Reading *reading, SheetLine line, GError **error)
{
    SheetBlock *block = reading->block;
    bool comment = reading->sheet->contents[line.text.start] == '#';

    if (line.indent == 0)
        return comment || open_block(reading, line, error);
    if (!block)
        return comment || sheet_refuse(reading->sheet, line.text.start, error,
                                       "there is nothing above for this line to continue");
    if (strcmp(block->head->word, "define") == 0) {
        continue_word(reading, block->head, line);
        return true;
    }
    if (reading->indent > 0 && line.indent > reading->indent) {
        continue_word(reading, g_ptr_array_index(block->words, block->words->len - 1), line);
        return true;
    }
    if (comment) {
        document_block(reading, line.text);
        return true;
    }
    if (reading->indent > 0 && line.indent < reading->indent)
        return sheet_refuse(reading->sheet, line.text.start, error,
                            "indented less than the words above and more than their rule");
    return open_word(reading, line, error);
}

/* Takes the bytes over: no byte order mark, '\n' line ends, and nothing that is not UTF-8. */
static bool take_bytes(Sheet *sheet, const char *bytes, size_t length, GError **error)
{
    GString *contents = g_string_sized_new(length + 1);
    const char *bad = NULL;

    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        bytes += 3, length -= 3;
    for (size_t i = 0; i < length; i++)
        if (bytes[i] != '\r' || i + 1 == length || bytes[i + 1] != '\n')
            g_string_append_c(contents, bytes[i]);
    sheet->length = contents->len;
    sheet->contents = g_string_free(contents, false);
    if (g_utf8_validate_len(sheet->contents, sheet->length, &bad))
        return true;
    return sheet_refuse(sheet, bad - sheet->contents, error, "a byte that is not UTF-8 text");
}

/* "patterns/10-dates.rules" → "dates": the digits in front order the files and name nothing. */
static char *stem_of(const char *name)
{
    size_t length = strlen(name);
    const char *start = name;

    if (g_str_has_suffix(name, ".rules"))
        length -= strlen(".rules");
    while (g_ascii_isdigit(*start))
        start++;
    if (start == name || *start != '-' || start + 1 >= name + length)
        start = name;
    else
        start++;
    return g_strndup(start, length - (start - name));
}

Sheet *sheet_read(const char *path, const char *bytes, size_t length, GError **error)
{
    g_autoptr(Sheet) sheet = g_new0(Sheet, 1);
    Reading reading = {.sheet = sheet};

    sheet->path = g_strdup(path);
    sheet->name = g_path_get_basename(path);
    sheet->stem = stem_of(sheet->name);
    sheet->blocks = g_ptr_array_new_with_free_func(block_free);
    if (!take_bytes(sheet, bytes, length, error))
        return NULL;
    for (size_t start = 0; start < sheet->length;) {
        const char *newline = strchr(sheet->contents + start, '\n');
        size_t end = newline ? (size_t)(newline - sheet->contents) : sheet->length;
        SheetLine line = line_at(sheet, start, end);
        if (span_length(line.text) > 0 && !read_line(&reading, line, error))
            return NULL;
        start = end + 1;
    }
    for (guint i = 0; i < sheet->blocks->len; i++) {
        SheetBlock *block = g_ptr_array_index(sheet->blocks, i);
        if (!block->comment)
            block->comment = g_strdup("");
    }
    return g_steal_pointer(&sheet);
}
