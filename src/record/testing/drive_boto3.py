"""Asks a server through boto3 what a program asks, and records it: drive_boto3.py ENDPOINT FILE."""
import io
import json
import os
import sys
import threading
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '../../../python'))
import boto3
import botocore.config
import botocore.exceptions
import bucketkey_record

endpoint, file = sys.argv[1:]
app = {'name': 'app', 'account': '111111111111', 'principal': 'writer', 'session': 'writer'}
recorder = bucketkey_record.Recorder(file, [app])
config = botocore.config.Config(s3={'addressing_style': 'path'}, retries={'mode': 'standard', 'total_max_attempts': 1})
s3, kms = (boto3.client(name, endpoint_url=endpoint, region_name='eu-west-1', config=config) for name in ('s3', 'kms'))
recorder.attach(s3, 'app')
recorder.attach(kms, 'app')
bucket = 'recorded'


def ask(operation, **params):
    """Asks, reads what comes back, and answers the code of an error in its place."""
    try:
        output = getattr(s3, operation)(Bucket=bucket, **params)
        if 'Body' in output:
            output['text'] = output['Body'].read()
        return output
    except s3.exceptions.ClientError as error:
        return error.response['Error']['Code']


key = kms.create_key()['KeyMetadata']
ask('create_bucket', CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})
by_default = {'SSEAlgorithm': 'aws:kms', 'KMSMasterKeyID': key['Arn']}
rule = {'ApplyServerSideEncryptionByDefault': by_default, 'BucketKeyEnabled': True}
ask('put_bucket_encryption', ServerSideEncryptionConfiguration={'Rules': [rule]})
ask('get_bucket_encryption')
ask('put_object', Key='a', Body=b'planted-content')
s3.upload_fileobj(io.BytesIO(b'planted' * 9), bucket, 'file')
for name in ('a', 'file', 'none'):
    ask('get_object', Key=name)
    ask('head_object', Key=name)
late = s3.get_object(Bucket=bucket, Key='a')
ask('put_object', Key='plain', Body='b', ServerSideEncryption='AES256')
assert b''.join(late['Body'].iter_chunks(4)) == b'planted-content'
ask('get_object', Key='plain', Range='bytes=0-0')
ask('copy_object', Key='copy', CopySource={'Bucket': bucket, 'Key': 'plain'})
ask('get_object', Key='copy')
upload = {'Key': 'multi', 'UploadId': ask('create_multipart_upload', Key='multi')['UploadId']}
part = ask('upload_part', **upload, PartNumber=1, Body=b'planted-part')
ask('complete_multipart_upload', **upload, MultipartUpload={'Parts': [{'PartNumber': 1, 'ETag': part['ETag']}]})
ask('get_object', Key='multi')
ask('get_object_attributes', Key='a', ObjectAttributes=['ETag'])
ask('put_bucket_versioning', VersioningConfiguration={'Status': 'Enabled'})
version = ask('put_object', Key='a', Body=b'second')['VersionId']
ask('delete_object', Key='a')
assert ask('get_object', Key='a') == 'NoSuchKey'
ask('get_object', Key='a', VersionId=version)
ask('delete_objects', Delete={'Objects': [{'Key': 'plain'}, {'Key': 'copy'}]})
secrets = []
has_sessions = hasattr(s3, 'create_session')
if has_sessions:
    def keep(parsed, **_):
        secrets.extend(str(one) for name, one in parsed['Credentials'].items() if name != 'Expiration')

    s3.meta.events.register('after-call.s3.CreateSession', keep)
    fast = {'Bucket': 'fast--euw1-az1--x-s3'}
    place = {'Location': {'Type': 'AvailabilityZone', 'Name': 'euw1-az1'}, 'Bucket': {'Type': 'Directory'}}
    s3.create_bucket(**fast, CreateBucketConfiguration=place)
    s3.put_object(**fast, Key='a', Body=b'planted')
    assert s3.get_object(**fast, Key='a')['Body'].read() == b'planted'
    s3.copy_object(**fast, Key='b', CopySource={**fast, 'Key': 'a'})
    assert len(secrets) == 3
kms.disable_key(KeyId=key['KeyId'])
urllib.request.urlopen(f'{endpoint}/_bucketkey/clock', b'{"advanceMs":300000}')
assert ask('get_object', Key='file') == 'KMS.DisabledException'
kms.enable_key(KeyId=key['Arn'])
statement = {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:GetObject', 'Resource': f'arn:aws:s3:::{bucket}/*'}
ask('put_bucket_policy', Policy=json.dumps({'Version': '2012-10-17', 'Statement': [statement]}))
assert ask('get_object', Key='file') == 'AccessDenied'
customer = {'SSECustomerAlgorithm': 'AES256', 'SSECustomerKey': 'planted-customer-key-0123456789a'}
ask('put_object', Key='c', Body=b'planted', **customer)
start = threading.Barrier(2)


def both_at_once(**_):
    start.wait(10)


s3.meta.events.register_last('before-send.s3.PutObject', both_at_once)
race = [threading.Thread(target=ask, args=['put_object'], kwargs={'Key': 'race', 'Body': one}) for one in (b'1', b'2')]
for one in race:
    one.start()
for one in race:
    one.join()
ask('head_object', Key='after')
try:
    s3.put_object(Bucket=bucket, Key='after', Body=b'is never sent', StorageClass=5)
except botocore.exceptions.ParamValidationError:
    ask('head_object', Key='after')
recorder.close()
assert recorder.problem is None, recorder.problem
with open(file, encoding='utf8') as written:
    text = written.read()
assert not any(secret in text for secret in secrets)
print(json.dumps({'steps': recorder.steps, 'leftOut': recorder.left_out, 'hasSessions': has_sessions}))
