"""Replays what `bucketkey vectors --s3-only` wrote, and holds what S3 shows of each answer to what is admissible.

    python3 replay_vectors.py --endpoint-url http://127.0.0.1:9000 [FOLDER]

Signs with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN. KMS keys are those of --kms-key, or are made
(at AWS_ENDPOINT_URL_KMS, or where S3 is) and scheduled for deletion. Buckets have names of their own and are deleted.
KMS calls are not looked at. Exit codes: 0 conforms, 1 violates, 2 error, 3 nothing was looked at.
"""
import argparse, contextlib, hashlib, hmac, html, http.client, json, os, pathlib, re, secrets, sys, time
from urllib.parse import quote, urlsplit

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument('folder', nargs='?', default=os.path.dirname(os.path.abspath(__file__)))
parser.add_argument('--endpoint-url', default=os.environ.get('AWS_ENDPOINT_URL'))
parser.add_argument('--kms-key', action='append', default=[], metavar='ARN', help='a KMS key to use; may be repeated')
parser.add_argument('--region', default=os.environ.get('AWS_REGION', 'eu-west-1'))
ARGS = parser.parse_args()
RUN, KEYS, SSE, MOST_BYTES = secrets.token_hex(4), list(ARGS.kms_key), 'x-amz-server-side-encryption', 2 ** 20
PLACE = '' if ARGS.region == 'us-east-1' else (f'<CreateBucketConfiguration><LocationConstraint>{ARGS.region}'
                                               '</LocationConstraint></CreateBucketConfiguration>')

def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()

