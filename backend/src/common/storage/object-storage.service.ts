import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Configuration } from '../../config/configuration.ts';
import { attachment } from './content-disposition.ts';
import { createS3Client } from './s3-client.ts';

/** How a file is sent by somebody who holds no key. */
export interface UploadLink {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: Date;
}

export interface StorableFile {
  readonly contentType: string;
  readonly bytes: number;
  /** 64 hex digits. */
  readonly sha256: string;
}

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

/** The private bucket. What it throws is the provider's failure, never "there is none": that is null. */
@Injectable()
export class ObjectStorage implements OnApplicationShutdown {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(configuration: Configuration) {
    this.#client = createS3Client(configuration.environment);
    this.#bucket = configuration.environment.S3_BUCKET;
  }

  /** A link through which exactly this file can be put at the key: type, size and hash are part of its signature. */
  async uploadLink(key: string, file: StorableFile, seconds: number): Promise<UploadLink> {
    const signed = ['host', 'content-type', 'content-length', 'x-amz-checksum-sha256'];
    const expiresAt = new Date(Date.now() + seconds * 1_000);
    const command = new PutObjectCommand({
      ...this.#at(key),
      ContentType: file.contentType,
      ContentLength: file.bytes,
      ChecksumSHA256: base64(file.sha256),
    });
    const url = await getSignedUrl(this.#client, command, {
      expiresIn: seconds,
      signableHeaders: new Set(signed),
      unhoistableHeaders: new Set(signed),
    });
    // The browser adds host and content-length by itself, and lets no page set them.
    const headers = { 'content-type': file.contentType, 'x-amz-checksum-sha256': base64(file.sha256) };
    return { url, headers, expiresAt };
  }

  /** A link through which the file can be read and saved under a name. */
  async downloadLink(
    key: string,
    fileName: string,
    seconds: number,
  ): Promise<{ readonly url: string; readonly expiresAt: Date }> {
    const expiresAt = new Date(Date.now() + seconds * 1_000);
    const command = new GetObjectCommand({
      ...this.#at(key),
      ResponseContentDisposition: attachment(fileName),
      ResponseCacheControl: 'private, no-store',
    });
    return { url: await getSignedUrl(this.#client, command, { expiresIn: seconds }), expiresAt };
  }

  /** Its size; null when there is no such file. */
  async size(key: string): Promise<number | null> {
    const found = await orNull(this.#client.send(new HeadObjectCommand(this.#at(key))));
    return found === null ? null : (found.ContentLength ?? 0);
  }

  async read(key: string): Promise<Uint8Array | null> {
    const found = await orNull(this.#client.send(new GetObjectCommand(this.#at(key))));
    return found === null ? null : ((await found.Body?.transformToByteArray()) ?? new Uint8Array());
  }

  /** Puts the bytes there, also over what was there; storage refuses them unless they hash to `sha256`. */
  async write(
    key: string,
    body: Uint8Array,
    file: Pick<StorableFile, 'contentType' | 'sha256'>,
  ): Promise<void> {
    const ChecksumSHA256 = base64(file.sha256);
    await this.#client.send(
      new PutObjectCommand({ ...this.#at(key), Body: body, ContentType: file.contentType, ChecksumSHA256 }),
    );
  }

  /** Removes the file; no matter if there was none. */
  async remove(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#at(key)));
  }

  onApplicationShutdown(): void {
    this.#client.destroy();
  }

  #at(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.#bucket, Key: key };
  }
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
    throw error;
  }
}
