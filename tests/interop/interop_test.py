"""Real clients, unmodified, against a served org. Run by scripts/interop, which fetches them."""

import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from org import BINARY, TOKEN, USERNAME, Org, Sf as SalesforceCli, run

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Where the pages say that the org is.
DOCUMENTED_URL = "http://127.0.0.1:8080"


# What the upserts of the jsforce test go by.
KEY_SCHEMA = {
    "objects": [
        {"name": "Account", "fields": [{"name": "Key__c", "type": "string", "length": 20, "externalId": True, "unique": True}]}
    ]
}


def org_with_key(*options):
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as schema:
        json.dump(KEY_SCHEMA, schema)
        schema.flush()
        return Org("--schema", schema.name, *options)


class Clients(unittest.TestCase):
    """One org for all tests of a class: starting clients is what takes time."""

    options = ()

    @classmethod
    def setUpClass(cls):
        cls.org = Org(*cls.options)

    @classmethod
    def tearDownClass(cls):
        cls.org.stop()


class Curl(Clients):
    def call(self, *arguments):
        command = ["curl", "--silent", "--show-error", *arguments]
        return run(command, self.org)

    def test_password_login_opens_the_org(self):
        form = {"grant_type": "password", "client_id": "any", "client_secret": "any", "username": USERNAME, "password": "any"}
        members = [part for name, value in form.items() for part in ("--data-urlencode", f"{name}={value}")]
        answer = json.loads(self.call(*members, f"{self.org.url}/services/oauth2/token").stdout)
        self.assertEqual(answer["instance_url"], self.org.url)
        limits = self.call("--header", f"Authorization: Bearer {answer['access_token']}", f"{self.org.url}/services/data/v60.0/limits")
        self.assertIn("DailyApiRequests", json.loads(limits.stdout))

    def run_documented(self, file, start):
        """Runs the commands of a page, word for word but for the address: those of the block that begins so."""
        blocks = re.findall(r"```sh\n(.*?)```", (ROOT / file).read_text(encoding="utf-8"), re.DOTALL)
        (commands,) = [block for block in blocks if block.startswith(start)]
        self.assertIn(DOCUMENTED_URL, commands)
        return run(["bash", "-euc", commands.replace(DOCUMENTED_URL, self.org.url)], self.org)

    def test_commands_of_the_readme(self):
        done = self.run_documented("README.md", "url=")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn('"sf__Id","sf__Created",Name\n', done.stdout)
        found = json.loads(done.stdout.splitlines()[-1])
        self.assertEqual([record["Name"] for record in found["records"] if record["Name"] in ("Acme", "Apex")], ["Acme", "Apex"])

    def test_commands_of_the_page_about_clients(self):
        done = self.run_documented("docs/clients.md", "token=")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("records", json.loads(done.stdout))

    def test_bulk_upload(self):
        """Make a job, upload, close, look at the results."""
        ask = ["--header", f"Authorization: Bearer {TOKEN}"]
        jobs = f"{self.org.url}/services/data/v60.0/jobs/ingest"
        job = json.loads(self.call(*ask, "--json", '{"object":"Account","operation":"insert"}', jobs).stdout)["id"]
        rows = self.org.file("accounts.csv", "Name\nCurl 1\nCurl 2\n")
        self.call(*ask, "--upload-file", rows, "--header", "Content-Type: text/csv", f"{jobs}/{job}/batches")
        self.call(*ask, "--request", "PATCH", "--json", '{"state":"UploadComplete"}', f"{jobs}/{job}")
        self.assertEqual(json.loads(self.call(*ask, f"{jobs}/{job}").stdout)["state"], "JobComplete")
        self.assertEqual(self.org.count("SELECT COUNT() FROM Account WHERE Name LIKE 'Curl%'"), 2)
        results = self.call(*ask, f"{jobs}/{job}/successfulResults").stdout
        self.assertEqual(len(results.splitlines()), 3)


class Jsforce(Clients):
    @classmethod
    def setUpClass(cls):
        cls.org = org_with_key()

    def test_conversations(self):
        script = HERE / "jsforce_test.mjs"
        done = run(["node", str(script), self.org.url, TOKEN, USERNAME], self.org)
        sys.stderr.write(done.stderr)
        self.assertEqual(done.returncode, 0, done.stdout)