def send(method, path, query={}, headers={}, body='', service='s3'):
    """Sends a request with Signature Version 4, its path as it is; gives status, headers and content."""
    url = urlsplit((service == 'kms' and os.environ.get('AWS_ENDPOINT_URL_KMS')) or ARGS.endpoint_url)
    now, token = time.strftime('%Y%m%dT%H%M%SZ', time.gmtime()), os.environ.get('AWS_SESSION_TOKEN')
    query = '&'.join(f'{quote(name, safe="")}={quote(value, safe="")}' for name, value in sorted(query.items()))
    headers = {'host': url.netloc, 'x-amz-date': now, 'x-amz-content-sha256': sha256(body), **headers}
    headers.update({'x-amz-security-token': token} if token else {})
    names, scope = sorted(headers), f'{now[:8]}/{ARGS.region}/{service}/aws4_request'
    canonical = [method, path, query, *(f'{name}:{headers[name]}' for name in names), '', ';'.join(names), sha256(body)]
    key = ('AWS4' + os.environ.get('AWS_SECRET_ACCESS_KEY', '')).encode()
    for part in [*scope.split('/'), f'AWS4-HMAC-SHA256\n{now}\n{scope}\n' + sha256('\n'.join(canonical))]:
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    headers['authorization'] = (f'AWS4-HMAC-SHA256 Credential={os.environ.get("AWS_ACCESS_KEY_ID", "")}/{scope},'
                                f'SignedHeaders={";".join(names)},Signature={key.hex()}')
    kind = 'HTTPSConnection' if url.scheme == 'https' else 'HTTPConnection'
    with contextlib.closing(getattr(http.client, kind)(url.netloc, timeout=30)) as connection:
        connection.request(method, path + ('?' + query if query else ''), body.encode() or None, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read(MOST_BYTES)

def ask_kms(operation, **given):
    kind = {'x-amz-target': f'TrentService.{operation}', 'content-type': 'application/x-amz-json-1.1'}
    status, _, content = send('POST', '/', headers=kind, body=json.dumps(given), service='kms')
    return json.loads(content) if status == 200 and content.startswith(b'{') else {}

def found(name, content):
    match = re.search(f'<{name}>([^<]*)</{name}>', content.decode('utf8', 'replace'))
    return html.unescape(match[1]) if match else None

def seen_of(op, status, headers, content):
    """What an answer shows, in the words of an observation."""
    rule = [found(name, content) for name in ('SSEAlgorithm', 'KMSMasterKeyID', 'BucketKeyEnabled')]
    etag = headers['etag'] or (found('ETag', content) if op != 'ListParts' else None)
    return {'status': status, 'code': found('Code', content) if status >= 400 and op != 'HeadObject' else None,
            'sse': headers[SSE], 'kmsKeyArn': headers[f'{SSE}-aws-kms-key-id'],
            'bucketKeyEnabled': True if headers[f'{SSE}-bucket-key-enabled'] == 'true' else None,
            'etag': etag.strip('"') if etag and status < 400 else None, 'versionId': headers['x-amz-version-id'],
            'deleteMarker': True if headers['x-amz-delete-marker'] == 'true' else None,
            'contentMd5': hashlib.md5(content).hexdigest() if op == 'GetObject' and status < 300 else None,
            'rule': [*rule[:2], rule[2] == 'true'] if op == 'GetBucketEncryption' and status < 300 else None}

def agrees(part, due, seen, md5s):
    """Whether a part agrees with that of an outcome, by the table in the README of the vectors."""
    if part == 'etag' and str(due).startswith('*'):
        return bool(re.fullmatch('[0-9a-f]{32}' + due[1:], seen or '')) and seen not in md5s
    if part == 'rule' and due and seen:
        return seen == [due['SSEAlgorithm'], due.get('KMSMasterKeyID'), due.get('BucketKeyEnabled', False)]
    if part == 'versionId' and due in ('null', '*'):
        return due == '*' or seen in (None, 'null')
    if part == 'kmsKeyArn' and ':key/aws-s3-' in str(due):
        return bool(re.fullmatch('arn:.*:key/.*', seen or '')) and seen not in KEYS
    return seen is not None if due == '*' else seen == due

def replay(number, vector):
    """Gives how many steps are as they may be, what is wrong, and why the rest is not looked at."""
    setup, steps, prefix, uploads, made = vector['setup'], vector['steps'], f'bucketkey-{RUN}-{number}-', {}, set()
    md5s = {step['event'].get('body', {}).get('md5') for step in steps}
    arn = f'arn:aws:kms:{setup.get("region", "eu-west-1")}:{setup["requesters"][0]["account"]}:key/'
    # What a name of the vector is here. A key that is nowhere is looked for in the account and region of the others.
    names = {arn: KEYS[0].split('/')[0] + '/'} if KEYS else {}
    for one, key in zip(setup['kmsKeys'], KEYS):
        names.update({arn + one['id']: key, one['id']: key.split('/')[1]})

    def named(text):
        known = '|'.join(map(re.escape, sorted(names, key=len, reverse=True)))
        return re.sub(known, lambda match: names[match[0]], text) if known else text

    def ask(op, method, path, query={}, headers={}, body=''):
        path, headers = f'/{prefix}{path[1:]}', {name: named(value) for name, value in headers.items()}
        if 'x-amz-copy-source' in headers:
            headers['x-amz-copy-source'] = f'/{prefix}{headers["x-amz-copy-source"][1:]}'
        query = {name: uploads.get(value, named(value)) for name, value in query.items()}
        body = PLACE if op == 'CreateBucket' else body if op in ('PutObject', 'UploadPart') else named(body)
        answer = send(method, path, query, headers, body)
        upload, version = found('UploadId', answer[2]) if 'uploads' in query else None, answer[1]['x-amz-version-id']
        made.add((path, 'uploadId', upload) if upload else (path, 'versionId', version or ''))
        return seen_of(op, *answer), upload

    if any('request' not in step for step in steps) or any(one['plainObjects'] for one in setup['buckets']):
        return 0, None, 'not made with --s3-only'
    if any(one['id'] in json.dumps(steps) for one in setup['kmsKeys'][len(KEYS):]):
        return 0, None, 'it takes more KMS keys than there are'
    try:
        for bucket in setup['buckets']:
            ask('CreateBucket', 'PUT', f'/{bucket["name"]}')
        for at, step in enumerate(steps):
            op, was = step['event']['op'], step['observation']
            seen, upload = ask(op, **step['request'])
            due = json.loads(named(json.dumps(step['admissible'])))
            wrong = [[part for part in seen if (one['status'] != 304 or part in ('status', 'code'))
                      and not agrees(part, one.get(part, seen[part]), seen[part], md5s)] for one in due]
            if [] not in wrong and step['isComplete']:
                parts, one = min(zip(wrong, due), key=lambda pair: len(pair[0]))
                said = [f'{part} {json.dumps(one[part])} expected, {json.dumps(seen[part])} observed' for part in parts]
                return at, f'step {at + 1}, {op}: {"; ".join(said)}', None
            fits = [one for one, parts in zip(step['admissible'], wrong) if not parts]
            if not any(all(one[part] in (was[part], '*') for part in ('status', 'code', 'sse')) for one in fits):
                return at + bool(fits), None, 'what follows is for another answer, which is as good'
            uploads.update({step['event'].get('uploadId'): upload} if upload else {})
            names.update({was[k]: seen[k] for k in ('etag', 'versionId') if seen[k] and len(was.get(k) or '') > 8})
        return len(steps), None, None
    finally:
        # Buckets, whose path has one slash, come last.
        for path, name, value in sorted(made, key=lambda one: (one[0].count('/') == 1, not one[2])):
            marker = send('DELETE', path, {name: value} if value else {})[1]['x-amz-version-id']
            for version in (marker, 'null') if marker and not value else ():
                send('DELETE', path, {'versionId': version})

created, held, failed = [], 0, 0
try:
    vectors = [json.loads(file.read_text('utf8')) for file in sorted(pathlib.Path(ARGS.folder).glob('*-conforms.json'))]
    for _ in range(0 if KEYS else max((len(one['setup']['kmsKeys']) for one in vectors), default=0)):
        created += [key['Arn'] for key in ask_kms('CreateKey').values() if 'Arn' in key]
    KEYS += created
    for number, vector in enumerate(vectors):
        steps, wrong, left = replay(number, vector)
        held, failed = held + steps, failed + bool(wrong)
        if wrong or left:
            print(f'{vector["name"]}: {wrong or f"left after {steps} steps: {left}"}', flush=True)
    for key in created:
        ask_kms('ScheduleKeyDeletion', KeyId=key, PendingWindowInDays=7)
except (OSError, http.client.HTTPException, ValueError, LookupError) as error:
    sys.exit(print(f'replay_vectors: {error!r}', file=sys.stderr) or 2)
print(f'{len(vectors)} vectors, {held} steps held, {failed} vectors fail')
sys.exit(1 if failed else 0 if held else 3)
