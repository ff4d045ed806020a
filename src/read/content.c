#include "content.h"

#include "../base/span.h"

#include <glib.h>

#include <math.h>
#include <stdint.h>
#include <string.h>

enum {
    OPERANDS = 8,    /* the last that are kept */
    STATES = 32,     /* that are saved */
    RECTS = 32,      /* of one path */
    SPOTS = 4096,    /* where text begins */
    LOOKS = 1 << 18, /* of a rectangle at a text: then no more is looked for */
    STRAIGHT = 5,    /* points of a rectangle that is drawn line by line */
};

static const float EVERYWHERE = 1e9F;

typedef struct Matrix {
    float a, b, c, d, e, f;
} Matrix;

typedef struct State {
    Matrix matrix;
    Box clip;
} State;

/* A run of lines of a path. */
typedef struct Run {
    Box box;
    int points;  /* 0 when there is none */
    bool square; /* every line goes along or across */
    float x, y;  /* where it has got to */
} Run;

typedef struct Content {
    const char *at, *end;
    float operands[OPERANDS];
    int count;
    State state, saved[STATES];
    int depth;   /* of those that are to be saved */
    Matrix line; /* of the text */
    float size, leading;
    bool placed; /* where the next text begins is known */
    int spot_count;
    Box spots_box;
    Box rects[RECTS];
    int rect_count;
    Box path;   /* around all of it */
    bool drawn; /* there is a path */
    Run run;
    bool clips; /* the path is to clip what follows */
    int looks;  /* that are left */
    GArray *hidden;
    ContentSpot spots[SPOTS]; /* last: those not yet used are nothing */
} Content;

/* ---- Words ----------------------------------------------------------------------------------- */

enum { OTHER, WHITE, DIGIT, MARK };

static const uint8_t classes[256] = {
    ['\0'] = WHITE, ['\t'] = WHITE,        ['\n'] = WHITE, ['\f'] = WHITE, ['\r'] = WHITE,
    [' '] = WHITE,  ['0' ... '9'] = DIGIT, ['+'] = DIGIT,  ['-'] = DIGIT,  ['.'] = DIGIT,
    ['('] = MARK,   [')'] = MARK,          ['<'] = MARK,   ['>'] = MARK,   ['['] = MARK,
    [']'] = MARK,   ['{'] = MARK,          ['}'] = MARK,   ['/'] = MARK,   ['%'] = MARK,
};

static inline int class_at(const char *at)
{
    return classes[(uint8_t)*at];
}

static void read_number(Content *self)
{
    const char *at = self->at, *end = self->end;
    bool negative = false;
    float number = 0, part = 0.1F;
    for (; at < end && (*at == '+' || *at == '-'); at++)
        negative |= *at == '-';
    for (; at < end && (uint8_t)(*at - '0') < 10; at++)
        number = number * 10 + (float)(*at - '0');
    if (at < end && *at == '.')
        for (at++; at < end && (uint8_t)(*at - '0') < 10; at++, part *= 0.1F)
            number += (float)(*at - '0') * part;
    self->at = at > self->at ? at : at + 1;
    if (self->count == OPERANDS)
        memmove(self->operands, self->operands + 1,
                sizeof self->operands[0] * (size_t)--self->count);
    self->operands[self->count++] = negative ? -number : number;
}

/* Behind a string in parentheses. */
static const char *skip_string(const char *at, const char *end)
{
    int depth = 0;
    for (; at < end; at++) {
        if (*at == '\\')
            at++;
        else if (*at == '(')
            depth++;
        else if (*at == ')' && --depth == 0)
            return at + 1;
    }
    return end;
}

static const char *skip_to(const char *at, const char *end, char last)
{
    const char *found = memchr(at, last, (size_t)(end - at));
    return found ? found + 1 : end;
}

/* Behind an array, of strings and numbers as a rule. */
static const char *skip_array(const char *at, const char *end)
{
    const char *close = at;
    while (close && at < end) {
        close = close > at ? close : memchr(at, ']', (size_t)(end - at));
        const char *open = close ? memchr(at, '(', (size_t)(close - at)) : NULL;
        if (close && !open)
            return close + 1;
        at = open ? skip_string(open, end) : end;
    }
    return end;
}

/* Behind whatever is no number and no operator. */
static const char *skip_mark(const char *at, const char *end)
{
    switch (*at) {
    case '(':
        return skip_string(at, end);
    case '[':
        return skip_array(at, end);
    case '<':
        return at + 1 < end && at[1] == '<' ? at + 2 : skip_to(at, end, '>');
    case '%':
        return skip_to(at, end, '\n');
    case '/':
        for (at++; at < end && (class_at(at) == OTHER || class_at(at) == DIGIT); at++)
            ;
        return at;
    default:
        return at + 1;
    }
}

/* Behind a picture within the content: EI between white space. */
static const char *skip_picture(const char *at, const char *end)
{
    while (end - at > 3) {
        at = skip_to(at, end, 'E');
        if (at < end && *at == 'I' && class_at(at - 2) == WHITE &&
            (at + 1 == end || class_at(at + 1) == WHITE))
            return at + 1;
    }
    return end;
}