class Tls(Clients):
    """https with the certificate that the org made for itself."""

    @classmethod
    def setUpClass(cls):
        cls.org = org_with_key("--tls")

    def test_curl(self):
        ask = ["curl", "--silent", "--show-error", "--header", f"Authorization: Bearer {TOKEN}", f"{self.org.url}/services/data"]
        self.assertNotEqual(run(ask, self.org).returncode, 0)
        self.assertIn("/services/data/v60.0", run([*ask, "--cacert", str(self.org.trust)], self.org).stdout)

    def test_jsforce(self):
        done = run(["node", str(HERE / "jsforce_test.mjs"), self.org.url, TOKEN, USERNAME], self.org)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_sf(self):
        cli = SalesforceCli(self.org)
        cli.log_in()
        cli.run("data", "create", "record", "--sobject", "Account", "--values", "Name=Secure")
        found = cli.run("data", "query", "--query", "SELECT Name FROM Account WHERE Name = 'Secure'")
        self.assertEqual(found["result"]["totalSize"], 1)


class Sf(Clients):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cli = SalesforceCli(cls.org)
        cls.login = cls.cli.log_in()

    def sf(self, *arguments, **options):
        return self.cli.run(*arguments, **options)["result"]

    def rows(self, name, header, rows):
        return self.org.file(name, "\n".join([header, *rows]) + "\n")

    def test_login_by_token(self):
        self.assertEqual(self.login["result"]["username"], USERNAME)
        self.assertEqual(self.sf("org", "display")["connectedStatus"], "Connected")

    def test_login_by_jwt(self):
        key = self.org.scratch / "key.pem"
        subprocess.run(["openssl", "genrsa", "-out", str(key), "2048"], check=True, capture_output=True)
        # The same user again would take over the other login's name.
        other = SalesforceCli(self.org, "other home")
        login = other.run(
            "org", "login", "jwt", "--client-id", "any", "--jwt-key-file", str(key), "--username", USERNAME,
            "--instance-url", self.org.url, "--alias", "jwt",
        )  # fmt: skip
        self.assertEqual(login["result"]["username"], USERNAME)
        other.run("data", "query", "--query", "SELECT Id FROM User LIMIT 1", "--target-org", "jwt")

    def test_login_by_web(self):
        """A browser that does what it is told; the org has no page on which anybody would have to click."""
        other = SalesforceCli(self.org, "web")
        login = other.run("org", "login", "web", "--instance-url", self.org.url, "--alias", "web", BROWSER=other.browser())
        self.assertEqual(login["result"]["username"], USERNAME)
        other.run("data", "query", "--query", "SELECT Id FROM User LIMIT 1", "--target-org", "web")

    def test_limits_and_describe(self):
        limits = {limit["name"]: limit for limit in self.sf("org", "list", "limits")}
        self.assertEqual(limits["DailyBulkApiBatches"]["max"], 15000)
        described = self.sf("sobject", "describe", "--sobject", "account")
        self.assertEqual(described["name"], "Account")
        self.assertIn("Contact", self.sf("sobject", "list", "--sobject", "standard"))

    def test_one_record(self):
        made = self.sf("data", "create", "record", "--sobject", "Account", "--values", "Name='One record'")
        self.assertEqual(self.sf("data", "get", "record", "--sobject", "Account", "--record-id", made["id"])["Name"], "One record")
        where = ["--sobject", "Account", "--where", "Name='One record'"]
        self.sf("data", "update", "record", *where, "--values", "Phone=123")
        self.assertEqual(self.sf("data", "get", "record", "--sobject", "Account", "--record-id", made["id"])["Phone"], "123")
        self.sf("data", "delete", "record", "--sobject", "Account", "--record-id", made["id"])
        self.assertEqual(self.org.count("SELECT COUNT() FROM Account WHERE Name = 'One record'"), 0)

    def test_query(self):
        self.sf("data", "create", "record", "--sobject", "Contact", "--values", "LastName=Query")
        soql = "select lastname, owner.name, (select id from cases) from contact where lastname = 'Query'"
        self.assertEqual(self.sf("data", "query", "--query", soql)["records"][0]["LastName"], "Query")
        done = run(["sf", "data", "query", "--query", soql, "--result-format", "csv"], self.org, self.cli.home)
        self.assertEqual(done.stdout.splitlines()[0].split(",")[:2], ["LastName", "Owner.Name"])
        self.assertEqual(self.sf("data", "query", "--query", "SELECT COUNT() FROM Contact WHERE LastName = 'Query'")["totalSize"], 1)
        refused = self.cli.run("data", "query", "--query", "SELECT Nope FROM Contact", expect=1)
        self.assertEqual(refused["name"], "INVALID_FIELD")

    def test_bulk_2(self):
        rows = self.rows("insert.csv", "Name,AccountNumber", [f"Bulk {i},B{i}" for i in range(300)])
        job = self.sf("data", "import", "bulk", "--sobject", "Account", "--file", rows, "--wait", "2")
        self.assertEqual((job["processedRecords"], job["failedRecords"]), (300, 0))
        results = self.sf("data", "bulk", "results", "--job-id", job["jobId"])
        self.assertEqual(results["successfulRecords"], 300)
        ids = [r["Id"] for r in self.org.query("SELECT Id FROM Account WHERE AccountNumber LIKE 'B%' ORDER BY Id")["records"]]
        changed = self.rows("update.csv", "Id,Phone", [f"{i},1" for i in ids])
        self.sf("data", "update", "bulk", "--sobject", "Account", "--file", changed, "--wait", "2")
        self.assertEqual(self.org.count("SELECT COUNT() FROM Account WHERE Phone = '1'"), 300)
        exported = self.org.scratch / "export.csv"
        self.sf(
            "data", "export", "bulk", "--query", "SELECT Id, Name FROM Account WHERE Phone = '1'",
            "--output-file", str(exported), "--result-format", "csv", "--wait", "2",
        )  # fmt: skip
        self.assertEqual(len(exported.read_text(encoding="utf-8").splitlines()), 301)
        gone = self.rows("delete.csv", "Id", ids)
        self.sf("data", "delete", "bulk", "--sobject", "Account", "--file", gone, "--wait", "2")
        self.assertEqual(self.org.count("SELECT COUNT() FROM Account WHERE Phone = '1'"), 0)

    def start(self, verb, rows, *more):
        """The id of a job that sf does not wait for."""
        command = ["data", verb, "bulk", "--sobject", "Account", "--file", rows, "--wait", "0", *more]
        return re.search(r"750\w{15}", json.dumps(self.sf(*command)))[0]

    def test_resume(self):
        """Every job that is left to itself can be taken up again, by its id or as the last one of its kind."""
        rows = self.rows("resume.csv", "Name,AccountNumber", ["Resumed,R1", "Resumed,R2"])
        job = self.start("import", rows)
        done = self.sf("data", "import", "resume", "--job-id", job, "--wait", "1")
        self.assertEqual((done["processedRecords"], done["failedRecords"]), (2, 0))
        ids = [r["Id"] for r in self.org.query("SELECT Id FROM Account WHERE Name = 'Resumed' ORDER BY Id")["records"]]

        self.start("update", self.rows("resume update.csv", "Id,Phone", [f"{i},1" for i in ids]))
        done = self.sf("data", "update", "resume", "--use-most-recent", "--wait", "1")
        self.assertEqual((done["processedRecords"], done["failedRecords"]), (2, 0))
        self.assertEqual(self.org.count("SELECT COUNT() FROM Account WHERE Name = 'Resumed' AND Phone = '1'"), 2)

        job = self.start("upsert", self.rows("resume upsert.csv", "Id,Phone", [f"{ids[0]},2"]), "--external-id", "Id")
        done = self.sf("data", "upsert", "resume", "--job-id", job, "--wait", "1")
        self.assertEqual((done["jobInfo"]["state"], done["jobInfo"]["numberRecordsProcessed"]), ("JobComplete", 1))
        self.assertEqual([row["sf__Id"] for row in done["records"]["successfulResults"]], [ids[0]])

        job = self.start("delete", self.rows("resume delete.csv", "Id", ids))
        done = self.sf("data", "delete", "resume", "--job-id", job, "--wait", "1")
        self.assertEqual((done["jobInfo"]["state"], done["jobInfo"]["numberRecordsFailed"]), ("JobComplete", 0))
        self.assertEqual(self.org.count("SELECT COUNT() FROM Account WHERE Name = 'Resumed'"), 0)

    def test_resume_of_an_export(self):
        for number in range(3):
            self.sf("data", "create", "record", "--sobject", "Account", "--values", f"Name='Left {number}'")
        exported = self.org.scratch / "left behind.csv"
        started = self.sf(
            "data", "export", "bulk", "--query", "SELECT Name FROM Account WHERE Name LIKE 'Left %' ORDER BY Name",
            "--output-file", str(exported), "--result-format", "csv", "--wait", "0",
        )  # fmt: skip
        self.assertFalse(exported.exists())
        done = self.sf("data", "export", "resume", "--job-id", started["jobId"])
        self.assertEqual((done["totalSize"], done["filePath"]), (3, str(exported)))
        with open(exported, encoding="utf-8", newline="") as rows:
            self.assertEqual(list(csv.reader(rows)), [["Name"], ["Left 0"], ["Left 1"], ["Left 2"]])

    def test_bulk_1(self):
        rows = self.rows("bulk1.csv", "Id,LastName", [",Bulk one", ",Bulk one"])
        upsert = ["force", "data", "bulk", "upsert", "--sobject", "Contact", "--external-id", "Id"]
        (job,) = self.sf(*upsert, "--file", rows, "--wait", "2")
        self.assertEqual((job["numberRecordsProcessed"], job["numberRecordsFailed"], job["numberBatchesTotal"]), ("2", "0", "1"))
        found = self.org.query("SELECT Id FROM Contact WHERE LastName = 'Bulk one'")["records"]
        self.assertEqual(len(found), 2)

        gone = self.rows("gone.csv", "Id", [found[0]["Id"], found[1]["Id"], "003000000000000AAA"])
        (batch,) = self.sf("force", "data", "bulk", "delete", "--sobject", "Contact", "--file", gone)
        status = ["force", "data", "bulk", "status", "--job-id", batch["jobId"]]
        job = self.sf(*status)
        self.assertEqual((job["state"], job["numberRecordsProcessed"], job["numberRecordsFailed"]), ("Closed", "3", "1"))
        (told,) = self.sf(*status, "--batch-id", batch["id"])
        self.assertEqual((told["id"], told["state"]), (batch["id"], "Completed"))
        self.assertEqual(self.sf("data", "resume", "--job-id", batch["jobId"])["numberBatchesCompleted"], "1")
        self.assertEqual(self.org.count("SELECT COUNT() FROM Contact WHERE LastName = 'Bulk one'"), 0)

    def test_tree(self):
        tree = {
            "records": [
                {
                    "attributes": {"type": "Account", "referenceId": "a"},
                    "Name": "Tree",
                    "Contacts": {"records": [{"attributes": {"type": "Contact", "referenceId": "c"}, "LastName": "Leaf"}]},
                }
            ]
        }
        file = self.org.file("tree.json", json.dumps(tree))
        self.assertEqual(len(self.sf("data", "import", "tree", "--files", file)), 2)
        soql = "SELECT Name, (SELECT LastName FROM Contacts) FROM Account WHERE Name = 'Tree'"
        self.sf("data", "export", "tree", "--query", soql, "--output-dir", str(self.org.scratch / "trees"))
        (exported,) = (self.org.scratch / "trees").glob("*.json")
        (account,) = json.loads(exported.read_text(encoding="utf-8"))["records"]
        self.assertEqual(account["Name"], "Tree")
        self.assertEqual([contact["LastName"] for contact in account["Contacts"]["records"]], ["Leaf"])

    def test_search_apex_and_plain_requests(self):
        self.sf("data", "create", "record", "--sobject", "Account", "--values", "Name=Findable")
        found = self.sf("data", "search", "--query", "FIND {Findable} RETURNING Account(Name)")
        self.assertEqual(found["searchRecords"][0]["Name"], "Findable")
        apex = self.org.file("a.apex", "System.debug(1);\n")
        refused = self.cli.run("apex", "run", "--file", apex, expect=1)
        self.assertIn("Apex", json.dumps(refused))
        answer = run(["sf", "api", "request", "rest", "/services/data/v60.0/limits/recordCount?sObjects=User"], self.org, self.cli.home)
        self.assertEqual(json.loads(answer.stdout)["sObjects"][0]["name"], "User")


