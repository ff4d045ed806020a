/* Reading a list of names: cutting it where its writer parted the names. See person.h. */
#include "person.h"

#include "compose.h"
#include "person_words.h"

#include <string.h>

enum {
    LIST_BYTES_MAX = 64 * 1024,
    WORD_BYTES_MAX = 64, /* no civility or role is longer */
};

/* How an element was parted from the one before. */
typedef enum Cut { CUT_NONE, CUT_COMMA, CUT_LINE, CUT_OTHER } Cut;

typedef struct Element {
    GString *words;
    Cut cut;
    bool civility; /* it starts with one */
} Element;

typedef struct Cutter {
    GArray *elements; /* of Element */
    int depth;        /* of brackets */
    bool lines_part;  /* a line break parts names by itself */
} Cutter;

static void element_clear(gpointer data)
{
    Element *element = data;
    g_string_free(element->words, true);
}

static void cutter_start(Cutter *cutter, Cut cut)
{
    Element *last = cutter->elements->len
                        ? &g_array_index(cutter->elements, Element, cutter->elements->len - 1)
                        : NULL;
    if (last && last->words->len == 0) {
        last->cut = MAX(last->cut, cut);
        return;
    }
    Element element = {.words = g_string_new(NULL), .cut = cut};
    g_array_append_val(cutter->elements, element);
}

static Element *cutter_last(Cutter *cutter)
{
    return &g_array_index(cutter->elements, Element, cutter->elements->len - 1);
}

static const Civility *word_civility(const char *word)
{
    if (strlen(word) > WORD_BYTES_MAX)
        return NULL;
    g_autofree char *key = name_token_key(word);
    return civility_find(word, key);
}

/* A line or a comma in the list, outside brackets. */
static bool has_commas(const char *list)
{
    int depth = 0;
    for (const char *p = list; *p; p++) {
        depth += *p == '(' ? 1 : *p == ')' && depth > 0 ? -1 : 0;
        if (depth == 0 && (*p == ',' || *p == ';'))
            return true;
    }
    return false;
}

static bool has_small_letter(const char *word)
{
    for (; *word; word = g_utf8_next_char(word))
        if (g_unichar_islower(g_utf8_get_char(word)))
            return true;
    return false;
}

/* « Paul / ROC », « P. / ROC »: the line ends within a name. */
static bool is_broken_name(const char *line, const char *next)
{
    return !strpbrk(line, " \t") && !strpbrk(next, " \t") && *next && !has_small_letter(next) &&
           (has_small_letter(line) || g_str_has_suffix(line, "."));
}

/* Whether a line break parts names: not in a paragraph with commas, not where civilities do, and
 * not within a name. */
static bool lines_part_names(const char *list)
{
    if (has_commas(list))
        return false;
    g_auto(GStrv) lines = g_strsplit(list, "\n", -1);
    for (char **line = lines; *line; line++) {
        g_auto(GStrv) words = g_strsplit_set(g_strstrip(*line), " \t", 2);
        if (words[0] && *words[0] && word_civility(words[0]))
            return false;
        if (line[1] && is_broken_name(*line, g_strstrip(line[1])))
            return false;
    }
    return true;
}

/* True when a civility at `word` starts a new name: always, but for « Mmes et MM. » and for the
 * initial of « FRAISSE M. – » or « DUPONT M., ». */
static bool civility_parts(const char *word, const char *rest)
{
    while (*rest == ' ' || *rest == '\t' || *rest == '\n')
        rest++;
    bool initial = strcmp(word, "M.") == 0 || strcmp(word, "M") == 0;
    if (!initial)
        return word_civility(word) != NULL;
    return g_unichar_isalpha(g_utf8_get_char(rest)) && !g_str_has_prefix(rest, "et ");
}

static bool is_conjunction(const char *word)
{
    return strcmp(word, "et") == 0 || strcmp(word, "ET") == 0 || strcmp(word, "&") == 0;
}

static bool is_separator_word(const char *word)
{
    static const char *const separators[] = {"-", "–", "—", "•", "*", "/",
                                             "|", "➢", "·", "►", "−", NULL};
    for (size_t i = 0; separators[i]; i++) {
        if (strcmp(word, separators[i]) == 0)
            return true;
    }
    return false;
}

/* True when the element so far is nothing but civilities. */
static bool only_civilities(const Element *element)
{
    return element->words->len > 0 && element->civility && !strpbrk(element->words->str, " \n");
}

