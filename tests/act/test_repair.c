/* Names and words of subjects that recognition garbled, repaired against the rest of the same
 * document. */
#include "../../src/act/assemble_room.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* Text of one page; words behind « ~ » were read with less confidence than the others. */
static Text *recognised(const char *words, int confidence)
{
    Text *text = text_new();
    bool weak = false;
    for (const char *p = words; *p; p = g_utf8_next_char(p)) {
        weak = *p == '~' || (weak && !strchr(" \n", *p));
        if (*p == '\n')
            text_end_line(text, 1, 0, 0);
        else if (*p != '~')
            text_append(text, g_utf8_get_char(p), 1, (Box){0}, weak ? 60 : confidence);
    }
    text_end_line(text, 1, 0, 0);
    return text;
}

typedef struct Case {
    const char *words;   /* of the whole document */
    const char *members; /* parted by « ; »; those behind « * » stand in no list */
    const char *mention; /* who keeps the minutes */
    int confidence;      /* of the page */
    const char *kept;    /* the members, then the mention, once they are repaired */
} Case;

static const Case cases[] = {
    /* printed more often, whichever place has it */
    {"Anne JUVARD, Paul MOREL\nAnne TUVARD\nAnne JUVARD", "Anne JUVARD;Paul MOREL", "Anne TUVARD",
     90, "Anne JUVARD;Paul MOREL|Anne JUVARD"},
    {"Anne TUVARD, Paul MOREL\nAnne JUVARD\nAnne JUVARD", "Anne TUVARD;Paul MOREL", "Anne JUVARD",
     90, "Anne JUVARD;Paul MOREL|Anne JUVARD"},
    /* as often: the surer one; as sure: as printed */
    {"Anne ~TUVARD\nAnne JUVARD", "Anne TUVARD", "Anne JUVARD", 90, "Anne JUVARD|Anne JUVARD"},
    {"Anne TUVARD\nAnne JUVARD", "Anne TUVARD", "Anne JUVARD", 90, "Anne TUVARD|Anne JUVARD"},
    /* one letter for two, an initial, the family alone */
    {"Anne CORNELIN\nA. COMELIN\nCORNELIN", "Anne CORNELIN", "A. COMELIN", 90,
     "Anne CORNELIN|A. CORNELIN"},
    {"Anne JUVARD\nMme TUVARD\nJUVARD", "Anne JUVARD", "Mme TUVARD", 90, "Anne JUVARD|JUVARD"},
    /* a text that was not recognised prints what it means */
    {"Anne JUVARD\nAnne TUVARD\nAnne JUVARD", "Anne JUVARD", "Anne TUVARD", 100,
     "Anne JUVARD|Anne TUVARD"},
    /* a thin letter lost, or found */
    {"Anne GARRIGOU\nAnne GARIGOU\nAnne GARRIGOU", "Anne GARRIGOU", "Anne GARIGOU", 90,
     "Anne GARRIGOU|Anne GARRIGOU"},
    /* … but not at the end, where other names differ so */
    {"Anne MARTIN\nAnne MARTINI\nAnne MARTIN", "Anne MARTIN", "Anne MARTINI", 90,
     "Anne MARTIN|Anne MARTINI"},
    /* a likeness in the given name */
    {"Wandrile JUVARD\nWandrille JUVARD\nWandrille JUVARD", "Wandrile JUVARD", "Wandrille JUVARD",
     90, "Wandrille JUVARD|Wandrille JUVARD"},
    {"Bernard JUVARD\nBemard JUVARD\nBernard JUVARD", "Bernard JUVARD", "Bemard JUVARD", 90,
     "Bernard JUVARD|Bernard JUVARD"},
    {"Bernard JUVARD\nBemard MOREL\nBernard JUVARD", "Bernard JUVARD", "Bemard MOREL", 90,
     "Bernard JUVARD|Bemard MOREL"},
    /* another given name, letters that do not look alike, two likenesses */
    {"Anne JUVARD\nPaul TUVARD\nAnne JUVARD", "Anne JUVARD", "Paul TUVARD", 90,
     "Anne JUVARD|Paul TUVARD"},
    {"Anne JUVARD\nAnne BUVARD\nAnne JUVARD", "Anne JUVARD", "Anne BUVARD", 90,
     "Anne JUVARD|Anne BUVARD"},
    {"Anne JUVARD\nAnne TVVARD\nAnne JUVARD", "Anne JUVARD", "Anne TVVARD", 90,
     "Anne JUVARD|Anne TVVARD"},
    /* … but read doubtfully, beside the same given name */
    {"Denis JUVARD\nDenis ~TUUVARD\nDenis JUVARD", "Denis JUVARD", "Denis TUUVARD", 90,
     "Denis JUVARD|Denis JUVARD"},
    {"Denis JUVARD\nPaul ~TUUVARD\nDenis JUVARD", "Denis JUVARD", "Paul TUUVARD", 90,
     "Denis JUVARD|Paul TUUVARD"},
    {"Denis JUVARD, Denis LUVARD\nDenis ~TUUVARD", "Denis JUVARD;Denis LUVARD", "Denis TUUVARD", 90,
     "Denis JUVARD;Denis LUVARD|Denis TUUVARD"},
    /* two members as near, and two members of the list */
    {"Anne JUVARD, Anne LUVARD, JUVARD\nMme IUVARD", "Anne JUVARD;Anne LUVARD", "Mme IUVARD", 90,
     "Anne JUVARD;Anne LUVARD|IUVARD"},
    {"Anne JUVARD, Anne TUVARD\nAnne JUVARD", "Anne JUVARD;Anne TUVARD", "Anne JUVARD", 90,
     "Anne JUVARD;Anne TUVARD|Anne JUVARD"},
    /* who gives a proxy is the one the list names, but not with a mere initial */
    {"Anne JUVARD\nAnne TUVARD\nAnne JUVARD", "*Anne TUVARD;Anne JUVARD", "Paul MOREL", 90,
     "Anne JUVARD|Paul MOREL"},
    {"Anne TUVARD\nAnne JUVARD\nAnne JUVARD", "Anne TUVARD;*Anne JUVARD", "Paul MOREL", 90,
     "Anne JUVARD|Paul MOREL"},
    {"Anne JUVARD\nA. TUVARD\nAnne JUVARD", "*A. TUVARD;Anne JUVARD", "Paul MOREL", 90,
     "A. TUVARD;Anne JUVARD|Paul MOREL"},
    {"Anne JUVARD\nAnne TUVARD\nAnne JUVARD", "*Anne TUVARD;Anne JUVARD", "Paul MOREL", 100,
     "Anne TUVARD;Anne JUVARD|Paul MOREL"},
};

