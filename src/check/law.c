/* The law on meetings, dated. See law.h.
 *
 * The derogations of the epidemic: law 2020-290 art. 10 and ordinance 2020-391 (12 March to 30
 * August 2020), law 2020-1379 art. 6 as extended by law 2021-689 (14 November 2020 to 30 September
 * 2021), law 2021-1465 art. 10 (10 November 2021 to 31 July 2022). Whether the first had lapsed
 * between 31 August and 13 November 2020 was disputed. */
#include "law.h"

#include "../base/text.h"

#include <string.h>

#define COUNCILS (BODY_COMMUNE | BODY_COMMUNE_EAST | BODY_COMMUNITY | BODY_DEPARTMENT | BODY_REGION)
enum { BEGINNING = 19960224, FOREVER = 99991231 };

#define QUORUM_ARTICLES "CGCT L2121-17, L5211-1, L3121-14, L4132-13"
#define PROXY_ARTICLES "CGCT L2121-20, L5211-1, L3121-16, L4132-15"
#define FIRST_COVID N_("law 2020-290 art. 10; ordinance 2020-391")
#define SECOND_COVID N_("law 2020-1379 art. 6; law 2021-689")
#define THIRD_COVID N_("law 2021-1465 art. 10")

static const Law laws[] = {
    {LAW_QUORUM, COUNCILS, BEGINNING, 20200311, 2, .basis = QUORUM_ARTICLES},
    {LAW_QUORUM, COUNCILS, 20200312, 20200830, 3, .represented = true, .basis = FIRST_COVID},
    {LAW_QUORUM, COUNCILS, 20200831, 20201113, 3, 2, .doubtful = true, .basis = FIRST_COVID},
    {LAW_QUORUM, COUNCILS, 20201114, 20210930, 3, .basis = SECOND_COVID},
    {LAW_QUORUM, COUNCILS, 20211001, 20211109, 2, .basis = QUORUM_ARTICLES},
    {LAW_QUORUM, COUNCILS, 20211110, 20220731, 3, .basis = THIRD_COVID},
    {LAW_QUORUM, COUNCILS, 20220801, FOREVER, 2, .basis = QUORUM_ARTICLES},
    /* Present or represented: proxies count. */
    {LAW_QUORUM, BODY_PERMANENT, BEGINNING, 20200311, 2, .represented = true,
     .basis = "CGCT L3121-14-1, L4132-13-1"},
    {LAW_QUORUM, BODY_PERMANENT, 20200312, 20220731, 3, 2, .doubtful = true, .represented = true,
     .basis = FIRST_COVID},
    {LAW_QUORUM, BODY_PERMANENT, 20220801, FOREVER, 2, .represented = true,
     .basis = "CGCT L3121-14-1, L4132-13-1"},
    {LAW_QUORUM, BODY_CCAS, BEGINNING, 20200311, 2, .basis = "CASF R123-17"},
    {LAW_QUORUM, BODY_CCAS, 20200312, 20220731, 3, 2, .doubtful = true, .basis = "CASF R123-17"},
    {LAW_QUORUM, BODY_CCAS, 20220801, FOREVER, 2, .basis = "CASF R123-17"},

    {LAW_PROXIES, COUNCILS | BODY_PERMANENT, BEGINNING, 20200311, 1, .basis = PROXY_ARTICLES},
    {LAW_PROXIES, COUNCILS | BODY_PERMANENT, 20200312, 20200830, 2, .basis = FIRST_COVID},
    {LAW_PROXIES, COUNCILS | BODY_PERMANENT, 20200831, 20201113, 2, 1, .doubtful = true,
     .basis = FIRST_COVID},
    {LAW_PROXIES, COUNCILS | BODY_PERMANENT, 20201114, 20210930, 2, .basis = SECOND_COVID},
    {LAW_PROXIES, COUNCILS | BODY_PERMANENT, 20211001, 20211109, 1, .basis = PROXY_ARTICLES},
    {LAW_PROXIES, COUNCILS | BODY_PERMANENT, 20211110, 20220731, 2, .basis = THIRD_COVID},
    {LAW_PROXIES, COUNCILS | BODY_PERMANENT, 20220801, FOREVER, 1, .basis = PROXY_ARTICLES},
    {LAW_PROXIES, BODY_CCAS, BEGINNING, 20200311, 1, .basis = "CASF R123-17"},
    {LAW_PROXIES, BODY_CCAS, 20200312, 20220731, 2, 1, .doubtful = true, .basis = "CASF R123-17"},
    {LAW_PROXIES, BODY_CCAS, 20220801, FOREVER, 1, .basis = "CASF R123-17"},

    /* Clear days leave out both ends: three of them are four days apart, five are six. Below 3 500
     * inhabitants three are enough; an act does not say how many there are. */
    {LAW_NOTICE, BODY_COMMUNE, BEGINNING, FOREVER, 4, 6, .basis = "CGCT L2121-11, L2121-12"},
    {LAW_NOTICE, BODY_COMMUNE_EAST, BEGINNING, FOREVER, 3, .basis = "CGCT L2541-2"},
    {LAW_NOTICE, BODY_COMMUNITY, BEGINNING, 20200229, 4, 6, .basis = "CGCT L5211-1, L2121-11"},
    {LAW_NOTICE, BODY_COMMUNITY, 20200301, FOREVER, 6, .basis = "CGCT L5211-1, L2121-12"},
    {LAW_NOTICE, BODY_DEPARTMENT | BODY_REGION, BEGINNING, FOREVER, 12,
     .basis = "CGCT L3121-19, L4132-18"},
    {LAW_NOTICE, BODY_CCAS, BEGINNING, FOREVER, 3, .basis = "CASF R123-16"},
};

