import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../../config/configuration.ts';

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals what the database must keep but never show: AES-256-GCM under DATA_ENCRYPTION_KEY. */
@Injectable()
export class SecretBox {
  readonly #key: Buffer;

  constructor(configuration: Configuration) {
    this.#key = Buffer.from(configuration.environment.DATA_ENCRYPTION_KEY, 'hex');
  }

  /** `context` says whose secret it is: sealed for one row, it opens in no other. */
  seal(secret: Uint8Array, context: string): Uint8Array<ArrayBuffer> {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(context));
    const text = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Uint8Array.from([VERSION, ...iv, ...cipher.getAuthTag(), ...text]);
  }

  /** Throws when the bytes were sealed under another key or for another context, or were changed. */
  open(sealed: Uint8Array, context: string): Uint8Array {
    const bytes = Buffer.from(sealed);
    if (bytes[0] !== VERSION) throw new Error('A sealed secret has a version this program does not know.');
    const iv = bytes.subarray(1, 1 + IV_BYTES);
    const tag = bytes.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
    const text = bytes.subarray(1 + IV_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(text), decipher.final()]);
  }
}
