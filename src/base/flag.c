#include "flag.h"

#include <glib.h>
#include <string.h>

/* Marks a sentence for the catalogues. */
#define N_(sentence) sentence

typedef struct Flag {
    const char *name, *sentence;
    bool deceives;
} Flag;

static const Flag flags[] = {
    {"pages_without_text", N_("some pages hold no usable text, and were not recognised"), false},
    {"blank_pages", N_("there is nothing to read on some pages"), false},
    {"stamp_only_pages", N_("on some pages nothing but the transmission stamp was read"), false},
    {"ocr_unavailable", N_("French is not installed for the recogniser"), false},
    {"ocr_timeout", N_("recognising some pages took too long, and was given up"), false},
    {"ocr_failed", N_("some pages could not be drawn, or not be recognised"), false},
    {"unread_stamps", N_("stamps laid over pages could not be told apart, and were left out"),
     false},
    {"pages_unreadable", N_("some pages could not be opened"), false},
    {"suspect_text", N_("the letters of some text may stand for others: its fonts do not say"),
     false},
    {"poor_layer", N_("somebody else's recognition of a page is poor, and ours was no better"),
     false},
    {"picture_layer", N_("the text of a page was recognised from its picture by somebody else"),
     false},
    {"hidden_text", N_("some text that was read is not to be seen on the page"), true},
    {"actualtext_differs", N_("the file says of some text that it stands for other words"), true},
    {"white_text", N_("some text is white, and not to be seen on white paper"), true},
    {"rotated_text", N_("some words do not stand upright"), false},
    {"repaired_text", N_("some characters are damaged: � stands for them"), false},
    {"lost_geometry", N_("of a page it is not known where its words stand"), false},
    {"rules_undetermined", N_("rules were cut short by their time limit: values may be missing"),
     false},
    {"pdf_errors", N_("the file is damaged: contents may be missing"), false},
    {"pdf_warnings", N_("the file has faults that lose nothing"), false},
};

const char *flag_name(size_t index)
{
    return index < G_N_ELEMENTS(flags) ? flags[index].name : NULL;
}

static const Flag *flag_called(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(flags); i++)
        if (strcmp(flags[i].name, name) == 0)
            return &flags[i];
    return NULL;
}

const char *flag_sentence(const char *name)
{
    const Flag *flag = flag_called(name);
    return flag ? flag->sentence : NULL;
}

bool flag_deceives(const char *name)
{
    const Flag *flag = flag_called(name);
    return flag && flag->deceives;
}