static void add_members(Room *room, const char *members)
{
    g_auto(GStrv) names = g_strsplit(members, ";", -1);
    for (char **name = names; *name; name++) {
        bool listed = **name != '*';
        g_auto(Person) person = {0};
        ck_assert(person_read(*name + !listed, NAME_ORDER_UNKNOWN, &person));
        ck_assert(room_add(room, &person, listed ? "absent" : "represented", (Span){0, 1},
                           listed ? "list/absent" : "people/proxy", 1) != NULL);
    }
}

static void write_members(const Room *room)
{
    Record *record = room->assembly->record;
    char pointer[RECORD_POINTER_SIZE];
    for (guint i = 0; i < room->members->len; i++) {
        const Person *person = &g_array_index(room->members, Member, i).person;
        record_append(record, "/session/members");
        record_set_text(record, record_at(pointer, "/session/members/%u/name", i), person->name);
        record_set_text(record, record_at(pointer, "/session/members/%u/family", i),
                        person->family);
        if (person->given)
            record_set_text(record, record_at(pointer, "/session/members/%u/given", i),
                            person->given);
    }
}

static char *people_of(const Record *record)
{
    char pointer[RECORD_POINTER_SIZE];
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < record_length(record, "/session/members"); i++)
        g_string_append_printf(
            out, "%s%s", i ? ";" : "",
            record_text(record, record_at(pointer, "/session/members/%zu/name", i)));
    g_string_append_printf(out, "|%s", record_text(record, "/session/secretaries/0/name"));
    return g_string_free(out, false);
}