static bool says(const char *text, const char *word)
{
    if (!text)
        return false;
    g_autofree char *folded = text_fold(text);
    g_autofree char *lower = g_ascii_strdown(folded, -1);
    return strstr(lower, word) != NULL;
}

static bool is_east(const Record *record)
{
    static const char *const codes[] = {"57", "67", "68", NULL};
    const char *department = record_text(record, "/authority/department");
    return department && g_strv_contains(codes, department);
}

Body law_body(const Record *record)
{
    static const char *const communities[] = {"communaute_de_communes",
                                              "communaute_d_agglomeration", "communaute_urbaine",
                                              "metropole", NULL};
    const char *type = record_text(record, "/authority/type"),
               *body = record_text(record, "/session/body"),
               *name = record_text(record, "/authority/name");
    if (says(body, "bureau") || !type)
        return BODY_UNKNOWN;
    bool department = strcmp(type, "departement") == 0, region = strcmp(type, "region") == 0;
    if (says(body, "commission"))
        return department || region ? BODY_PERMANENT : BODY_UNKNOWN;
    if (department || (strcmp(type, "metropole") == 0 && says(name, "lyon")))
        return BODY_DEPARTMENT;
    if (region)
        return BODY_REGION;
    if (strcmp(type, "ccas") == 0)
        return BODY_CCAS;
    if (strcmp(type, "commune") == 0)
        return is_east(record) ? BODY_COMMUNE_EAST : BODY_COMMUNE;
    return g_strv_contains(communities, type) ? BODY_COMMUNITY : BODY_UNKNOWN;
}

const Law *law_find(LawMatter matter, Body body, gint64 date)
{
    for (size_t i = 0; i < G_N_ELEMENTS(laws); i++)
        if (laws[i].matter == matter && (laws[i].bodies & body) && laws[i].from <= date &&
            date <= laws[i].to)
            return &laws[i];
    return NULL;
}

gint64 law_quorum(int divisor, gint64 in_office)
{
    return divisor == 3 ? (in_office + 2) / 3 : in_office / 2 + 1;
}

const Law *law_rows(size_t *count)
{
    *count = G_N_ELEMENTS(laws);
    return laws;
}