/* ---- Geometry -------------------------------------------------------------------------------- */

/* First `m`, then `then`. */
static Matrix product(Matrix m, Matrix then)
{
    return (Matrix){m.a * then.a + m.b * then.c,          m.a * then.b + m.b * then.d,
                    m.c * then.a + m.d * then.c,          m.c * then.b + m.d * then.d,
                    m.e * then.a + m.f * then.c + then.e, m.e * then.b + m.f * then.d + then.f};
}

static void transform(Matrix m, float *x, float *y)
{
    float before = *x;
    *x = m.a * before + m.c * *y + m.e;
    *y = m.b * before + m.d * *y + m.f;
}

static void extend(Box *box, float x, float y)
{
    *box = (Box){MIN(box->x0, x), MIN(box->y0, y), MAX(box->x1, x), MAX(box->y1, y)};
}

static const Box nowhere = {1e9F, 1e9F, -1e9F, -1e9F};

static Matrix operand_matrix(const Content *self)
{
    const float *o = self->operands + self->count - 6;
    return (Matrix){o[0], o[1], o[2], o[3], o[4], o[5]};
}

/* ---- Paths ----------------------------------------------------------------------------------- */

static void add_rect(Content *self, Box box)
{
    if (self->rect_count < RECTS)
        self->rects[self->rect_count++] = box;
}

static void end_run(Content *self)
{
    Run *run = &self->run;
    if (run->square && run->points >= STRAIGHT - 1 && run->points <= STRAIGHT)
        add_rect(self, run->box);
    run->points = 0;
}

static void go_to(Content *self, bool straight)
{
    enum { ROUGH = 20 }; /* parts of a unit that a line may be off */
    float x = self->operands[self->count - 2], y = self->operands[self->count - 1];
    Run *run = &self->run;
    transform(self->state.matrix, &x, &y);
    extend(&self->path, x, y);
    self->drawn = true;
    if (run->points == 0)
        *run = (Run){.box = nowhere, .square = true};
    else
        run->square &= straight && (fabsf(run->x - x) * ROUGH < 1 || fabsf(run->y - y) * ROUGH < 1);
    extend(&run->box, x, y);
    run->x = x;
    run->y = y;
    run->points++;
}

static void add_rectangle(Content *self)
{
    const float *o = self->operands + self->count - 4;
    float x0 = o[0], y0 = o[1], x1 = o[0] + o[2], y1 = o[1] + o[3];
    Matrix m = self->state.matrix;
    Box box = nowhere;
    end_run(self);
    transform(m, &x0, &y0);
    transform(m, &x1, &y1);
    extend(&box, x0, y0);
    extend(&box, x1, y1);
    extend(&self->path, x0, y0);
    extend(&self->path, x1, y1);
    self->drawn = true;
    if ((m.b == 0 && m.c == 0) || (m.a == 0 && m.d == 0))
        add_rect(self, box);
}

static void note_hidden(Content *self, ContentSpot spot)
{
    if (self->hidden->len < CONTENT_SPOTS_MOST)
        g_array_append_val(self->hidden, spot);
}

/* Text begins where a box is painted that is as high as half of it. */
static void cover(Content *self, Box box)
{
    const Box all = self->spots_box;
    if (box.x1 < all.x0 || box.x0 > all.x1 || box.y1 < all.y0 || box.y0 > all.y1)
        return;
    for (int i = 0; i < self->spot_count && self->looks > 0; i++, self->looks--) {
        const ContentSpot *spot = &self->spots[i];
        if (spot->x > box.x0 && spot->x < box.x1 && spot->y > box.y0 && spot->y < box.y1 &&
            box.y1 - box.y0 > spot->size / 2 && box.x1 - box.x0 > spot->size / 2)
            note_hidden(self, *spot);
    }
}

static void paint(Content *self, bool fills)
{
    end_run(self);
    for (int i = 0; fills && i < self->rect_count; i++)
        cover(self, self->rects[i]);
    if (self->clips) {
        Box *clip = &self->state.clip, path = self->drawn ? self->path : nowhere;
        *clip = (Box){MAX(clip->x0, path.x0), MAX(clip->y0, path.y0), MIN(clip->x1, path.x1),
                      MIN(clip->y1, path.y1)};
    }
    self->clips = self->drawn = false;
    self->rect_count = 0;
    self->path = nowhere;
}

/* A picture fills the unit square. */
static void paint_picture(Content *self)
{
    float x0 = 0, y0 = 0, x1 = 1, y1 = 1;
    Box box = nowhere;
    transform(self->state.matrix, &x0, &y0);
    transform(self->state.matrix, &x1, &y1);
    extend(&box, x0, y0);
    extend(&box, x1, y1);
    cover(self, box);
}

/* ---- Text ------------------------------------------------------------------------------------ */

static void move_line(Content *self, float x, float y)
{
    self->line = product((Matrix){1, 0, 0, 1, x, y}, self->line);
    self->placed = true;
}

