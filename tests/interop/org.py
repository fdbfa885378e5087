"""A served org, and the real clients that talk to it."""

import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.request

FOLDER = pathlib.Path(os.environ.get("ROWLOCK_INTEROP_FOLDER", ""))
BINARY = os.environ.get("ROWLOCK_BINARY", "")
TOKEN = "00DRL0000000001!AQ0AQ.interop"
USERNAME = "admin@rowlock.example"
START_SECONDS = 30
# A client that waits this long has met something it does not understand.
CLIENT_SECONDS = 180

# Nothing but what the documentation tells a user to set.
SF_SETTINGS = {
    "SF_DISABLE_TELEMETRY": "true",
    "SF_SKIP_NEW_VERSION_CHECK": "true",
    "SF_AUTOUPDATE_DISABLE": "true",
    "SF_DISABLE_LOG_FILE": "true",
    "SF_USE_GENERIC_UNIX_KEYCHAIN": "true",
}


class Org:
    """`rowlock serve` on a free port, until stop()."""

    def __init__(self, *options):
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="rowlock-interop-"))
        port_file = self.scratch / "port"
        # The certificate made by --tls, which clients have to be told to trust.
        self.trust = self.scratch / "trust.pem" if "--tls" in options else None
        if self.trust:
            options = (*options, "--tls-trust", str(self.trust))
        self.log = open(self.scratch / "serve.log", "w", encoding="utf-8")
        command = [BINARY, "serve", "--port", "0", "--port-file", str(port_file), "--token", TOKEN, *options]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        end = time.monotonic() + START_SECONDS
        while not port_file.exists() and self.process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        if not port_file.exists():
            raise RuntimeError((self.scratch / "serve.log").read_text(encoding="utf-8"))
        scheme = "https" if self.trust else "http"
        self.url = f"{scheme}://127.0.0.1:{int(port_file.read_text(encoding='utf-8'))}"

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.scratch)

    def query(self, soql):
        """The records a query finds, asked without any of the clients."""
        target = f"{self.url}/services/data/v60.0/query?q=" + urllib.request.quote(soql)
        request = urllib.request.Request(target, headers={"Authorization": f"Bearer {TOKEN}"})
        trusted = ssl.create_default_context(cafile=str(self.trust)) if self.trust else None
        with urllib.request.urlopen(request, context=trusted) as answer:
            return json.load(answer)

    def count(self, soql):
        return self.query(soql)["totalSize"]

    def file(self, name, text):
        path = self.scratch / name
        path.write_text(text, encoding="utf-8")
        return str(path)


def environment(home, trust=None):
    settings = dict(os.environ, HOME=str(home), **SF_SETTINGS)
    if trust:
        settings["NODE_EXTRA_CA_CERTS"] = str(trust)
    settings["PATH"] = f"{FOLDER / 'node_modules' / '.bin'}:{settings['PATH']}"
    return settings


def run(command, org, home=None):
    """Runs a client among the org's files, or in a home of its own."""
    home = home or org.scratch
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=CLIENT_SECONDS, cwd=home,
        env=environment(home, org.trust),
    )  # fmt: skip


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Sf:
    """The Salesforce CLI with a home of its own, logged in to an org."""

    def __init__(self, org, home="home"):
        self.org = org
        self.home = org.scratch / home
        self.home.mkdir()

    def run(self, *arguments, expect=0, **environment_changes):
        """The command's JSON answer; its status must be the expected one."""
        command = ["sf", *arguments, "--json"]
        settings = dict(environment(self.home, self.org.trust), **environment_changes)
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=CLIENT_SECONDS, cwd=self.home, env=settings
        )
        if done.returncode != expect:
            raise AssertionError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return json.loads(done.stdout)

    def browser(self):
        """A browser that goes where it is sent, and a port of the CLI's own for where it is sent back to."""
        project = {"packageDirectories": [{"path": ".", "default": True}], "oauthLocalPort": free_port()}
        (self.home / "sfdx-project.json").write_text(json.dumps(project), encoding="utf-8")
        script = self.home / "browser"
        # The CLI listens only once the command that starts the browser has ended.
        script.write_text('#!/bin/sh\n(sleep 3; curl --silent --location "$1") > /dev/null 2>&1 &\n', encoding="utf-8")
        script.chmod(0o755)
        return str(script)

    def log_in(self):
        return self.run(
            "org", "login", "access-token", "--instance-url", self.org.url, "--no-prompt", "--alias", "mock",
            "--set-default", SF_ACCESS_TOKEN=TOKEN,
        )  # fmt: skip
