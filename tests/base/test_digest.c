/* SHA-256 against the test vectors of FIPS 180-4. */
#include "../../src/base/digest.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(test_vectors)
{
    static const struct {
        const char *bytes, *hex;
    } vectors[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(vectors); i++) {
        g_autoptr(Digest) digest = digest_new();
        digest_add(digest, vectors[i].bytes, strlen(vectors[i].bytes));
        ck_assert_str_eq(digest_hex(digest), vectors[i].hex);
    }
}
END_TEST

START_TEST(test_pieces)
{
    g_autoptr(Digest) digest = digest_new();
    for (int i = 0; i < 1000000; i++)
        digest_add(digest, "a", 1);
    ck_assert_str_eq(digest_hex(digest),
                     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    ck_assert_str_eq(digest_hex(digest), digest_hex(digest));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("digest");
    TCase *cases = tcase_create("sha256");
    tcase_add_test(cases, test_vectors);
    tcase_add_test(cases, test_pieces);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
