"""The jail as the command line sees it: stated in every record, refused where the kernel has none."""
import ctypes
import errno
import json
import os
import platform
import struct

import harness

# System calls that a kernel without the layer does not know, and what is then named.
LANDLOCK_CREATE = 444
SECCOMP = {"x86_64": 317, "aarch64": 277}.get(platform.machine())
LAYERS = {"Landlock": LANDLOCK_CREATE, "seccomp": SECCOMP}


def without(call):
    """For preexec_fn: from here on the kernel does not know the system call of this number."""
    def instruction(code, true, false, value):
        return struct.pack("HBBI", code, true, false, value)

    program = b"".join([instruction(0x20, 0, 0, 0), instruction(0x15, 0, 1, call),
                        instruction(0x06, 0, 0, 0x00050000 | errno.ENOSYS),
                        instruction(0x06, 0, 0, 0x7FFF0000)])
    buffer = ctypes.create_string_buffer(program)
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8,
                                                   ctypes.addressof(buffer)))
    libc = ctypes.CDLL(None, use_errno=True)

    def install():
        libc.prctl(38, 1, 0, 0, 0)
        if libc.prctl(22, 2, ctypes.c_ulong(ctypes.addressof(head)), 0, 0) != 0:
            os._exit(99)
        assert buffer is not None

    return install


class Sandbox(harness.CommandLine):
    def test_every_record_says_how_it_was_read(self):
        paths = [self.write_act(), self.path("missing.pdf"), self.write("empty.pdf", b"")]
        for options, stated in (([], "full"), (["--unsafe-no-sandbox"], "none")):
            run = self.run_delibex("extract", "--format", "jsonl", *options, *paths)
            said = [json.loads(line)["source"]["sandbox"] for line in run.stdout.splitlines()]
            self.assertEqual(said, [stated] * 3, run.stderr.decode())

    def test_the_record_is_the_same_otherwise(self):
        path = self.write_act()
        locked, free = self.record(path), self.record("--unsafe-no-sandbox", path)
        self.assertNotEqual(locked, free)
        free["source"]["sandbox"] = "full"
        self.assertEqual(locked, free)

    def test_a_missing_layer_is_refused(self):
        path = self.write_act()
        for layer, call in LAYERS.items():
            if call is None:
                self.skipTest(f"the number of {layer} is not known for {platform.machine()}")
            with self.subTest(layer=layer):
                out = self.delibex("extract", path, code=78, complaint=layer,
                                   preexec_fn=without(call))
                self.assertEqual(out, b"")
                run = self.run_delibex("check", path, preexec_fn=without(call))
                self.assertEqual(run.returncode, 78, run.stderr.decode())
                self.assertEqual(run.stderr.decode().count("\n"), 1)
                self.assertIn("--unsafe-no-sandbox", run.stderr.decode())

    def test_a_refused_index_leaves_no_archive(self):
        path, archive = self.write_act(), self.path("acts.delibex")
        self.delibex("index", archive, path, code=78, complaint="Landlock",
                     preexec_fn=without(LANDLOCK_CREATE))
        self.assertFalse(os.path.exists(archive))

    def test_without_a_layer_on_demand(self):
        path = self.write_act()
        for layer, call in LAYERS.items():
            if call is None:
                continue
            with self.subTest(layer=layer):
                record = self.record("--unsafe-no-sandbox", path, preexec_fn=without(call))
                self.assertEqual(record["source"]["sandbox"], "none")
                self.assertEqual(record["session"]["date"], "2024-03-14")


if __name__ == "__main__":
    harness.main()