class Pages(Clients):
    """Results of more pages than one, which sf asks for with the locator as it stands."""

    options = ("--bulk2-page-rows", "2")

    def test_export_of_several_pages(self):
        cli = SalesforceCli(self.org)
        cli.log_in()
        rows = self.org.file("pages.csv", "\n".join(["Name", *(f"Page {number}" for number in range(5))]) + "\n")
        cli.run("data", "import", "bulk", "--sobject", "Account", "--file", rows, "--wait", "2")
        exported = self.org.scratch / "pages.json"
        cli.run(
            "data", "export", "bulk", "--query", "SELECT Name FROM Account WHERE Name LIKE 'Page %' ORDER BY Name",
            "--output-file", str(exported), "--result-format", "json", "--wait", "2",
        )  # fmt: skip
        # The array is closed only if the job has told the right number of records.
        records = json.loads(exported.read_text(encoding="utf-8"))
        self.assertEqual([record["Name"] for record in records], [f"Page {number}" for number in range(5)])


class Locks(Clients):
    """A load that collides with itself fails the way it would in a real org; its plan does not."""

    options = ("--profile", "adversarial")

    def test_upsert_that_fights_for_one_parent(self):
        self.cli = SalesforceCli(self.org)
        self.cli.log_in()
        parent = self.cli.run("data", "create", "record", "--sobject", "Account", "--values", "Name=Parent")["result"]["id"]
        # More than 10,000 rows make two batches, which run beside each other.
        rows = [f",Fighter {i},{parent}" for i in range(10_400)]
        file = self.org.file("fight.csv", "\n".join(["Id,LastName,AccountId", *rows]) + "\n")
        self.fails_on_locks(file)
        before = self.org.count("SELECT COUNT() FROM Contact")
        self.load_as_planned(file)
        self.assertEqual(self.org.count("SELECT COUNT() FROM Contact"), before + len(rows))
        self.assertEqual(self.org.count("SELECT COUNT() FROM Contact WHERE LastName = 'Fighter 10399'"), 1)

    def upsert(self, file):
        """The job's state as sf tells it, whether or not rows failed."""
        command = ["data", "upsert", "bulk", "--sobject", "Contact", "--external-id", "Id", "--wait", "5", "--file", str(file)]
        return json.loads(run(["sf", *command, "--json"], self.org, self.cli.home).stdout)

    def fails_on_locks(self, file):
        """What sf says of the job's rows, and the file of failed rows that it fetches."""
        job = re.search(r"750\w{15}", json.dumps(self.upsert(file)))[0]
        done = run(["sf", "data", "bulk", "results", "--job-id", job, "--json"], self.org, self.cli.home)
        results = json.loads(done.stdout)["result"]
        self.assertGreater(results["failedRecords"], 0)
        with open(self.cli.home / results["failedFilePath"], encoding="utf-8", newline="") as failed:
            errors = [row["sf__Error"] for row in csv.DictReader(failed)]
        self.assertEqual(len(errors), results["failedRecords"])
        for error in errors:
            self.assertRegex(error, "^UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record")

    def load_as_planned(self, file):
        """Each batch when those before it are done, which obeys any feed: sf waits for the end."""
        folder = self.org.scratch / "plan"
        plan = [BINARY, "plan", file, "--object", "Contact", "--operation", "upsert", "--out", str(folder)]
        subprocess.run(plan, check=True, capture_output=True)
        subprocess.run([BINARY, "check", "--plan", str(folder / "plan.json")], check=True, capture_output=True)
        batches = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["batches"]
        self.assertEqual(sum(batch["rowCount"] for batch in batches), 10_400)
        for batch in batches:
            job = self.upsert(folder / batch["file"])["result"]["jobInfo"]
            self.assertEqual(job["state"], "JobComplete")
            self.assertEqual((job["numberRecordsProcessed"], job["numberRecordsFailed"]), (batch["rowCount"], 0))


if __name__ == "__main__":
    unittest.main(verbosity=2)