static void show(Content *self)
{
    const float IN = 0.25F; /* of the size, to the right and up */
    const Matrix m = product(self->line, self->state.matrix);
    float x = IN * self->size, y = IN * self->size;
    float size = self->size * sqrtf(m.c * m.c + m.d * m.d);
    const Box *clip = &self->state.clip;
    if (!self->placed || !(size > 1 && size < 1000))
        return;
    self->placed = false;
    transform(m, &x, &y);
    const ContentSpot spot = {x, y, size};
    if (x < clip->x0 - size || x > clip->x1 + size || y < clip->y0 - size || y > clip->y1 + size)
        note_hidden(self, spot);
    if (self->spot_count == SPOTS)
        return;
    self->spots[self->spot_count++] = spot;
    extend(&self->spots_box, x, y);
}

/* ---- Operators ------------------------------------------------------------------------------- */

static void save(Content *self)
{
    if (self->depth < STATES)
        self->saved[self->depth] = self->state;
    self->depth++;
}

static void restore(Content *self)
{
    if (self->depth > 0 && --self->depth < STATES)
        self->state = self->saved[self->depth];
}

#define WORD(a, b) ((uint16_t)((a) | (b) << 8))

static void place_text(Content *self, uint16_t word)
{
    float last = self->count > 0 ? self->operands[self->count - 1] : 0;
    switch (word) {
    case WORD('B', 'T'):
        self->line = (Matrix){1, 0, 0, 1, 0, 0};
        self->placed = true;
        break;
    case WORD('T', 'f'):
        self->size = fabsf(last);
        break;
    case WORD('T', 'L'):
        self->leading = last;
        break;
    case WORD('T', 'D'):
        self->leading = -last;
        /* fall through */
    case WORD('T', 'd'):
        if (self->count > 1)
            move_line(self, self->operands[self->count - 2], last);
        break;
    case WORD('T', 'm'):
        if (self->count > 5)
            self->line = operand_matrix(self);
        self->placed = true;
        break;
    }
}

static void do_text(Content *self, uint16_t word)
{
    switch (word) {
    case WORD('T', '*'):
        move_line(self, 0, -self->leading);
        break;
    case WORD('\'', 0):
    case WORD('"', 0):
        move_line(self, 0, -self->leading);
        show(self);
        break;
    case WORD('T', 'j'):
    case WORD('T', 'J'):
        show(self);
        break;
    default:
        place_text(self, word);
    }
}

static void do_path(Content *self, uint16_t word)
{
    switch (word) {
    case WORD('m', 0):
        end_run(self);
        /* fall through */
    case WORD('l', 0):
        if (self->count > 1)
            go_to(self, true);
        break;
    case WORD('c', 0):
    case WORD('v', 0):
    case WORD('y', 0):
        if (self->count > 1)
            go_to(self, false);
        break;
    case WORD('r', 'e'):
        if (self->count > 3)
            add_rectangle(self);
        break;
    case WORD('W', 0):
    case WORD('W', '*'):
        self->clips = true;
        break;
    case WORD('n', 0):
    case WORD('S', 0):
    case WORD('s', 0):
        paint(self, false);
        break;
    case WORD('f', 0):
    case WORD('F', 0):
    case WORD('f', '*'):
    case WORD('B', 0):
    case WORD('B', '*'):
    case WORD('b', 0):
    case WORD('b', '*'):
        paint(self, true);
        break;
    }
}

static void do_operator(Content *self, const char *at, size_t length)
{
    uint16_t word = length > 2 ? 0 : WORD((uint8_t)at[0], length > 1 ? (uint8_t)at[1] : 0);
    switch (word) {
    case WORD('q', 0):
        save(self);
        break;
    case WORD('Q', 0):
        restore(self);
        break;
    case WORD('c', 'm'):
        if (self->count > 5)
            self->state.matrix = product(operand_matrix(self), self->state.matrix);
        break;
    case WORD('D', 'o'):
        paint_picture(self);
        break;
    case WORD('I', 'D'):
        self->at = skip_picture(self->at, self->end);
        break;
    case 0:
        break;
    default:
        if (at[0] == 'T' || word == WORD('B', 'T') || at[0] == '\'' || at[0] == '"')
            do_text(self, word);
        else
            do_path(self, word);
    }
    self->count = 0;
}

void content_hidden_spots(const char *content, size_t length, GArray *spots)
{
    Content self;
    memset(&self, 0, offsetof(Content, spots));
    self.at = content;
    self.end = content + length;
    self.looks = LOOKS;
    self.hidden = spots;
    self.state.matrix = self.line = (Matrix){1, 0, 0, 1, 0, 0};
    self.state.clip = (Box){-EVERYWHERE, -EVERYWHERE, EVERYWHERE, EVERYWHERE};
    self.path = self.spots_box = nowhere;
    while (self.at < self.end) {
        const char *word = self.at;
        switch (class_at(word)) {
        case WHITE:
            self.at++;
            break;
        case DIGIT:
            read_number(&self);
            break;
        case MARK:
            self.at = skip_mark(word, self.end);
            break;
        default:
            while (self.at < self.end && class_at(self.at) == OTHER)
                self.at++;
            do_operator(&self, word, (size_t)(self.at - word));
        }
    }
}
