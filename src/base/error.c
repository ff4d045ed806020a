#include "error.h"

GQuark delibex_error_quark(void)
{
    return g_quark_from_static_string("delibex-error");
}
