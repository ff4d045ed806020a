/* room: base */
/* Any bytes as a name and as a list of names: no crash, and what is read is a name that can be read
 * again and is the same person as itself. Names taken out of any text leave text. */
#include "../../src/base/person.h"
#include "../../src/base/person_hide.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void promise(bool kept)
{
    if (!kept)
        abort();
}

static void check_person(const Person *person)
{
    promise(person->name && *person->name && g_utf8_validate(person->name, -1, NULL));
    promise(person->name[0] != ' ' && !strstr(person->name, "  ") && !strchr(person->name, '\n'));
    promise(!person->given || person->family);
    promise(person_same(person, person));
}

/* What is left is text, hardly longer than it was. */
static void check_hiding(const char *printed)
{
    g_autofree char *valid = g_utf8_make_valid(printed, -1);
    g_autofree char *once = person_hide(valid, NULL);
    promise(g_utf8_validate(once, -1, NULL) && strlen(once) <= 4 * strlen(valid) + 16);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    NameOrder order = data[0] % 3;
    g_autofree char *printed = g_strndup((const char *)data + 1, size - 1);
    g_auto(Person) person = {0};
    if (person_read(printed, order, &person)) {
        check_person(&person);
        person_order(printed);
    }
    check_hiding(printed);
    int left_out = -1;
    g_autoptr(GPtrArray) persons = persons_read(printed, order, &left_out);
    promise(left_out >= 0);
    for (guint i = 0; i < persons->len; i++) {
        check_person(persons->pdata[i]);
        promise(person_same(persons->pdata[i], persons->pdata[0]) ==
                person_same(persons->pdata[0], persons->pdata[i]));
    }
    return 0;
}
