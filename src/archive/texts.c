#include "texts.h"

#include "schema.h"

static void act_text_free(gpointer data)
{
    ActText *text = data;
    g_string_free(text->words, true);
    g_free(text);
}

/* The text of an act; made, with no words yet, when there is none. */
static ActText *text_of_act(GPtrArray *texts, int act)
{
    for (guint i = 0; i < texts->len; i++) {
        ActText *text = texts->pdata[i];
        if (text->act == act)
            return text;
    }
    ActText *text = g_new0(ActText, 1);
    text->act = act;
    text->page = 1;
    text->words = g_string_new(NULL);
    g_ptr_array_add(texts, text);
    return text;
}

/* What a reader says of acts and pages is a stranger's word. */
static void take_words(GPtrArray *texts, gint64 act, gint64 acts, gint64 page, const char *words)
{
    ActText *text = text_of_act(texts, act >= 1 && act <= acts ? (int)act : 0);
    if (text->words->len == 0)
        text->page = (int)CLAMP(page, 1, G_MAXINT32);
    g_string_append(text->words, words);
}

GPtrArray *texts_of_record(Store *store, const char *stages, gint64 acts, GError **error)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(act_text_free);
    GError *failed = NULL;
    Rows *rows = store_rows(store, "SELECT coalesce((value ->> 'act') + 1, 0), value ->> 'page',"
                                   " value ->> 'text' FROM json_each(?1, '$.words')");
    rows_set_text(rows, 1, stages);
    while (rows_next(rows, &failed)) {
        const char *words = rows_text(rows, 2);
        take_words(texts, rows_integer(rows, 0), acts, rows_integer(rows, 1), words ? words : "");
    }
    if (failed) {
        g_propagate_error(error, failed);
        return NULL;
    }
    /* An act without words of its own is found by its subject all the same. */
    for (int act = acts > 0; act <= (int)acts; act++)
        text_of_act(texts, act);
    return g_steal_pointer(&texts);
}
