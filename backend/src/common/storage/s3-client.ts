import { S3Client } from '@aws-sdk/client-s3';
import type { Environment } from '../../config/variables.ts';

type StorageVariables = Pick<
  Environment,
  'S3_ENDPOINT' | 'S3_REGION' | 'S3_ACCESS_KEY_ID' | 'S3_SECRET_ACCESS_KEY'
>;

/** A client of S3, R2 or the sandbox. */
export const createS3Client = (
  environment: StorageVariables,
  {
    maxAttempts = 3,
    timeoutMs = 30_000,
  }: { readonly maxAttempts?: number; readonly timeoutMs?: number } = {},
): S3Client =>
  new S3Client({
    endpoint: environment.S3_ENDPOINT,
    region: environment.S3_REGION,
    credentials: {
      accessKeyId: environment.S3_ACCESS_KEY_ID,
      secretAccessKey: environment.S3_SECRET_ACCESS_KEY,
    },
    forcePathStyle: true,
    // By default the SDK puts the CRC of an empty body into signed links, and R2 then refuses the upload.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: timeoutMs, throwOnRequestTimeout: true },
  });
