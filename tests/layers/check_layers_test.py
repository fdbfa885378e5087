"""scripts/check-layers must pass the good tree and name every mistake of the bad one."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SCRIPT = HERE.parent.parent / "scripts" / "check-layers"


def check(root):
    run = subprocess.run(
        [sys.executable, str(SCRIPT), "--root", str(root)], capture_output=True, text=True, check=False
    )
    return run.returncode, run.stdout


class CheckLayers(unittest.TestCase):
    maxDiff = None

    def check_files(self, files):
        """The verdict on a tree of {path: text}."""
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = pathlib.Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return check(folder)

    def test_good_tree_passes(self):
        self.assertEqual(check(HERE / "good"), (0, "10 files keep to the ladder\n"))

    def test_every_mistake_is_named(self):
        expected = (HERE / "bad" / "findings.txt").read_text(encoding="utf-8")
        self.assertEqual(check(HERE / "bad"), (1, expected))

    def test_length(self):
        status, _ = self.check_files({"mockorg/base/long.cpp": "\n" * 500})
        self.assertEqual(status, 0)
        status, output = self.check_files({"mockorg/base/long.cpp": "\n" * 501})
        self.assertEqual(status, 1)
        self.assertIn("mockorg/base/long.cpp:501: 501 lines", output)

    def test_only_four_files_see_beast(self):
        files = {f"mockorg/server/part{n}.cpp": "#include <boost/beast/core.hpp>\n" for n in range(5)}
        status, output = self.check_files(files)
        self.assertEqual(status, 1)
        self.assertIn("mockorg/server/part4.cpp:1: sees <boost/beast...>, as 4 other .cpp files do", output)
        del files["mockorg/server/part4.cpp"]
        self.assertEqual(self.check_files(files)[0], 0)

    def test_a_circle_of_includes_ends(self):
        status, output = self.check_files(
            {
                "mockorg/base/a.hpp": '#include "mockorg/base/b.hpp"\n',
                "mockorg/base/b.hpp": '#include "mockorg/base/a.hpp"\n#include <zlib.h>\n',
            }
        )
        self.assertEqual(status, 1)
        self.assertIn("mockorg/base/a.hpp:1: sees <zlib.h...> through mockorg/base/b.hpp", output)

    def test_an_empty_tree_is_no_success(self):
        self.assertEqual(self.check_files({})[0], 2)


if __name__ == "__main__":
    unittest.main()
