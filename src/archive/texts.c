#include "texts.h"

#include "schema.h"

#include <string.h>

enum {
    HEAD_LENGTH = 16,   /* so many bytes of a page's first lines tell where it begins */
    PAGES_MAX = 100000, /* what a reader says of pages is a stranger's word */
};

static void text_unit_free(gpointer data)
{
    ActText *text = data;
    g_string_free(text->words, true);
    g_free(text);
}

static ActText *text_unit(GPtrArray *texts, int act)
{
    for (guint i = 0; i < texts->len; i++) {
        ActText *text = texts->pdata[i];
        if (text->act == act)
            return text;
    }
    ActText *text = g_new0(ActText, 1);
    text->act = act;
    text->words = g_string_new(NULL);
    g_ptr_array_add(texts, text);
    return text;
}

/* Where a text stands: form feeds are written as pages go by. */
typedef struct Cursor {
    ActText *text;
    int page; /* of the end of the text */
} Cursor;

static void go_to_page(Cursor *cursor, gint64 stated)
{
    int page = (int)CLAMP(stated, 1, PAGES_MAX);
    if (cursor->text->words->len == 0) {
        cursor->text->page = cursor->page = page;
        return;
    }
    for (; cursor->page < page; cursor->page++)
        g_string_append_c(cursor->text->words, '\f');
}

/* The whole document as one text. */
static bool whole_text(Store *store, const char *stages, ActText *text, GError **error)
{
    GError *failed = NULL;
    Cursor cursor = {text, 1};
    Rows *rows =
        store_rows(store, "SELECT value ->> 'page', value ->> 'text' FROM json_each(?1, '$.text')");
    rows_set_text(rows, 1, stages);
    while (rows_next(rows, &failed)) {
        const char *words = rows_text(rows, 1);
        if (!words || !*words)
            continue;
        go_to_page(&cursor, rows_integer(rows, 0));
        g_string_append(text->words, words);
        g_string_append_c(text->words, '\n');
    }
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

/* How each page begins: as many of its first lines as make HEAD_LENGTH bytes, joined as zones join
 * them. Array of char *, from page 1 at index 0. */
static GPtrArray *heads_of_pages(Store *store, const char *stages, GError **error)
{
    g_autoptr(GPtrArray) heads = g_ptr_array_new_with_free_func(g_free);
    GError *failed = NULL;
    Rows *rows =
        store_rows(store, "SELECT value ->> 'page', value ->> 'text' FROM json_each(?1, '$.text')");
    rows_set_text(rows, 1, stages);
    while (rows_next(rows, &failed)) {
        gint64 page = rows_integer(rows, 0);
        const char *words = rows_text(rows, 1);
        while ((gint64)heads->len < page && page <= PAGES_MAX)
            g_ptr_array_add(heads, g_strdup(""));
        if (page < 1 || page > heads->len || !words || !*words)
            continue;
        char *head = heads->pdata[page - 1];
        if (strlen(head) >= HEAD_LENGTH)
            continue;
        heads->pdata[page - 1] = *head ? g_strconcat(head, " ", words, NULL) : g_strdup(words);
        g_free(head);
    }
    if (failed) {
        g_propagate_error(error, failed);
        return NULL;
    }
    return g_steal_pointer(&heads);
}

/* Appends the words of a zone, which begins on `page`, and marks where it goes over to others. */
static void append_zone(Cursor *cursor, const GPtrArray *heads, gint64 page, const char *words)
{
    go_to_page(cursor, page);
    for (guint next = (guint)CLAMP(page, 1, PAGES_MAX); next < heads->len; next++) {
        const char *head = heads->pdata[next]; /* of page next + 1 */
        const char *at = *head && *words ? strstr(words + 1, head) : NULL;
        if (!at && *head)
            break;
        if (!at)
            continue; /* an empty page */
        g_string_append_len(cursor->text->words, words, at - words);
        go_to_page(cursor, (gint64)next + 1);
        words = at;
    }
    g_string_append(cursor->text->words, words);
    g_string_append_c(cursor->text->words, '\n');
}

/* One text an act, and one for the rest. */
static bool zone_texts(Store *store, const char *stages, GPtrArray *texts, gint64 acts,
                       GError **error)
{
    GError *failed = NULL;
    g_autoptr(GPtrArray) heads = heads_of_pages(store, stages, error);
    g_autofree Cursor *cursors = g_new0(Cursor, acts + 1);
    if (!heads)
        return false;
    Rows *rows = store_rows(store, "SELECT coalesce((value ->> 'act') + 1, 0), value ->> 'page',"
                                   " value ->> 'text' FROM json_each(?1, '$.zones')");
    rows_set_text(rows, 1, stages);
    while (rows_next(rows, &failed)) {
        gint64 act = rows_integer(rows, 0);
        const char *words = rows_text(rows, 2);
        Cursor *cursor = &cursors[act >= 1 && act <= acts ? act : 0];
        if (!words || !*words)
            continue;
        if (!cursor->text)
            *cursor = (Cursor){text_unit(texts, (int)(cursor - cursors)), 1};
        append_zone(cursor, heads, rows_integer(rows, 1), words);
    }
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

GPtrArray *texts_of_record(Store *store, const char *record, const char *stages, GError **error)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(text_unit_free);
    GError *failed = NULL;
    gint64 acts = 0;
    Rows *rows = store_rows(store, "SELECT json_array_length(?1, '$.acts')");
    rows_set_text(rows, 1, record);
    if (rows_next(rows, &failed))
        acts = MIN(rows_integer(rows, 0), ACT_NUMBER_MAX);
    rows_done(rows);
    if (failed) {
        g_propagate_error(error, failed);
        return NULL;
    }
    if (acts <= 1 ? !whole_text(store, stages, text_unit(texts, (int)acts), error)
                  : !zone_texts(store, stages, texts, acts, error))
        return NULL;
    /* An act without words of its own is found by its subject all the same. */
    for (int act = 1; act <= acts; act++) {
        ActText *text = text_unit(texts, act);
        text->page = MAX(text->page, 1);
    }
    return g_steal_pointer(&texts);
}
