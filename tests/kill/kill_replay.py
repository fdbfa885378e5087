#!/usr/bin/env python3
"""Kills rowlock replay (SIGKILL) at random moments and resumes it, against a served mock org.

In the end the org must hold what an uninterrupted replay leaves: each row once, none lost, no job open. Prints one
line per kind of load, and exits with 1 if a row is missing, doubled or not accounted for, or a job stays open.

  kill_replay.py --rowlock build/release/harness/cli/rowlock
  kill_replay.py --rowlock build/release/harness/cli/rowlock --rows 200000 --kills 200 --kinds bulk2-upsert
"""
import argparse
import collections
import csv
import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import urllib.request

TOKEN = "00DKILL!token"
# Name, API, operation, members of the load.
KINDS = {
    "bulk2-insert": ("bulk2", "insert", {}),
    "bulk2-upsert": ("bulk2", "upsert", {"externalId": "External_ID__c"}),
    "bulk1-insert": ("bulk1", "insert", {}),
    "bulk1-serial": ("bulk1", "insert", {"concurrencyMode": "Serial"}),
    "rest-upsert": ("rest", "upsert", {"externalId": "External_ID__c", "batchRows": 1}),
}


def load_text(kind, rows, batch_rows, schema):
    """A load of accounts and, below them, contacts that are known by their names."""
    api, operation, members = KINDS[kind]
    load = {
        "source": "contacts", "operation": operation, "api": api, "partitions": 2, "batchRows": batch_rows,
        "pollEvery": "100ms", "retry": {"times": 1}}
    load.update(members)
    return json.dumps({
        "name": kind, "seed": 5, "schema": str(schema),
        "sources": {
            "accounts": {"object": "Account", "rows": 50, "columns": {"Name": "Account {n}"}},
            "contacts": {
                "object": "Contact", "rows": rows,
                "columns": {
                    "LastName": "C-{n:7}", "External_ID__c": "E-{n:7}",
                    "AccountId": {"parent": "accounts", "pick": "grouped"}}}},
        "setup": [{"source": "accounts", "operation": "insert", "pollEvery": "100ms"}],
        "load": load})


class Org:
    """A mock org, served until the end of the block."""

    def __init__(self, rowlock, folder, schema):
        self.port_file = folder / "port"
        self.port_file.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [rowlock, "serve", "--port", "0", "--port-file", self.port_file, "--token", TOKEN, "--schema", schema,
             "--clock", "virtual"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not (self.port_file.exists() and self.port_file.read_text().strip()):
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError("rowlock serve does not start")
            time.sleep(0.01)
        self.url = "http://127.0.0.1:" + self.port_file.read_text().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def call(self, method, path, body=None):
        return self.ask(method, path, body)[0]

    def ask(self, method, path, body=None):
        """The body of the answer, and its headers."""
        request = urllib.request.Request(
            self.url + path, method=method, data=body and json.dumps(body).encode(),
            headers={"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return answer.read().decode(), answer.headers

    def names(self, sobject, field):
        """How often each name is there, by a bulk query: any number of records."""
        base = "/services/data/v60.0/jobs/query"
        job = json.loads(self.call("POST", base, {"operation": "query", "query": f"SELECT {field} FROM {sobject}"}))
        while json.loads(self.call("GET", f"{base}/{job['id']}"))["state"] != "JobComplete":
            time.sleep(0.05)
        counter, locator = collections.Counter(), ""
        while locator != "null":
            page, headers = self.ask("GET", f"{base}/{job['id']}/results?locator={locator}")
            rows = csv.reader(io.StringIO(page))
            next(rows, None)
            counter.update(row[0] for row in rows)
            locator = headers["Sforce-Locator"]
        return counter

    def open_jobs(self):
        """Ids of jobs that nobody has closed."""
        page = json.loads(self.call("GET", "/services/data/v60.0/jobs/ingest"))
        return [job["id"] for job in page["records"] if job["state"] == "Open"]


def replay(options, org, load, journal, resume):
    command = [options.rowlock, "replay", load, "--target", org.url, "--token", TOKEN, "--journal", journal, "--json"]
    return subprocess.Popen(
        command + (["--resume"] if resume else []), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run_to_end(process):
    out, err = process.communicate(timeout=600)
    if process.returncode != 0:
        raise RuntimeError(f"replay ended with {process.returncode}: {err.strip()} {out[:2000]}")
    return json.loads(out)


def uninterrupted(options, folder, load):
    """How long a replay takes, and what it leaves."""
    with Org(options.rowlock, folder, options.schema) as org:
        begin = time.monotonic()
        run_to_end(replay(options, org, load, folder / "plain.journal", False))
        return time.monotonic() - begin, org.names("Contact", "LastName"), org.names("Account", "Name")


def killed_to_the_end(options, folder, load, kills, seconds, rng):
    """Replays with so many kills at most; how many there were, the last report and what the org holds then: contacts,
    accounts and open jobs."""
    journal = folder / "killed.journal"
    journal.unlink(missing_ok=True)
    with Org(options.rowlock, folder, options.schema) as org:
        done = 0
        while done < kills:
            process = replay(options, org, load, journal, journal.exists())
            time.sleep(rng.random() * seconds)
            if process.poll() is not None:
                break
            process.kill()
            process.communicate()
            done += 1
        report = run_to_end(replay(options, org, load, journal, journal.exists()))
        return done, report, org.names("Contact", "LastName"), org.names("Account", "Name"), org.open_jobs()


def check(options, kind, rng):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        load = folder / "load.json"
        load.write_text(load_text(kind, options.rows, options.batch_rows, options.schema))
        seconds, contacts, accounts = uninterrupted(options, folder, load)
        left, worlds, problems = options.kills, 0, []
        while left > 0 and not problems:
            # Many kills of one load, or the same load again and again where it ends too early for that.
            kills, report, found, found_accounts, open_jobs = killed_to_the_end(
                options, folder, load, min(left, options.kills_per_load), seconds, rng)
            left -= max(kills, 1)
            worlds += 1
            if sum(contacts.values()) != options.rows or len(contacts) != options.rows:
                problems.append("the uninterrupted load did not leave each row once")
            if found != contacts:
                extra, missing = found - contacts, contacts - found
                problems.append(f"{sum(extra.values())} too many, {sum(missing.values())} missing")
            if found_accounts != accounts:
                problems.append("the setup was not loaded exactly once")
            if open_jobs:
                problems.append(f"jobs {open_jobs} stay open; the report knows of {report['leftJobs']}")
            rows = report["rows"]
            accounted = rows["created"] + rows["updated"] + rows["failed"] + rows["unprocessed"]
            if accounted != options.rows or rows["failed"] + rows["unprocessed"] > 0:
                problems.append(f"the report says {rows}")
        print(f"{kind}: {options.rows} rows, {options.kills - left} kills in {worlds} loads, one load "
              f"{seconds:.1f} s uninterrupted: {'; '.join(problems) or 'same end'}", flush=True)
        return not problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rowlock", required=True, help="the program under test")
    parser.add_argument("--schema", default="fixtures/schemas/external-id.json")
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--batch-rows", type=int, default=20)
    parser.add_argument("--kills", type=int, default=5, help="of each kind of load")
    parser.add_argument("--kills-per-load", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), choices=list(KINDS))
    options = parser.parse_args()
    options.schema = pathlib.Path(options.schema).absolute()
    rng = random.Random(options.seed)
    good = [check(options, kind, rng) for kind in options.kinds]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
