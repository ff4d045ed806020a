/* Records made for the tests of the checks, and what these answer. */
#ifndef DELIBEX_TESTS_RECORDS_H
#define DELIBEX_TESTS_RECORDS_H

#include "../../src/check/check.h"
#include "../../src/base/record.h"

#include <check.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* ---- Records ------------------------------------------------------------------------------ */

G_GNUC_UNUSED static Record *new_record(void)
{
    Record *record = record_new();
    record_set_text(record, "/source/text", "layer");
    record_set_text(record, "/source/outcome", "ok");
    record_set_text(record, "/authority/type", "commune");
    return record;
}

G_GNUC_UNUSED static void set_date(Record *record, const char *pointer, const char *date)
{
    g_auto(Value) value = {0};
    ck_assert(value_from_canonical(VALUE_DATE, date, &value));
    record_set(record, pointer, &value);
}

G_GNUC_UNUSED static void count(Record *record, const char *key, gint64 number)
{
    char pointer[RECORD_POINTER_SIZE];
    record_set_integer(record, record_at(pointer, "/session/counts/%s", key), number);
}

G_GNUC_UNUSED static size_t member(Record *record, const char *name, const char *status)
{
    char pointer[RECORD_POINTER_SIZE];
    size_t i = record_append(record, "/session/members");
    record_set_text(record, record_at(pointer, "/session/members/%zu/name", i), name);
    record_set_text(record, record_at(pointer, "/session/members/%zu/status", i), status);
    return i;
}

/* `number` members with invented names of their own. */
G_GNUC_UNUSED static void members(Record *record, int number, const char *status)
{
    for (int i = 0; i < number; i++) {
        char name[] = "Ael KORVAN-AA";
        name[11] = (char)('A' + record_length(record, "/session/members") / 26);
        name[12] = (char)('A' + record_length(record, "/session/members") % 26);
        member(record, name, status);
    }
}

G_GNUC_UNUSED static size_t proxy(Record *record, const char *giver, const char *holder)
{
    char pointer[RECORD_POINTER_SIZE];
    size_t i = record_append(record, "/session/proxies");
    record_set_text(record, record_at(pointer, "/session/proxies/%zu/giver", i), giver);
    if (holder)
        record_set_text(record, record_at(pointer, "/session/proxies/%zu/holder", i), holder);
    return i;
}

G_GNUC_UNUSED static void vote(Record *record, size_t act, const char *key, gint64 number)
{
    char pointer[RECORD_POINTER_SIZE];
    while (record_length(record, "/acts") <= act)
        record_append(record, "/acts");
    record_set_integer(record, record_at(pointer, "/acts/%zu/vote/%s", act, key), number);
}

G_GNUC_UNUSED static void evidence(Record *record, const char *pointer, Box box, double confidence)
{
    Evidence read = {.page = 1, .box = box, .text = "x", .rule = "a/b", .confidence = confidence};
    record_add_evidence(record, pointer, &read);
}

/* ---- Findings ----------------------------------------------------------------------------- */

G_GNUC_UNUSED static const Finding *finding(const Record *record, const char *check)
{
    const GPtrArray *findings = record_findings(record);
    for (guint i = 0; i < findings->len; i++)
        if (strcmp(((Finding *)findings->pdata[i])->check, check) == 0)
            return findings->pdata[i];
    return NULL;
}

G_GNUC_UNUSED static void silent(const Record *record, const char *check)
{
    const Finding *found = finding(record, check);
    ck_assert_msg(!found, "%s: %s", check, found ? found->message : "");
}

G_GNUC_UNUSED static void answers(const Record *record, const char *check, FindingStatus status)
{
    const Finding *found = finding(record, check);
    ck_assert_msg(found != NULL, "%s gives no finding", check);
    ck_assert_msg(found->status == status, "%s: %s: %s", check, finding_status_name(found->status),
                  found->message);
    ck_assert(g_str_has_suffix(found->message, "."));
}

G_GNUC_UNUSED static void operand(const Record *record, const char *check, const char *name,
                                  gint64 number)
{
    const Finding *found = finding(record, check);
    for (guint i = 0; found && i < found->operands->len; i++) {
        const Operand *o = &g_array_index(found->operands, Operand, i);
        if (strcmp(o->name, name) == 0) {
            ck_assert_int_eq(o->known ? o->number : -1, number);
            return;
        }
    }
    ck_abort_msg("%s has no operand %s", check, name);
}

/* A council that adds up: 27 in office, 20 present, 3 represented, 4 absent, 23 votes. */
G_GNUC_UNUSED static Record *sound(void)
{
    Record *record = new_record();
    count(record, "in_office", 27);
    count(record, "present", 20);
    count(record, "proxies", 3);
    count(record, "voting", 23);
    members(record, 20, "present");
    member(record, "Paule MIRANDEL", "represented");
    member(record, "Ivan OSTRAL", "represented");
    member(record, "Rose QUENAVET", "represented");
    members(record, 4, "absent");
    proxy(record, "Paule MIRANDEL", "Ael KORVAN-AA");
    proxy(record, "Ivan OSTRAL", "Ael KORVAN-AB");
    proxy(record, "Rose QUENAVET", "Ael KORVAN-AC");
    set_date(record, "/session/date", "2031-11-25");
    set_date(record, "/session/convocation_date", "2031-11-19");
    record_append(record, "/session/secretaries");
    record_set_text(record, "/session/secretaries/0/name", "Ael KORVAN-AF");
    record_append(record, "/acts");
    set_date(record, "/acts/0/publication_date", "2031-12-01");
    return record;
}

#endif
