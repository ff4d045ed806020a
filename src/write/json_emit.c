/* JSON written as a stream. See json_emit.h. */
#include "json_emit.h"

#include <math.h>
#include <string.h>

static void begin_value(Emit *emit)
{
    if (emit->comma)
        g_string_append_c(emit->out, ',');
    emit->comma = true;
}

void emit_open(Emit *emit, char bracket)
{
    begin_value(emit);
    g_string_append_c(emit->out, bracket);
    emit->comma = false;
}

void emit_close(Emit *emit, char bracket)
{
    g_string_append_c(emit->out, bracket == '{' ? '}' : ']');
    emit->comma = true;
}

static void append_escape(GString *out, unsigned char ch)
{
    switch (ch) {
    case '"':
        g_string_append(out, "\\\"");
        break;
    case '\\':
        g_string_append(out, "\\\\");
        break;
    case '\n':
        g_string_append(out, "\\n");
        break;
    case '\t':
        g_string_append(out, "\\t");
        break;
    default:
        g_string_append_printf(out, "\\u%04x", ch);
    }
}

static bool is_plain(unsigned char ch)
{
    return ch >= 0x20 && ch != '"' && ch != '\\';
}

/* What is plain ASCII is written as it stands, without asking whether it is UTF-8. Gives whether
 * that was all of it; else nothing is written. */
static bool append_plain(GString *out, const char *text)
{
    size_t length = 0;
    while (is_plain((unsigned char)text[length]) && (unsigned char)text[length] < 0x80)
        length++;
    if (text[length])
        return false;
    g_string_append_c(out, '"');
    g_string_append_len(out, text, (gssize)length);
    g_string_append_c(out, '"');
    return true;
}

static void append_quoted(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    const char *run = text;
    for (const char *p = text; *p; p++) {
        unsigned char ch = (unsigned char)*p;
        if (is_plain(ch))
            continue;
        g_string_append_len(out, run, p - run);
        append_escape(out, ch);
        run = p + 1;
    }
    g_string_append(out, run);
    g_string_append_c(out, '"');
}

void emit_key(Emit *emit, const char *key)
{
    emit_text(emit, key);
    g_string_append_c(emit->out, ':');
    emit->comma = false;
}

void emit_text(Emit *emit, const char *text)
{
    if (!text) {
        emit_null(emit);
        return;
    }
    begin_value(emit);
    if (append_plain(emit->out, text))
        return;
    if (g_utf8_validate(text, -1, NULL)) {
        append_quoted(emit->out, text);
    } else {
        g_autofree char *valid = g_utf8_make_valid(text, -1);
        append_quoted(emit->out, valid);
    }
}

static void append_natural(GString *out, guint64 number)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    g_string_append_len(out, digits + at, (gssize)(sizeof digits - at));
}

void emit_integer(Emit *emit, gint64 number)
{
    begin_value(emit);
    if (number < 0)
        g_string_append_c(emit->out, '-');
    append_natural(emit->out, number < 0 ? 0 - (guint64)number : (guint64)number);
}

void emit_real(Emit *emit, double number, int decimals)
{
    /* Beyond 1e15 a double has no decimals left, and nothing on a page is there. */
    if (!isfinite(number) || number > 1e15 || number < -1e15) {
        emit_null(emit);
        return;
    }
    gint64 unit = 1;
    g_assert(decimals >= 0 && decimals <= 3);
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    double exact = fabs(number) * (double)unit;
    gint64 scaled = (gint64)exact;
    if (exact - (double)scaled > 0.5 || (exact - (double)scaled == 0.5 && scaled % 2 == 1))
        scaled++;
    gint64 rest = scaled % unit;
    begin_value(emit);
    if (number < 0 && scaled > 0)
        g_string_append_c(emit->out, '-');
    append_natural(emit->out, scaled / unit);
    if (rest > 0)
        g_string_append_c(emit->out, '.');
    for (unit /= 10; rest > 0; rest %= unit, unit /= 10)
        g_string_append_c(emit->out, (char)('0' + rest / unit));
}

void emit_confidence(Emit *emit, double confidence)
{
    /* Written so that what is no number counts for no confidence. */
    emit_real(emit, confidence > 0 ? MIN(confidence, 1) : 0, 3);
}

void emit_flag(Emit *emit, bool flag)
{
    begin_value(emit);
    g_string_append(emit->out, flag ? "true" : "false");
}

void emit_null(Emit *emit)
{
    begin_value(emit);
    g_string_append(emit->out, "null");
}

void emit_key_text(Emit *emit, const char *key, const char *text)
{
    emit_key(emit, key);
    emit_text(emit, text);
}

void emit_key_integer(Emit *emit, const char *key, gint64 number)
{
    emit_key(emit, key);
    emit_integer(emit, number);
}

void emit_key_json(Emit *emit, const char *key, const char *json)
{
    g_autofree char *quoted = g_strdelimit(g_strdup(json), "'", '"');
    emit_key(emit, key);
    g_string_append(emit->out, quoted);
    emit->comma = true;
}
