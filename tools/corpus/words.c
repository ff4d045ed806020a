/* French words: how acts spell numbers, dates and hours. */
#include "words.h"

#include <stdio.h>
#include <string.h>

static const char *const units[] = {"zéro",  "un",     "deux",     "trois",  "quatre", "cinq",
                                    "six",   "sept",   "huit",     "neuf",   "dix",    "onze",
                                    "douze", "treize", "quatorze", "quinze", "seize"};
static const char *const tens[] = {
    "",          "dix",      "vingt",    "trente",       "quarante",
    "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"};
static const char *const months[] = {"janvier",   "février", "mars",     "avril",
                                     "mai",       "juin",    "juillet",  "août",
                                     "septembre", "octobre", "novembre", "décembre"};
static const char *const stamps[] = {"JAN.",  "FEV.", "MARS",  "AVR.", "MAI",  "JUIN",
                                     "JUIL.", "AOUT", "SEPT.", "OCT.", "NOV.", "DEC."};
static const char *const weekdays[] = {"lundi",    "mardi",  "mercredi", "jeudi",
                                       "vendredi", "samedi", "dimanche"};

static void below_hundred(GString *out, int n, bool last)
{
    if (n <= 16) {
        g_string_append(out, units[n]);
        return;
    }
    int ten = n / 10, unit = n % 10;
    g_string_append(out, tens[ten]);
    if (ten == 7 || ten == 9)
        unit += 10;
    if (unit == 0)
        g_string_append(out, ten == 8 && last ? "s" : "");
    else if ((unit == 1 || unit == 11) && ten < 8)
        g_string_append_printf(out, " et %s", units[unit]);
    else if (unit > 16)
        g_string_append_printf(out, "-dix-%s", units[unit - 10]);
    else
        g_string_append_printf(out, "-%s", units[unit]);
}

static void below_thousand(GString *out, int n, bool last)
{
    int hundreds = n / 100, rest = n % 100;
    if (hundreds > 1)
        g_string_append_printf(out, "%s ", units[hundreds]);
    if (hundreds)
        g_string_append_printf(out, "cent%s", hundreds > 1 && !rest && last ? "s" : "");
    if (hundreds && rest)
        g_string_append_c(out, ' ');
    if (rest)
        below_hundred(out, rest, last);
}

char *words_number(int number)
{
    g_assert(number >= 0 && number < 1000000);
    g_autoptr(GString) out = g_string_new(NULL);
    int thousands = number / 1000, rest = number % 1000;
    if (number == 0)
        g_string_append(out, units[0]);
    if (thousands > 1) {
        below_thousand(out, thousands, false);
        g_string_append_c(out, ' ');
    }
    if (thousands)
        g_string_append(out, rest ? "mille " : "mille");
    below_thousand(out, rest, true);
    return g_string_free(g_steal_pointer(&out), false);
}

static char *year_words(int year, bool mil)
{
    g_autofree char *words = words_number(year);
    if (!mil)
        return g_steal_pointer(&words);
    g_autoptr(GString) out = g_string_new(words);
    g_string_replace(out, "mille", "mil", 1);
    return g_string_free(g_steal_pointer(&out), false);
}

char *words_date(const char *iso, const char *form)
{
    int year, month, day;
    if (!iso || sscanf(iso, "%4d-%2d-%2d", &year, &month, &day) != 3 ||
        !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
        return NULL;
    g_autoptr(GDate) date = g_date_new_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
    const char *weekday = weekdays[g_date_get_weekday(date) - 1], *name = months[month - 1];
    g_autofree char *first = day == 1 ? g_strdup("1er") : g_strdup_printf("%d", day);
    g_autofree char *spelt = day == 1 ? g_strdup("premier") : words_number(day);
    g_autofree char *long_year = year_words(year, false);
    if (g_str_equal(form, "long"))
        return g_strdup_printf("%s %s %d", first, name, year);
    if (g_str_equal(form, "short"))
        return g_strdup_printf("%s %s", first, name);
    if (g_str_equal(form, "day"))
        return g_strdup_printf("%s %s %s %d", weekday, first, name, year);
    if (g_str_equal(form, "weekday"))
        return g_strdup(weekday);
    if (g_str_equal(form, "slash"))
        return g_strdup_printf("%02d/%02d/%d", day, month, year);
    if (g_str_equal(form, "dots"))
        return g_strdup_printf("%02d.%02d.%d", day, month, year);
    if (g_str_equal(form, "stamp"))
        return g_strdup_printf("%02d %s %d", day, stamps[month - 1], year);
    if (g_str_equal(form, "iso"))
        return g_strdup(iso);
    if (g_str_equal(form, "digits"))
        return g_strdup_printf("%d%02d%02d", year, month, day);
    if (g_str_equal(form, "words"))
        return g_strdup_printf("%s %s %s", spelt, name, long_year);
    if (g_str_equal(form, "daymonth"))
        return g_strdup_printf("%s %s", spelt, name);
    if (g_str_equal(form, "year"))
        return g_steal_pointer(&long_year);
    if (g_str_equal(form, "mil"))
        return year_words(year, true);
    return NULL;
}

char *words_time(const char *time, const char *form)
{
    int hour, minute;
    if (!time || sscanf(time, "%2d:%2d", &hour, &minute) != 2)
        return NULL;
    if (g_str_equal(form, "h"))
        return g_strdup_printf("%dh%02d", hour, minute);
    if (g_str_equal(form, "spaced"))
        return g_strdup_printf("%d h %02d", hour, minute);
    if (g_str_equal(form, "heures"))
        return minute ? g_strdup_printf("%d heures %02d", hour, minute)
                      : g_strdup_printf("%d heures", hour);
    if (!g_str_equal(form, "words"))
        return NULL;
    g_autofree char *hours = hour == 21  ? g_strdup("vingt et une")
                             : hour == 1 ? g_strdup("une")
                                         : words_number(hour);
    g_autofree char *minutes = words_number(minute);
    return minute ? g_strdup_printf("%s heures %s", hours, minutes)
                  : g_strdup_printf("%s heures", hours);
}

bool words_luhn(const char *digits)
{
    int sum = 0;
    size_t length = strlen(digits);
    for (size_t i = 0; i < length; i++) {
        if (!g_ascii_isdigit(digits[i]))
            return false;
        int digit = digits[i] - '0';
        if ((length - i) % 2 == 0)
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return length > 0 && sum % 10 == 0;
}

char *words_upper(const char *text)
{
    return g_utf8_strup(text, -1);
}
