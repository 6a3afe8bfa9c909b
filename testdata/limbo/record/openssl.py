#!/usr/bin/env python3
"""What `openssl verify` says of the testcases of x509-limbo: gunzip -c limbo.json.gz | openssl.py

Each line of the answer is the id of a testcase, and `SUCCESS` or `FAILURE`. No flag beyond purpose, name and time: what a
program gets that sets nothing else.
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime


def verify(one):
    with tempfile.TemporaryDirectory() as folder:
        def file(name, pems):
            path = os.path.join(folder, name)
            with open(path, "w") as out:
                out.writelines(pems)
            return path

        is_client = one["validation_kind"] == "CLIENT"
        command = ["openssl", "verify", "-no-CAfile", "-no-CApath", "-no-CAstore"]
        command += ["-purpose", "sslclient" if is_client else "sslserver"]
        command += ["-trusted", file("roots.pem", one["trusted_certs"])]
        if one["untrusted_intermediates"]:
            command += ["-untrusted", file("others.pem", one["untrusted_intermediates"])]
        if one["validation_time"]:
            time = datetime.fromisoformat(one["validation_time"].replace("Z", "+00:00"))
            command += ["-attime", str(int(time.timestamp()))]
        name = one["expected_peer_name"]
        if name and not is_client:
            command += ["-verify_ip" if name["kind"] == "IP" else "-verify_hostname", name["value"]]
        command.append(file("leaf.pem", [one["peer_certificate"]]))
        done = subprocess.run(command, capture_output=True)
        return "SUCCESS" if done.returncode == 0 else "FAILURE"


cases = json.load(sys.stdin)["testcases"]
with ThreadPoolExecutor(os.cpu_count()) as pool:
    for one, verdict in zip(cases, pool.map(verify, cases)):
        print(one["id"], verdict)
