#include "texts.h"

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

GPtrArray *texts_of_record(const Node *words, guint acts)
{
    GPtrArray *texts = g_ptr_array_new_with_free_func(act_text_free);
    for (size_t i = 0; i < node_count(words); i++) {
        const Node *part = node_element(words, i), *act = node_member(part, "act");
        const char *text = node_text(node_member(part, "text"));
        take_words(texts, node_is(act, NODE_INTEGER) ? act->integer + 1 : 0, acts,
                   node_integer(node_member(part, "page")), text ? text : "");
    }
    /* An act without words of its own is found by its subject all the same. */
    for (guint act = 1; act <= acts; act++)
        text_of_act(texts, (int)act);
    if (texts->len == 0)
        text_of_act(texts, 0);
    return texts;
}
