import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import type { ImportKeyMaterial } from '../../../model/vocabulary/events/kms-events.ts';
import type { DriverRequest } from '../http/driver-request.ts';
import { kmsCall } from './kms-request.ts';

const MATERIAL_BYTES = 32;
/** Sent where nothing was given for an import, so that KMS says why. */
const NOTHING = Buffer.alloc(1).toString('base64');

/** The key material that was made up for keys, by the ids that they have there: a key takes no other (F-210). */
export class SentMaterial {
  readonly #byKey = new Map<string, Uint8Array>();

  /** What is asked before an import: what the material is to be wrapped with. */
  parametersRequest(keyId: string): DriverRequest {
    const how = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' };
    return kmsCall('GetParametersForImport', { KeyId: keyId, ...how });
  }

  /** The import, by what KMS has given for it. `nowMs` is the time there, since 1970. */
  importRequest({ keyId, validForMs }: ImportKeyMaterial, given: string, nowMs: number): DriverRequest {
    const expiry =
      validForMs === undefined
        ? { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }
        : { ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: (nowMs + validForMs) / 1_000 };
    return kmsCall('ImportKeyMaterial', { KeyId: keyId, ...this.#wrapped(keyId, given), ...expiry });
  }

  #wrapped(keyId: string, given: string): object {
    const material = this.#byKey.get(keyId) ?? randomBytes(MATERIAL_BYTES);
    this.#byKey.set(keyId, material);
    try {
      const { PublicKey, ImportToken } = JSON.parse(given);
      const key = createPublicKey({ key: Buffer.from(PublicKey, 'base64'), type: 'spki', format: 'der' });
      const how = { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
      return { ImportToken, EncryptedKeyMaterial: publicEncrypt(how, material).toString('base64') };
    } catch {
      return { ImportToken: NOTHING, EncryptedKeyMaterial: NOTHING };
    }
  }
}
