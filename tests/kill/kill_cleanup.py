#!/usr/bin/env python3
"""Kills rowlock cleanup (SIGKILL) at random moments and resumes it, against a served mock org.

In the end nothing that the condition finds may be left, and everything else must be there still. Prints one
line, and exits with 1 if that is not so.

  kill_cleanup.py --rowlock build/release/harness/cli/rowlock --kills 20
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

from kill_replay import TOKEN, Org, replay, run_to_end


def load_text(tag, rows, schema):
    return json.dumps({
        "name": tag, "seed": 5, "schema": str(schema),
        "sources": {
            "accounts": {"object": "Account", "rows": 40, "columns": {"Name": tag + " {n}", "External_ID__c": tag + "-A{n}"}},
            "contacts": {
                "object": "Contact", "rows": rows,
                "columns": {
                    "LastName": "C-{n}", "External_ID__c": tag + "-C{n}",
                    "AccountId": {"parent": "accounts", "pick": "uniform"}}}},
        "setup": [{
            "source": "accounts", "operation": "upsert", "externalId": "External_ID__c", "pollEvery": "100ms"}],
        "load": {
            "source": "contacts", "operation": "upsert", "externalId": "External_ID__c", "pollEvery": "100ms"}})


def cleanup(options, org, load, journal, resume):
    command = [
        options.rowlock, "cleanup", "--load", load, "--target", org.url, "--token", TOKEN, "--journal", journal,
        "--yes", "--json"]
    return subprocess.Popen(
        command + (["--resume"] if resume else []), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def count(org, sobject, tag):
    names = org.names(sobject, "External_ID__c")
    return sum(times for name, times in names.items() if name.startswith(tag + "-"))


def main(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rowlock", required=True, help="the program")
    parser.add_argument("--schema", default="fixtures/schemas/external-id.json", help="schema with External_ID__c")
    parser.add_argument("--rows", type=int, default=20000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    options.schema = pathlib.Path(options.schema).resolve()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name, Org(options.rowlock, pathlib.Path(name), options.schema) as org:
        folder = pathlib.Path(name)
        for tag in ("gone", "kept"):
            load = folder / (tag + ".json")
            load.write_text(load_text(tag, options.rows, options.schema))
            run_to_end(replay(options, org, load, folder / (tag + ".replay"), False))
        load, journal = folder / "gone.json", folder / "cleanup.journal"
        kills = 0
        while kills < options.kills:
            process = cleanup(options, org, load, journal, journal.exists())
            time.sleep(rng.random() * 0.15)
            if process.poll() is not None:
                break
            process.kill()
            process.communicate()
            kills += 1
        report = run_to_end(cleanup(options, org, load, journal, journal.exists()))
        left = [count(org, sobject, "gone") for sobject in ("Contact", "Account")]
        kept = [count(org, sobject, "kept") for sobject in ("Contact", "Account")]
    print(f"{kills} kills: {report['left']} left by the report, {left} by the org; of others {kept}")
    return 0 if report["left"] == 0 and left == [0, 0] and kept == [options.rows, 40] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
