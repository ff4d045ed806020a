#include "utf8.h"

static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xC0)
        return 0;
    if (lead < 0xE0)
        return 2;
    if (lead < 0xF0)
        return 3;
    return lead < 0xF8 ? 4 : 0;
}

gunichar utf8_next(const char **at, const char *end, bool *bad)
{
    static const gunichar smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)*at;
    size_t length = sequence_length(bytes[0]);

    if (length == 1) {
        (*at)++;
        return bytes[0];
    }
    gunichar ch = length ? bytes[0] & (0x7Fu >> length) : 0;
    bool whole = length != 0 && (size_t)(end - *at) >= length;
    for (size_t i = 1; whole && i < length; i++) {
        whole = (bytes[i] & 0xC0) == 0x80;
        ch = ch << 6 | (bytes[i] & 0x3F);
    }
    *at += whole ? length : 1;
    if (whole && ch >= smallest[length] && g_unichar_validate(ch))
        return ch;
    *bad = true;
    return 0xFFFD;
}
