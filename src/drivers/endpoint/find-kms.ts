import { NoAnswerError } from '../http/exchange.ts';
import type { Endpoint } from './endpoint.ts';
import { KmsClient } from './kms-client.ts';

/** The endpoint with the KMS at its own address, where none was named and there is one. */
export async function withFoundKms<E extends Pick<Endpoint, 's3' | 'kms' | 'requesters'>>(endpoint: E): Promise<E> {
  const { s3, kms, requesters } = endpoint;
  if (kms !== undefined) return endpoint;
  try {
    const { status, body } = await new KmsClient(s3, requesters[0].keys).ask('ListKeys', { Limit: 1 });
    return status === 200 && Array.isArray(body.Keys) ? { ...endpoint, kms: s3 } : endpoint;
  } catch (error) {
    if (error instanceof NoAnswerError) return endpoint;
    throw error;
  }
}
