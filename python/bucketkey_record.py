"""Records what a program asks S3 and KMS through boto3, as a trace for `bucketkey judge`, by botocore's hooks.

    recorder = Recorder('recorded.ndjson', [
        {'name': 'app', 'account': '111111111111', 'principal': 'writer', 'session': 's'}])
    s3 = boto3.client('s3')
    recorder.attach(s3, 'app')
    ...
    recorder.close()

Contents are told by MD5 and size; neither they nor keys, tokens and signed addresses are written anywhere. Each try of
a request is a step. What a trace has no words for, and requests on one object at once, make a bucket go on under a new
name, of which nothing is known. Nothing that goes wrong here reaches the program: it is in `recorder.problem`.
"""
import base64
import collections
import hashlib
import json
import os
import re
import threading
import time
from urllib.parse import parse_qs, unquote

ALGORITHMS = ('AES256', 'aws:kms', 'aws:kms:dsse')
# Codes of refusals that say something of encryption or of the object; others come from what no trace has.
TOLD_CODES = re.compile(
    r'KMS\.\w{1,60}|AccessDenied|NoSuchKey|PreconditionFailed|InternalError|SlowDown|ServiceUnavailable')
# Errors of one key of a DeleteObjects that say something, each with the status that a DeleteObject has for it.
TOLD_OF_ONE = {'AccessDenied': 403, 'InternalError': 500, 'SlowDown': 503, 'ServiceUnavailable': 503}
# Requests that leave encryption and contents as they are: of policies a past that is unknown has any.
HARMLESS = re.compile('^(Get|Head|List|Select|Describe)|Tagging|Acl|Cors|Website|Logging|Notification|Policy|Ownership')
CUSTOMER_KEYS = ('SSECustomerAlgorithm', 'SSECustomerKey', 'CopySourceSSECustomerAlgorithm')
SHOWING = ('PutObject', 'GetObject', 'HeadObject', 'CopyObject', 'CreateMultipartUpload', 'CompleteMultipartUpload')
ON_UPLOADS = ('UploadPart', 'UploadPartCopy', 'CompleteMultipartUpload', 'AbortMultipartUpload')
READS = ('GetObject', 'HeadObject', 'GetObjectAttributes', 'GetBucketEncryption', 'GetKeyRotationStatus')
SETTINGS = ('PutBucketEncryption', 'DeleteBucketEncryption', 'PutBucketVersioning')
MOST_NAMES, MOST_WAITING = 10_000, 1_000


class Unknown(Exception):
    """A request that a trace has no words for."""


