"""Replays the vectors of `bucketkey vectors --replayable` against an endpoint of S3, by the standard library alone:
python3 replay_vectors.py FOLDER URL [REGION]
Keys are those of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Exit code 1 where an answer is none of those that are
admissible. A vector is left there, and where an answer is another admissible one than it has: what is admissible later
depends on it. Buckets have names of their own, and are deleted.
"""
import base64
import contextlib
import datetime
import glob
import hashlib
import hmac
import http.client
import json
import os
import re
import sys
from urllib.parse import quote, urlsplit

SSE = "x-amz-server-side-encryption"
PREFIX = "bucketkey-py-%d-%s-" % (os.getpid(), os.urandom(3).hex())
MANAGED = re.compile(r"^arn:[\w-]+:kms:.*:key/aws-s3-\d+$")

class Server:
    def __init__(self, url, region):
        self.url, self.region = urlsplit(url), region
        self.key, self.secret = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]

    def ask(self, method, path, query, headers, body):
        """Signs a request with Signature Version 4 and sends it, the path as it is."""
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        digest = hashlib.sha256(body).hexdigest()
        sent = {"host": self.url.netloc, "x-amz-date": now, "x-amz-content-sha256": digest, **headers}
        names = sorted(sent)
        lines = ["%s:%s" % (name, sent[name]) for name in names]
        canonical = "\n".join([method, path, query and query + "=", *lines, "", ";".join(names), digest])
        scope = "%s/%s/s3/aws4_request" % (now[:8], self.region)
        text = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        key = ("AWS4" + self.secret).encode()
        for part in (now[:8], self.region, "s3", "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        sent["authorization"] = "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s" % (
            self.key, scope, ";".join(names), signature)
        kind = {"https": http.client.HTTPSConnection, "http": http.client.HTTPConnection}[self.url.scheme]
        with contextlib.closing(kind(self.url.netloc, timeout=30)) as connection:
            connection.request(method, path + (query and "?" + query), body, sent)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read(2**20)

def tag(name, content):
    return "" if content is None else "<%s>%s</%s>" % (name, content, name)

def encryption(given):
    flag, context = given.get("bucketKeyEnabled"), given.get("context")
    text = "!" if context == "malformed" else json.dumps(context)
    found = {"": given.get("sse"), "-aws-kms-key-id": given.get("kmsKeyId"),
             "-bucket-key-enabled": None if flag is None else str(flag).lower(),
             "-context": None if context is None else base64.b64encode(text.encode()).decode()}
    return {SSE + name: value for name, value in found.items() if value is not None}

def request(event, region):
    op, bucket = event["op"], "/" + PREFIX + event["bucket"]
    path = bucket + "/" + quote(event["key"], safe="/~") if "key" in event else bucket
    headers = encryption(event.get("headers") or {})
    if op == "CreateBucket":
        where = None if region == "us-east-1" else tag("LocationConstraint", region)
        return "PUT", path, "", {}, (tag("CreateBucketConfiguration", where) if where else "").encode()
    if op == "PutBucketEncryption":
        rules = "".join(tag("Rule", tag("ApplyServerSideEncryptionByDefault", tag("SSEAlgorithm", r["SSEAlgorithm"])
                + tag("KMSMasterKeyID", r.get("KMSMasterKeyID"))) + tag("BucketKeyEnabled",
                str(r["BucketKeyEnabled"]).lower() if "BucketKeyEnabled" in r else None)) for r in event["rules"])
        return "PUT", path, "encryption", {}, tag("ServerSideEncryptionConfiguration", rules).encode()
    if op == "CopyObject":
        source = event["source"]
        headers["x-amz-copy-source"] = "/" + PREFIX + source["bucket"] + "/" + quote(source["key"], safe="/~")
    body = event["body"]["text"].encode() if "body" in event else b""
    query = "encryption" if op.endswith("BucketEncryption") else ""
    method = {"Put": "PUT", "Cop": "PUT", "Get": "GET", "Hea": "HEAD", "Del": "DELETE"}[op[:3]]
    return method, path, query, headers, body

def observed(event, status, headers, body):
    """What an answer shows, in the words of the vectors."""
    text = body.decode(errors="replace")
    inside = lambda name: (re.findall("<%s>(.*?)</%s>" % (name, name), text) or [None])[0]
    seen = {"status": status, "sse": headers.get(SSE), "kmsKeyArn": headers.get(SSE + "-aws-kms-key-id"),
            "bucketKeyEnabled": {"true": True, "false": False}.get(headers.get(SSE + "-bucket-key-enabled")),
            "code": None, "etag": None, "contentMd5": None}
    if status >= 400:
        return {**seen, "code": None if event["op"] == "HeadObject" else inside("Code")}
    etag = headers.get("etag") or (inside("ETag") if event["op"] == "CopyObject" else None)
    seen["etag"] = etag and etag.replace("&quot;", "").replace('"', "")
    if event["op"] == "GetObject":
        seen["contentMd5"] = hashlib.md5(body).hexdigest()
    return seen

def agrees(due, seen, names, content):
    """Whether an answer is an outcome; what has a name of the server's own goes by what was seen first."""
    for part, value in seen.items():
        want = due.get(part)
        if part == "kmsKeyArn" and value is not None and want is not None and MANAGED.match(want):
            want = names.setdefault(want, value)
        want = names.get(want, want)
        opaque = part != "etag" or (re.match("^[0-9a-f]{32}$", str(value)) and value != content)
        if want != value and (want != "*" or value is None or not opaque):
            return False
    return True

def replay(server, vector):
    for bucket in vector["setup"]["buckets"]:
        server.ask(*request({"op": "CreateBucket", "bucket": bucket["name"]}, server.region))
    names, md5 = {}, {}
    for place, step in enumerate(vector["steps"]):
        event = step["event"]
        seen = observed(event, *server.ask(*request(event, server.region)))
        here = (event["bucket"], event.get("key"))
        md5[here] = event["body"]["md5"] if "body" in event else md5.get(here)
        if not any(agrees(due, seen, names, md5.get(here)) for due in step["admissible"]):
            due = json.dumps(step["admissible"])[:600]
            return "step %d, %s: %s is none of %s" % (place + 1, event["op"], json.dumps(seen), due)
        told = step["observation"]
        if (told["status"], told.get("code")) != (seen["status"], seen["code"]):
            break
        if told.get("etag") and told["etag"] != seen["etag"]:
            names[told["etag"]] = seen["etag"]
    return None

def clear(server, vector):
    for step in vector["steps"]:
        if "key" in step["event"]:
            server.ask(*request({"op": "DeleteObject", **{k: step["event"][k] for k in ("bucket", "key")}}, server.region))
    for name in {b["name"] for b in vector["setup"]["buckets"]} | {s["event"]["bucket"] for s in vector["steps"]}:
        server.ask(*request({"op": "DeleteBucket", "bucket": name}, server.region))

def main(folder, url, region="us-east-1"):
    server, failed = Server(url, region), 0
    files = sorted(glob.glob(os.path.join(folder, "*-conforms.json")))
    for file in files:
        with open(file, encoding="utf-8") as opened:
            vector = json.load(opened)
        problem = replay(server, vector)
        clear(server, vector)
        failed += problem is not None
        print("%s: %s" % (vector["name"], problem or "ok"))
    print("%d of %d vectors conform" % (len(files) - failed, len(files)))
    return 1 if failed or not files else 0

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
