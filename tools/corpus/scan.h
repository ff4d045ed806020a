/* Scan: what a copier makes of a PDF. Each page is drawn as a picture, perhaps crooked, soiled and
 * stamped upon, and the pictures are all that is left: the words are known, and nowhere written. */
#ifndef DELIBEX_CORPUS_SCAN_H
#define DELIBEX_CORPUS_SCAN_H

#include <glib.h>
#include <stdbool.h>

typedef struct ScanStyle {
    double dpi;  /* of the pictures */
    double skew; /* degrees that its lines climb to the right */
    double blur; /* points: how far ink runs */
    int noise;   /* 0 to 100: how much the grays waver; from 10 up there is dust as well */
    int jpeg;    /* quality of the pictures; 0 keeps every gray */
    bool fax;    /* black and white only */
    bool seal;   /* a round seal of the town hall and a rubber stamp lie across the text */
    bool pen;    /* somebody signed and ticked with a pen */
    int turn;    /* quarters clockwise that the sheet lay on the glass */
    int ground;  /* the gray of the paper, which wanes towards a corner; 0 for white */
    int bleed;   /* percent of the other side's print that show through */
    bool edges;  /* dark sides of an open lid, holes of a binder */
    bool photo;  /* taken with a camera, from beside */
    bool spread; /* two pages on each sheet */
    guint32 seed;
} ScanStyle;

/* The scan of a PDF as a PDF. The same style gives the same pictures. The caller unrefs. */
GBytes *scan(GBytes *pdf, const ScanStyle *style, GError **error);

#endif