class Recorder:
    """Writes a new file. `left_out` counts the requests that are not in it, by the reason."""

    def __init__(self, file, requesters, region=None, profile='aws', sut='S3'):
        setup = {**({'region': region} if region else {}), 'requesters': requesters, 'kmsKeys': [], 'aliases': [],
                 'buckets': [], 'unknown': 'everything'}
        self.requesters = {one['name']: one for one in requesters}
        self.left_out, self.steps, self.problem = collections.Counter(), 0, None
        self._lock, self._start = threading.RLock(), time.monotonic()
        self._generations, self._uploads, self._under_way, self._waiting = {}, set(), [], collections.deque()
        self._file = os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'w', encoding='utf8')
        self._write({'bucketkeyTrace': 1, 'profile': profile, 'sut': sut, 'seed': 0, 'setup': setup})

    def attach(self, client, requester):
        """Records a client, whose credentials are those of the requester."""
        by, service = self.requesters[requester], client.meta.service_model.service_name
        if service not in ('s3', 'kms'):
            raise ValueError(f'{service} is not recorded')
        def prepare(params, model, context, **_):
            self._safely(self._prepare, service, by, model.name, params, context)

        def begin(context, **_):
            self._safely(self._locked, self._begin, context)

        def tried(parsed_response, context, **_):
            self._safely(self._locked, self._answered, parsed_response, context)

        def end(context, **_):
            self._safely(self._locked, self._end, context)

        # A call whose parameters are wrong is never begun.
        for event, handler in (('before-parameter-build', prepare), ('before-call', begin),
                               ('response-received', tried), ('after-call', end), ('after-call-error', end)):
            client.meta.events.register_first(event, handler)

    def close(self):
        """Writes what is known, and ends the file."""
        with self._lock:
            for place in self._waiting:
                place['is_known'] = True
            self._flush()
            self._file.close()

    def _safely(self, handler, *given):
        try:
            if not self._file.closed:
                handler(*given)
        except Exception as error:  # The program goes on as if nobody was looking.
            self.problem = type(error).__name__

    def _locked(self, handler, *given):
        with self._lock:
            handler(*given)

    def _prepare(self, service, by, op, params, context):
        """Says what a call is, with its contents read, before anybody has to wait for the lock."""
        try:
            events = kms_event(op, params, by['account']) if service == 'kms' else s3_events(op, params)
        except (Unknown, LookupError, TypeError, ValueError, AttributeError):
            events = None
        if events != []:
            context['bucketkey'] = {'service': service, 'by': by, 'op': op, 'events': events,
                                    'bucket': params.get('Bucket'), 'key': params.get('Key')}

    def _begin(self, context):
        begun = context.get('bucketkey')
        if not begun:
            return
        events, bucket, key = begun['events'], begun['bucket'], begun['key']
        changes, source = begun['op'] not in READS, events[0].get('source') if events else None
        under_way = [[bucket, key, changes, False]] if bucket else []
        under_way += [[source['bucket'], source['key'], False, False]] if source else []
        for one in under_way:
            for other in self._under_way:
                is_same = one[0] == other[0] and (one[1] == other[1] or None in (one[1], other[1]))
                if is_same and (one[2] or other[2]):
                    one[3] = other[3] = True
        self._under_way += under_way
        is_setting = begun['op'] in SETTINGS or begun['service'] == 'kms' and begun['op'] not in READS
        begun.update(changes=changes, under_way=under_way, place=self._take() if is_setting else None)

    def _end(self, context):
        begun = context.pop('bucketkey', None)
        if begun:
            self._under_way = [one for one in self._under_way if not any(one is own for own in begun['under_way'])]
            if begun['place'] and not begun['place']['is_known']:
                self._fill(begun['place'], [])

    def _answered(self, parsed, context):
        begun = context.get('bucketkey')
        if not begun:
            return
        place, begun['place'] = begun['place'] or self._take(), None
        status = parsed['ResponseMetadata']['HTTPStatusCode'] if parsed else None
        steps = self._steps(begun, parsed, status, place['at'])
        if isinstance(steps, str):
            self.left_out[steps] += 1
            self._fill(place, [])
            if begun['changes'] and begun['bucket'] and not 400 <= (status or 0) < 500:
                self._forget(begun['bucket'])
            return
        self.steps += len(steps)
        if begun['op'] == 'GetObject' and status == 200 and not {'range', 'partNumber'} & set(steps[0]['event']):
            place['lines'] = steps
            self._read_along(parsed['Body'], lambda md5: self._content(place, md5))
        else:
            self._fill(place, steps)

    def _steps(self, begun, parsed, status, at):
        """The steps of a try, or why there are none."""
        if begun['events'] is None:
            return 'a trace has no words for it'
        if any(one[3] for one in begun['under_way']):
            return 'another request on the same object was under way'
        steps = []
        for asked in begun['events']:
            event = self._named(asked)
            if event is None:
                return 'too many buckets'
            op, is_error = event['op'], not parsed or 'Error' in parsed
            if op == 'PutObject' and event['body'] is None:
                return 'its content was not seen'
            is_one_of_many = begun['op'] == 'DeleteObjects' and not is_error
            seen = observation_of_deletion(asked, parsed) if is_one_of_many else observation(op, parsed, status)
            if seen is None and is_one_of_many:
                continue
            if seen is None or is_error and (begun['service'] == 'kms' or op == 'CreateMultipartUpload'):
                return 'a refusal that says nothing of encryption'
            if op == 'CreateMultipartUpload' and len(self._uploads) < MOST_NAMES:
                event['uploadId'] = parsed['UploadId']
                self._uploads.add((event['bucket'], event['uploadId']))
            if op in ON_UPLOADS:
                upload = (event['bucket'], event['uploadId'])
                if upload not in self._uploads:
                    return 'its upload was not seen from the beginning'
                if op in ON_UPLOADS[2:] and not is_error:
                    self._uploads.discard(upload)
            steps.append({'atMs': at, 'by': begun['by']['name'], 'event': event, 'observation': seen})
        return steps

    def _named(self, event):
        """The event with the names that buckets have in the trace."""
        if 'bucket' not in event:
            return event
        names = [self._bucket(one['bucket']) for one in (event, event.get('source')) if one]
        if None in names:
            return None
        source = {'source': {**event['source'], 'bucket': names[1]}} if 'source' in event else {}
        return {**event, **source, 'bucket': names[0]}

    def _bucket(self, name):
        if name not in self._generations and len(self._generations) >= MOST_NAMES:
            return None
        generation = self._generations.setdefault(name, 1)
        return name if generation == 1 else f'{name} ({generation})'

    def _forget(self, name):
        if self._bucket(name) is not None:
            self._generations[name] += 1

    def _take(self):
        place = {'at': int((time.monotonic() - self._start) * 1000), 'lines': [], 'is_known': False}
        self._waiting.append(place)
        return place

    def _fill(self, place, steps):
        place.update(lines=steps, is_known=True)
        self._flush()

    def _content(self, place, md5):
        if not place['is_known'] and place['lines']:
            place['lines'][0]['observation']['contentMd5'] = md5
        place['is_known'] = True
        self._flush()

    def _flush(self):
        while self._waiting and (self._waiting[0]['is_known'] or len(self._waiting) > MOST_WAITING):
            place = self._waiting.popleft()
            place['is_known'] = True
            for line in place['lines']:
                self._write(line)

    def _write(self, line):
        self._file.write(json.dumps(line, separators=(',', ':')) + '\n')
        self._file.flush()

    def _read_along(self, body, ended):
        """Reads a content along as the program reads it, which it may never do, nor to the end."""
        digest, read = hashlib.md5(), body.read

        def read_along(amt=None):
            chunk = read(amt)
            digest.update(chunk)
            if amt is None or amt < 0 or (amt > 0 and not chunk):
                self._safely(self._locked, ended, digest.hexdigest())
            return chunk

        def readinto(buffer):
            chunk = body.read(len(buffer))
            buffer[:len(chunk)] = chunk
            return len(chunk)

        body.read, body.readinto = read_along, readinto


