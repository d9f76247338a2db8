import type { DocumentUpload } from '@freehold/shared/document';

/** Why storage did not take a file, as a sentence. */
export class UploadFailure extends Error {}

const HTTP_OK = 200;
const HTTP_FORBIDDEN = 403;
const HTTP_BAD_REQUEST = 400;

interface SendOptions {
  readonly onProgress: (sent: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Puts a file straight into storage, by the link the API gave. XMLHttpRequest, because fetch does not tell how much has
 * gone out. Throws `UploadFailure`.
 */
export function sendFile(
  file: File,
  upload: DocumentUpload,
  { onProgress, signal }: SendOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (sentence: string): void => reject(new UploadFailure(sentence));
    request.open(upload.method, upload.url);
    for (const [name, value] of Object.entries(upload.headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    request.addEventListener('error', () =>
      fail('The connection to storage broke. Nothing is lost: try again.'),
    );
    request.addEventListener('abort', () => fail('The upload was stopped.'));
    request.addEventListener('load', () => {
      const problem = problemOfStatus(request.status);
      if (problem === undefined) resolve();
      else fail(problem);
    });
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function problemOfStatus(status: number): string | undefined {
  switch (status) {
    case HTTP_OK:
      return undefined;
    case HTTP_BAD_REQUEST:
      return 'Storage refused the file: it is not the one that was announced. Was it changed meanwhile? Choose it once more.';
    case HTTP_FORBIDDEN:
      return 'The link to storage is not good any more. Try again: you get a new one.';
    default:
      return `Storage did not take the file (answer ${status}). Nothing is lost: try again.`;
  }
}