/* Adds one word (no white space in it, brackets counted) to the open element, or cuts. */
static void cutter_word(Cutter *cutter, const char *word, const char *rest)
{
    bool inside = cutter->depth > 0;
    for (const char *p = word; *p; p++) {
        if (*p == '(')
            cutter->depth++;
        else if (*p == ')' && cutter->depth > 0)
            cutter->depth--;
    }
    if (!inside && cutter->depth == 0) {
        if (is_conjunction(word) || is_separator_word(word)) {
            cutter_start(cutter, CUT_OTHER);
            return;
        }
        bool parts = civility_parts(word, rest);
        if (parts && !only_civilities(cutter_last(cutter)))
            cutter_start(cutter, CUT_OTHER);
        Element *element = cutter_last(cutter);
        if (element->words->len == 0)
            element->civility = word_civility(word) != NULL;
    }
    Element *element = cutter_last(cutter);
    if (element->words->len > 0)
        g_string_append_c(element->words, ' ');
    g_string_append(element->words, word);
}

/* Cuts the list word by word; commas, semicolons and line breaks cut outside brackets. */
static void cutter_run(Cutter *cutter, const char *list)
{
    cutter_start(cutter, CUT_NONE);
    const char *p = list;
    while (*p) {
        size_t space = strspn(p, " \t\r\n\f");
        bool line = memchr(p, '\n', space) != NULL;
        p += space;
        Element *open = cutter_last(cutter);
        bool hyphen = open->words->len > 0 && open->words->str[open->words->len - 1] == '-';
        if (line && cutter->lines_part && cutter->depth == 0 && !hyphen)
            cutter_start(cutter, CUT_LINE);
        size_t length = strcspn(p, " \t\r\n\f,;");
        if (length > 0) {
            g_autofree char *word = g_strndup(p, length);
            cutter_word(cutter, word, p + length);
            p += length;
        }
        for (; *p == ',' || *p == ';'; p++) {
            if (cutter->depth == 0)
                cutter_start(cutter, *p == ',' ? CUT_COMMA : CUT_OTHER);
        }
    }
}

/* A role, a civility or a state by itself: « Maire », « Mesdames ». */
static bool is_aside(const char *words)
{
    if (strcspn(words, " ") > WORD_BYTES_MAX)
        return false;
    g_auto(GStrv) list = g_strsplit(words, " ", 3);
    g_autofree char *first = name_token_key(list[0]);
    g_autofree char *second =
        list[1] && strlen(list[1]) <= WORD_BYTES_MAX ? name_token_key(list[1]) : NULL;
    unsigned senses = word_senses(first);
    if (!*first || senses & (WORD_ROLE | WORD_ORDINAL | WORD_STATUS))
        return true;
    if (senses & WORD_ARTICLE && second && word_senses(second) & WORD_ROLE)
        return true;
    return civility_find(list[0], first) && !second;
}

/* « Mme Nathalie, PERCHOT »: a given name with its civility, then capitals without one. */
static char *join_stray_comma(const Element *element, const Element *next)
{
    if (!element->civility || next->civility || next->cut != CUT_COMMA)
        return NULL;
    g_auto(Person) first = {0}, both = {0};
    if (!person_read(element->words->str, NAME_ORDER_UNKNOWN, &first) || first.given ||
        !first.family)
        return NULL;
    g_autofree char *joined = g_strdup_printf("%s, %s", element->words->str, next->words->str);
    if (!person_read(joined, NAME_ORDER_UNKNOWN, &both) || !both.given || both.role ||
        strcmp(both.given, first.family) != 0)
        return NULL;
    return g_steal_pointer(&joined);
}

static void person_free(gpointer data)
{
    person_clear(data);
    g_free(data);
}

static void persons_fill(GPtrArray *persons, const GArray *elements, NameOrder order, int *left_out)
{
    for (guint i = 0; i < elements->len; i++) {
        const Element *element = &g_array_index(elements, Element, i);
        g_autofree char *joined = NULL;
        if (i + 1 < elements->len)
            joined = join_stray_comma(element, element + 1);
        Person person = {0};
        if (person_read(joined ? joined : element->words->str, order, &person)) {
            g_ptr_array_add(persons, g_memdup2(&person, sizeof person));
            i += joined != NULL;
            continue;
        }
        if (element->words->len == 0)
            continue;
        if (!is_aside(element->words->str)) {
            (*left_out)++;
            continue;
        }
        Person *last = persons->len ? persons->pdata[persons->len - 1] : NULL;
        if (last && !last->role && element->cut == CUT_COMMA && !element->civility)
            last->role = g_strdup(element->words->str);
    }
}

GPtrArray *persons_read(const char *original, NameOrder order, int *left_out)
{
    int unread = 0;
    GPtrArray *persons = g_ptr_array_new_with_free_func(person_free);
    g_autofree char *list = strlen(original) <= LIST_BYTES_MAX ? compose(original) : NULL;
    if (list) {
        g_autoptr(GArray) elements = g_array_new(false, false, sizeof(Element));
        g_array_set_clear_func(elements, element_clear);
        Cutter cutter = {.elements = elements, .lines_part = lines_part_names(list)};
        cutter_run(&cutter, list);
        persons_fill(persons, elements, order, &unread);
    } else {
        unread = 1;
    }
    if (left_out)
        *left_out = unread;
    return persons;
}
