"""Every script explains itself, from any folder; the count of tests is right in every case."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SCRIPTS = sorted(p for p in (ROOT / "scripts").iterdir() if p.is_file() and not p.suffix) + [ROOT / ".ci" / "run"]

# What Catch2 prints at the end; ctest keeps it in its results file.
PASSED = "All tests passed (16 assertions in 3 test cases)"
PASSED_ONE = "All tests passed (1 assertion in 1 test case)"
FAILED = "test cases:  5 |  3 passed | 2 failed\nassertions: 30 | 28 passed | 2 failed"
ALL_FAILED = "test cases: 1 | 1 failed\nassertions: 1 | 1 failed"


def run(*command, folder="/"):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, cwd=folder, check=False)


class Scripts(unittest.TestCase):
    def test_help(self):
        self.assertGreater(len(SCRIPTS), 8)
        for script in SCRIPTS:
            with self.subTest(script.name):
                result = run(script, "--help")
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                self.assertIn("usage: ", result.stdout)
                self.assertRegex(result.stdout, r"examples?:\n")
                self.assertNotIn("#!/", result.stdout)

    def test_bash_is_strict_and_correct(self):
        for script in SCRIPTS:
            text = script.read_text(encoding="utf-8")
            if not text.startswith("#!/usr/bin/env bash\n"):
                continue
            with self.subTest(script.name):
                self.assertIn("\nset -euo pipefail\n", text)
                self.assertEqual(run("bash", "-n", script).returncode, 0)

    def test_wrong_usage_ends_with_2(self):
        for name in ("test", "format", "tidy", "install-packages", "check-layers", "demo", "determinism"):
            with self.subTest(name):
                result = run(ROOT / "scripts" / name, "--nonsense")
                self.assertEqual(result.returncode, 2)
                self.assertIn("--help", result.stderr)

    def test_a_forgotten_value_is_named(self):
        for name, option in (("demo", "--rows"), ("determinism", "--rows"), ("test", "--filter"), ("test", "--sanitize")):
            with self.subTest(f"{name} {option}"):
                result = run(ROOT / "scripts" / name, option)
                self.assertEqual(result.returncode, 2)
                self.assertIn(f"{option} needs a value", result.stderr)


class CountTests(unittest.TestCase):
    def count(self, *cases):
        """What count-tests says of a results file with these (status, output)."""
        lines = "".join(
            f'<testcase name="t{n}" status="{status}"><system-out>{output}</system-out></testcase>'
            for n, (status, output) in enumerate(cases)
        )
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "tests.xml"
            path.write_text(f"<testsuite>{lines}</testsuite>", encoding="utf-8")
            return self.count_file(path)

    def count_file(self, path):
        result = run(sys.executable, ROOT / "scripts" / "count-tests", path)
        self.assertEqual(result.returncode, 0)
        return tuple(map(int, result.stdout.split()))

    def test_cases_are_summed(self):
        self.assertEqual(self.count(("run", PASSED), ("run", PASSED_ONE)), (4, 0))
        self.assertEqual(self.count(("run", PASSED), ("fail", FAILED)), (6, 2))
        self.assertEqual(self.count(("fail", ALL_FAILED)), (0, 1))
        self.assertEqual(self.count(("run", "Ran 17 tests in 65.297s\n\nOK")), (17, 0))

    def test_a_program_without_a_count_is_one_case(self):
        self.assertEqual(self.count(("run", "fine"), ("fail", "Segmentation fault")), (1, 1))

    def test_failing_after_a_clean_count_is_a_failure(self):
        self.assertEqual(self.count(("fail", PASSED)), (0, 1))

    def count_skipped(self, message, output=""):
        case = (
            f'<testcase name="t" status="notrun"><skipped message="{message}"/>'
            f"<system-out>{output}</system-out></testcase>"
        )
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "tests.xml"
            path.write_text(
                f'<testsuite>{case}<testcase name="u" status="run"/></testsuite>', encoding="utf-8"
            )
            return run(sys.executable, ROOT / "scripts" / "count-tests", path)

    def test_a_skipped_program_is_named_and_not_counted(self):
        result = self.count_skipped("SKIP_RETURN_CODE=77")
        self.assertEqual((result.stdout, result.stderr), ("1 0\n", "!!! SKIPPED: t\n"))

    def test_why_a_program_was_skipped_is_told(self):
        result = self.count_skipped("SKIP_RETURN_CODE=77", "\n!!! NOT TESTED: no network\n")
        self.assertEqual(result.stderr, "!!! SKIPPED: t: NOT TESTED: no network\n")

    def test_a_program_that_could_not_be_started_is_a_failure(self):
        self.assertEqual(self.count_skipped("Unable to find executable").stdout, "1 1\n")

    def test_nothing_run_is_a_failure(self):
        self.assertEqual(self.count(), (0, 1))
        self.assertEqual(self.count_file("/nonexistent/tests.xml"), (0, 1))


if __name__ == "__main__":
    unittest.main()