START_TEST(test_repair)
{
    const Case *c = &cases[_i];
    g_autoptr(Text) text = recognised(c->words, c->confidence);
    g_autoptr(Record) record = record_new();
    Assembly assembly = {.text = text, .record = record};
    Room room = {.assembly = &assembly, .members = room_members_new()};
    add_members(&room, c->members);
    room_repair(&room);
    write_members(&room);
    g_auto(Person) mention = {0};
    ck_assert(person_read(c->mention, NAME_ORDER_UNKNOWN, &mention));
    Evidence evidence = {.page = 1, .text = (char *)c->mention, .rule = "a/b", .confidence = 0.9};
    record_append(record, "/session/secretaries");
    record_set_text(record, "/session/secretaries/0/name", mention.name);
    record_add_evidence(record, "/session/secretaries/0/name", &evidence);

    assemble_repair(&assembly);

    g_autofree char *people = people_of(record);
    ck_assert_str_eq(people, c->kept);
    const Evidence *printed = record_evidence(record, "/session/secretaries/0/name")->pdata[0];
    ck_assert_str_eq(printed->text, c->mention);
    g_array_unref(room.members);
}
END_TEST

typedef struct Spelt {
    const char *words;   /* of the whole document, the subject among them */
    const char *subject; /* as it was read */
    int confidence;
    const char *kept;
} Spelt;

static const Spelt spelt[] = {
    /* letters that look alike, the document's accents, the subject's capitals */
    {"Révision du plan ~Jocal\nle plan local", "Révision du plan Jocal", 95,
     "Révision du plan local"},
    {"Voie ~déléquée\nla commune déléguée", "Voie déléquée", 95, "Voie déléguée"},
    {"PLAN ~JOCAL\nle plan local", "PLAN JOCAL", 95, "PLAN LOCAL"},
    {"~Rèqlement du marché\nle règlement", "Rèqlement du marché", 95, "Règlement du marché"},
    /* other letters, beside the same word */
    {"aux ~Hisques statutaires\nles risques statutaires", "aux Hisques statutaires", 95,
     "aux risques statutaires"},
    {"une étude de ~cestautation collective\nla restauration collective",
     "une étude de cestautation collective", 95, "une étude de restauration collective"},
    {"aux ~Hisques majeurs\nles risques statutaires", "aux Hisques majeurs", 95,
     "aux Hisques majeurs"},
    /* an article that grew together with its word */
    {"à ~Papprobation des statuts\nl'approbation", "à Papprobation des statuts", 95,
     "à l’approbation des statuts"},
    {"~Papprobation\nrien", "Papprobation", 95, "Papprobation"},
    /* read surely, said twice, two words as near, a text that was not recognised */
    {"plan Jocal\nle plan local", "plan Jocal", 95, "plan Jocal"},
    {"plan ~Jocal\nle plan local\n~Jocal", "plan Jocal", 95, "plan Jocal"},
    {"la ~canfine\nla cantine\nla canrine", "la canfine", 95, "la canfine"},
    {"plan Jocal\nle plan local", "plan Jocal", 100, "plan Jocal"},
    /* numbers are no words */
    {"en ~2O23\nen 2023", "en 2O23", 95, "en 2O23"},
};

START_TEST(test_spelling)
{
    const Spelt *c = &spelt[_i];
    g_autoptr(Text) text = recognised(c->words, c->confidence);
    g_autoptr(Record) record = record_new();
    Assembly assembly = {.text = text, .record = record};
    record_append(record, "/acts");
    record_set_text(record, "/acts/0/subject", c->subject);
    assemble_spelling(&assembly);
    ck_assert_str_eq(record_text(record, "/acts/0/subject"), c->kept);
}
END_TEST

START_TEST(test_guess)
{
    static const struct {
        const char *words;
        double confidence;
        bool guess;
    } read[] = {
        {"123 €", 1, false}, {"~123 €", 1, false}, {"~1ke", 0.7, true}, {"1 k€", 0.4, true}};
    g_autoptr(Text) text = recognised(read[_i].words, 90);
    Assembly assembly = {.text = text};
    Capture capture = {.span = text_line(text, 0)->span,
                       .value = {.confidence = read[_i].confidence}};
    ck_assert(assembly_is_guess(&assembly, &capture) == read[_i].guess);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("repair");
    TCase *tcase = tcase_create("repair");
    tcase_add_loop_test(tcase, test_repair, 0, G_N_ELEMENTS(cases));
    tcase_add_loop_test(tcase, test_spelling, 0, G_N_ELEMENTS(spelt));
    tcase_add_loop_test(tcase, test_guess, 0, 4);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
