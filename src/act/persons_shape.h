/* The shape of a list of names, seen before it is read. Private to act/: persons.c reads by it. */
#ifndef DELIBEX_ACT_PERSONS_SHAPE_H
#define DELIBEX_ACT_PERSONS_SHAPE_H

#include "names.h"

typedef struct ListShape {
    bool lines_separate; /* one name a line, rather than commas over several lines */
    bool long_dashes;    /* « X – Y »: long dashes part the names, short ones are their own */
    bool celled;         /* « Commune   M. X », a column of communes beside the names */
    NameOrder order;
} ListShape;

ListShape shape_measure(const Text *text, size_t start, size_t end);

/* True for a hyphen as printed, not a dash that folds to one. */
bool shape_is_short_dash(const Text *text, size_t at);

/* The length of « et » with the space or line end on either side of it; 0 for anything else, and
 * where it joins two words of a label. */
size_t shape_and_at(const char *s, size_t at, size_t end);

/* True when the cell that ends at `at` labels the name in the next one: « Cerval   M. Paul ROC »,
 * « CERVAL   ROC Paul », and not « Anne DUVAL   Paul ROC ». */
bool shape_is_label_cell(const char *s, size_t start, size_t at, size_t end);

#endif