def s3_events(op, params):
    """The events that a request is; none where it changes nothing that is told."""
    bucket, key = params.get('Bucket'), params.get('Key')
    if bucket is None or op == 'CreateSession' or is_directory(bucket) and HARMLESS.search(op):
        return []
    if is_directory(bucket):
        raise Unknown
    place = {'op': op, 'bucket': bucket}
    if op == 'PutBucketEncryption':
        return [{**place, 'rules': [rule_of(one) for one in params['ServerSideEncryptionConfiguration']['Rules']]}]
    if op in ('GetBucketEncryption', 'DeleteBucketEncryption'):
        return [place]
    if op == 'PutBucketVersioning':
        return [{**place, 'status': params['VersioningConfiguration']['Status']}]
    if op == 'DeleteObjects':
        return [{'op': 'DeleteObject', 'bucket': bucket, 'key': one['Key'], **version(one)}
                for one in params['Delete']['Objects']]
    place['key'] = key
    if op in ('GetObject', 'HeadObject'):
        if any(name in params for name in ('IfModifiedSince', 'IfUnmodifiedSince', *CUSTOMER_KEYS)):
            return []
        words = (('range', 'Range'), ('partNumber', 'PartNumber'))
        asked = {name: params[word] for name, word in words if word in params}
        checksum = {'checksumMode': True} if params.get('ChecksumMode') == 'ENABLED' else {}
        return [{**place, **version(params), **conditions(params), **asked, **checksum}]
    if op == 'GetObjectAttributes':
        return [{**place, **version(params), 'checksum': 'Checksum' in params['ObjectAttributes']}]
    upload = {'uploadId': params.get('UploadId')}
    if any(name in params for name in CUSTOMER_KEYS):
        raise Unknown
    if op == 'PutObject':
        return [{**place, 'body': body_of(params.get('Body', b'')), 'headers': headers(params), **conditions(params)}]
    if op == 'CopyObject':
        given, found = headers(params), source(params)
        others = ('IfMatch', 'IfNoneMatch', 'CopySourceIfModifiedSince', 'CopySourceIfUnmodifiedSince')
        # A copy onto itself may be allowed for what a trace does not have, such as metadata.
        is_on_itself = found['source'] == {'bucket': bucket, 'key': key}
        if any(name in params for name in others) or (is_on_itself and 'sse' not in given):
            raise Unknown
        only = conditions(params, 'CopySource')
        return [{**place, **found, 'headers': given, **({'sourceConditions': only['conditions']} if only else {})}]
    if op == 'DeleteObject' and 'IfMatch' not in params:
        return [{**place, **version(params)}]
    if op == 'UpdateObjectEncryption':
        asked = params['ObjectEncryption'].get('SSEKMS') or {}
        flag = {'bucketKeyEnabled': asked['BucketKeyEnabled']} if 'BucketKeyEnabled' in asked else {}
        return [{**place, **version(params), 'kmsKeyArn': asked['KMSKeyArn'], **flag}]
    if op == 'CreateMultipartUpload':
        return [{**place, 'headers': headers(params)}]
    if op == 'UploadPart':
        body = body_of(params.get('Body', b''))
        return [{**place, **upload, 'partNumber': params['PartNumber'], **({'body': body} if body else {})}]
    if op == 'UploadPartCopy':
        found = source(params)
        if 'CopySourceRange' in params or 'sourceVersionId' in found or conditions(params, 'CopySource'):
            raise Unknown
        return [{**place, **upload, **found, 'partNumber': params['PartNumber']}]
    if op == 'CompleteMultipartUpload':
        parts = [one['PartNumber'] for one in params['MultipartUpload']['Parts']]
        return [{**place, **upload, 'parts': parts, **conditions(params)}]
    if op == 'AbortMultipartUpload':
        return [{**place, **upload}]
    if HARMLESS.search(op):
        return []
    raise Unknown


