/* Places and numbers in words. See report_words.h. */
#include "report_words.h"
#include "language.h"

#include "../base/value.h"

#include <stdio.h>
#include <string.h>

/* What a pointer ends in → words. The first that fits is taken; '#' stands for an index. */
static const struct {
    const char *end, *words;
} places[] = {
    {"/session/date", N_("date of the session")},
    {"/session/convocation_date", N_("date of the convocation")},
    {"/session/president/name", N_("president of the session")},
    {"/session/secretaries/#/name", N_("secretary of the session")},
    {"/session/counts/in_office", N_("members in office, as stated")},
    {"/session/counts/present", N_("members present, as stated")},
    {"/session/counts/proxies", N_("proxies, as stated")},
    {"/session/counts/absent", N_("members absent, as stated")},
    {"/session/counts/excused", N_("members excused, as stated")},
    {"/session/counts/voting", N_("votes, as stated")},
    {"/session/counts/quorum", N_("quorum, as stated")},
    {"/session/members", N_("lists of members")},
    {"/session/members/#/name", N_("name in the lists")},
    {"/session/members/#/status", N_("name in the lists")},
    {"/session/members/#", N_("the same name in another list")},
    {"/session/proxies", N_("list of proxies")},
    {"/session/proxies/#/giver", N_("giver of a proxy")},
    {"/session/proxies/#/holder", N_("holder of a proxy")},
    {"/counts/present", N_("members present for the act")},
    {"/counts/proxies", N_("proxies for the act")},
    {"/counts/voting", N_("votes for the act")},
    {"/vote/for", N_("votes for")},
    {"/vote/against", N_("votes against")},
    {"/vote/abstaining", N_("abstentions")},
    {"/vote/voting", N_("number of votes")},
    {"/vote/unanimous", N_("unanimity")},
    {"/vote/outcome", N_("outcome")},
    {"/vote/ballot", N_("kind of ballot")},
    {"/vote/named", N_("voters named")},
    {"/vote/named/#/name", N_("voter named")},
    {"/transmission/id", N_("transmission identifier")},
    {"/transmission/sent", N_("date of sending")},
    {"/transmission/received", N_("date of receipt")},
    {"/publication_date", N_("date of publication")},
    {"/acts/#/number", N_("number of the act")},
    {"/acts/#/subject", N_("subject of the act")},
    {"/grants/#/beneficiary", N_("beneficiary")},
    {"/grants/#/cents", N_("amount of the grant")},
    {"/authority/siren", N_("SIREN of the authority")},
    {"/authority/department", N_("département of the authority")},
    {"/authority/name", N_("name of the authority")},
};

/* The pointer with '#' for each index. The caller frees. */
static char *without_indices(const char *pointer)
{
    GString *out = g_string_new(NULL);
    for (const char *p = pointer; *p;) {
        size_t digits = p > pointer && p[-1] == '/' ? strspn(p, "0123456789") : 0;
        if (digits > 0 && (p[digits] == '/' || !p[digits])) {
            g_string_append_c(out, '#');
            p += digits;
        } else {
            g_string_append_c(out, *p++);
        }
    }
    return g_string_free(out, FALSE);
}

char *words_of_place(const char *pointer)
{
    g_autofree char *general = without_indices(pointer);
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
        if (g_str_has_suffix(general, places[i].end))
            return g_strdup(language_say(places[i].words));
    return g_strdup(pointer);
}

/* ---- Numbers -------------------------------------------------------------------------------- */

static char *day_in_words(int year, int month, int day)
{
    /* the order of the three may be changed by the translation: %2$02d/%1$02d */
    return g_strdup_printf(language_say(N_("%1$04d-%2$02d-%3$02d")), year, month, day);
}

char *words_of_day(const char *iso)
{
    int year = 0, month = 0, day = 0;
    if (sscanf(iso, "%4d-%2d-%2d", &year, &month, &day) != 3)
        return g_strdup(iso);
    return day_in_words(year, month, day);
}

static bool is_one_of(const char *name, const char *const names[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/* The name of a number: "net" for "net_cents" where no translation has words of its own. The caller
 * frees. */
static char *name_of(const char *operand)
{
    const char *said = language_say(operand);
    if (strcmp(said, operand) != 0)
        return g_strdup(said);
    size_t length = strlen(operand);
    if (g_str_has_suffix(operand, "_cents"))
        length -= strlen("_cents");
    return g_strdelimit(g_strndup(operand, length), "_", ' ');
}

char *words_of_operand(const Operand *operand)
{
    static const char *const days[] = {"session",     "mentioned",  "convocation",
                                       "sending",     "receipt",    "publication",
                                       "number_date", "identifier", "deadline"};
    static const char *const weekdays[] = {N_("Monday"),   N_("Tuesday"), N_("Wednesday"),
                                           N_("Thursday"), N_("Friday"),  N_("Saturday"),
                                           N_("Sunday")};
    g_autofree char *name = name_of(operand->name);
    int number = (int)operand->number;
    if (!operand->known)
        return g_strdup_printf("%s %s", name, language_say(N_("unknown")));
    g_autofree char *value = NULL;
    if (g_str_has_suffix(operand->name, "_cents"))
        value = amount_print(operand->number);
    else if (is_one_of(operand->name, days, G_N_ELEMENTS(days)))
        value = day_in_words(number / 10000, number / 100 % 100, number % 100);
    else if (g_str_has_suffix(operand->name, "_weekday") && number >= 1 && number <= 7)
        value = g_strdup(language_say(weekdays[number - 1]));
    else
        value = g_strdup_printf("%d", number);
    return g_strdup_printf("%s %s", name, value);
}