def kms_event(op, params, account):
    """What S3 may find of a key of the account from then on; nothing where that is as it was."""
    if op == 'DeleteAlias':
        return [{'op': op, 'alias': params.get('AliasName')}]
    reference = params.get('KeyId') or params.get('TargetKeyId') or ''
    match = re.fullmatch(r'(?:arn:[^:]*:kms:[^:]*:(\d{12}):key/)?([^/:]+)', reference)
    if not match or match[1] not in (None, account):
        return []
    if op == 'ImportKeyMaterial':
        if params.get('ImportType') == 'NEW_KEY_MATERIAL':
            return []  # It changes nothing before a rotation.
        valid_to = params.get('ValidTo')
        until = valid_to.timestamp() if hasattr(valid_to, 'timestamp') else valid_to
        kept = {} if until is None else {'validForMs': round((until - time.time()) * 1000)}
        return [{'op': op, 'keyId': match[2], **kept}]
    more = {'DisableKey': {}, 'DeleteImportedKeyMaterial': {}, 'EnableKey': {}, 'CancelKeyDeletion': {}, 'RotateKeyOnDemand': {},
            'DisableKeyRotation': {}, 'GetKeyRotationStatus': {},
            'ScheduleKeyDeletion': {'pendingWindowInDays': params.get('PendingWindowInDays', 30)},
            'EnableKeyRotation': {'rotationPeriodInDays': params.get('RotationPeriodInDays', 365)},
            'CreateAlias': {'alias': params.get('AliasName')},
            'UpdateAlias': {'alias': params.get('AliasName')}}.get(op)
    return [] if more is None else [{'op': op, 'keyId': match[2], **more}]


def observation(op, parsed, status):
    """What an answer showed; None where it is an error that says nothing of what a trace has."""
    if not parsed:
        return {'status': 503}  # It may have been carried out.
    if 'Error' in parsed:
        code = str(parsed['Error'].get('Code'))
        if status == 304:
            return {'status': status}
        if op == 'HeadObject':
            return {'status': status, 'code': None} if status in (403, 404) else None
        if TOLD_CODES.fullmatch(code):
            return {'status': status, 'code': code}
        return {'status': status} if status >= 500 else None
    if op == 'GetBucketEncryption':
        return {'status': status, 'rule': rule_of(parsed['ServerSideEncryptionConfiguration']['Rules'][0])}
    if op == 'GetKeyRotationStatus':
        return {'status': status, 'keyRotationEnabled': parsed['KeyRotationEnabled']}
    seen = {'status': status}
    if op in SHOWING:
        sse = parsed.get('ServerSideEncryption')
        if sse not in (None, *ALGORITHMS):
            return None
        flag = parsed.get('BucketKeyEnabled') or None
        seen.update(sse=sse, kmsKeyArn=parsed.get('SSEKMSKeyId'), bucketKeyEnabled=flag)
    etag = parsed.get('ETag') or parsed.get('CopyObjectResult', parsed.get('CopyPartResult', {})).get('ETag')
    seen.update({'etag': etag.strip('"')} if etag else {})
    seen.update({'versionId': parsed['VersionId']} if 'VersionId' in parsed and op != 'GetObjectAttributes' else {})
    seen.update({'deleteMarker': True} if parsed.get('DeleteMarker') is True else {})
    return seen


def observation_of_deletion(event, parsed):
    """What an answer to DeleteObjects showed of one key; None where it is an error that says nothing of it."""
    errors, deleted = ([one for one in parsed.get(name, [])
                        if (one.get('Key'), one.get('VersionId')) == (event['key'], event.get('versionId'))]
                       for name in ('Errors', 'Deleted'))
    if errors:
        if deleted:
            return {'status': 503}  # Of a key that was named twice nobody can say which of the two failed.
        code = errors[0].get('Code')
        return {'status': TOLD_OF_ONE[code], 'code': code} if code in TOLD_OF_ONE else None
    if len(deleted) != 1:
        return {'status': 204}
    is_marker = deleted[0].get('DeleteMarker') is True
    version_id = deleted[0].get('DeleteMarkerVersionId' if is_marker else 'VersionId')
    return {'status': 204, **({'versionId': version_id} if version_id else {}),
            **({'deleteMarker': True} if is_marker else {})}


def rule_of(rule):
    by_default = rule.get('ApplyServerSideEncryptionByDefault', {})
    if by_default.get('SSEAlgorithm') not in ALGORITHMS:
        raise Unknown
    told = {name: by_default[name] for name in ('SSEAlgorithm', 'KMSMasterKeyID') if name in by_default}
    told.update({'BucketKeyEnabled': rule['BucketKeyEnabled']} if 'BucketKeyEnabled' in rule else {})
    blocked = rule.get('BlockedEncryptionTypes', {}).get('EncryptionType')
    return {**told, **({'BlockedEncryptionTypes': blocked} if blocked else {})}


def headers(params):
    if params.get('ServerSideEncryption') not in (None, *ALGORITHMS):
        raise Unknown
    names = (('sse', 'ServerSideEncryption'), ('kmsKeyId', 'SSEKMSKeyId'), ('bucketKeyEnabled', 'BucketKeyEnabled'))
    told = {name: params[word] for name, word in names if word in params}
    if 'SSEKMSEncryptionContext' in params:
        try:
            pairs = json.loads(base64.b64decode(params['SSEKMSEncryptionContext']))
            is_right = isinstance(pairs, dict) and all(isinstance(value, str) for value in pairs.values())
        except ValueError:
            is_right = False
        told['context'] = pairs if is_right else 'malformed'
    return told


def is_directory(bucket):
    """Whether it is the name of a directory bucket, which nobody can judge whose past is unknown."""
    return len(bucket) <= 63 and re.fullmatch('[a-z0-9]([a-z0-9-]*[a-z0-9])?--[a-z0-9]+(-[a-z0-9]+)+--x-s3', bucket)


def version(params):
    return {'versionId': params['VersionId']} if 'VersionId' in params else {}


def conditions(params, prefix=''):
    names = (('ifMatch', prefix + 'IfMatch'), ('ifNoneMatch', prefix + 'IfNoneMatch'))
    told = {name: params[word].replace('"', '') for name, word in names if word in params}
    return {'conditions': told} if told else {}


def source(params):
    """The object that is copied. Of what is behind its name only the version is told: it may be a signed address."""
    given = params['CopySource']
    if isinstance(given, dict):
        bucket, key, of = given['Bucket'], given['Key'], given.get('VersionId')
    else:
        path, _, query = given.partition('?')
        bucket, _, key = path.lstrip('/').partition('/')
        key, of = unquote(key), parse_qs(query).get('versionId', [None])[0]
    if not key or ':' in bucket or is_directory(bucket):
        raise Unknown
    return {'source': {'bucket': bucket, 'key': key}, **({'sourceVersionId': of} if of else {})}


def body_of(content):
    """MD5 and size of what is sent; None where it cannot be read twice."""
    digest, size = hashlib.md5(), 0
    if isinstance(content, (bytes, bytearray, str)):
        content = content.encode() if isinstance(content, str) else content
        return {'md5': hashlib.md5(content).hexdigest(), 'size': len(content)}
    try:
        start = content.tell()
        while chunk := content.read(2 ** 20):
            chunk = chunk.encode() if isinstance(chunk, str) else chunk
            digest.update(chunk)
            size += len(chunk)
        content.seek(start)
    except (AttributeError, OSError):
        return None
    return {'md5': digest.hexdigest(), 'size': size}
