import {
  beginDocument,
  completeDocumentUpload,
  type DocumentContentType,
  type DocumentUpload,
  type PropertyDocumentDetail,
  readDocument,
} from '@freehold/shared/document';
import { z } from 'zod';
import { PrismaService } from '../../../common/database/prisma.service.ts';
import { BackgroundTasks } from '../../../common/tasks/background-tasks.service.ts';
import { startTestApplication, type TestApplication } from '../../../common/testing/test-application.ts';
import type { TestClient } from '../../../common/testing/test-client.ts';
import { codeOf } from '../../../common/testing/test-people.ts';
import type { ContractDeployment } from '../../../config/deployment.ts';
import { sha256Of } from '../domain/examine.ts';

const sandboxSchema = z.object({
  storageUrl: z.string(),
  stop: z.custom<() => Promise<void>>((it) => typeof it === 'function'),
});
const sandboxModule = z.object({
  startSandbox: z.custom<(options: object) => Promise<unknown>>((it) => typeof it === 'function'),
});
// A variable keeps the compiler from making the sandbox part of this project.
const specifier = '@freehold/sandbox/server';

export interface DocumentRig {
  readonly system: TestApplication;
  readonly prisma: PrismaService;
  readonly admin: TestClient;
  /** Makes storage misbehave. */
  fault(kind: string, route: string, count?: number): Promise<void>;
  /** Does what background work there is. */
  run(): Promise<void>;
  /** Puts the file where a link points, as a browser does; answers with the status. */
  put(upload: DocumentUpload, body: Uint8Array): Promise<number>;
  begin(manager: TestClient, propertyId: string, file: SomeFile): Promise<DocumentUpload>;
  /** From the first click to the verdict. */
  upload(manager: TestClient, propertyId: string, file: SomeFile): Promise<PropertyDocumentDetail>;
  close(): Promise<void>;
}

export interface SomeFile {
  readonly body: Uint8Array;
  readonly name?: string;
  readonly contentType?: DocumentContentType;
  readonly kind?: 'TITLE_DEED' | 'VALUATION_REPORT' | 'INSURANCE' | 'PHOTO' | 'OTHER';
  readonly audience?: 'INVESTORS' | 'MANAGEMENT';
}

export const announcementOf = ({ body, name = 'deed.pdf', contentType = 'application/pdf' }: SomeFile) => ({
  name,
  contentType,
  bytes: body.length,
  sha256: sha256Of(body),
});

/** The API with the sandbox's storage beside it. */
export async function startDocumentRig(
  overrides: Record<string, string> = {},
  deployment?: ContractDeployment,
): Promise<DocumentRig> {
  const { startSandbox } = sandboxModule.parse({ ...(await import(specifier)) });
  const sandbox = sandboxSchema.parse(await startSandbox({}));
  const system = await startTestApplication(
    {
      S3_ENDPOINT: sandbox.storageUrl,
      S3_ACCESS_KEY_ID: 'FREEHOLDSANDBOX',
      S3_SECRET_ACCESS_KEY: 'freehold_sandbox_storage_secret',
      ...overrides,
    },
    deployment,
  );
  const run = () => system.app.get(BackgroundTasks).runOnce('document');
  const put = async (upload: DocumentUpload, body: Uint8Array): Promise<number> => {
    const { url, method, headers } = upload;
    const answer = await fetch(url, { method, headers, body: Buffer.from(body) });
    await answer.arrayBuffer();
    return answer.status;
  };
  const begin: DocumentRig['begin'] = (manager, id, file) => {
    const { kind = 'TITLE_DEED', audience = 'INVESTORS' } = file;
    const body = { kind, audience, title: `A ${kind}`, file: announcementOf(file) };
    return manager.call(beginDocument, { params: { id }, body });
  };
  return {
    ...{ system, run, put, begin },
    prisma: system.app.get(PrismaService),
    admin: await system.admin(),
    fault: async (kind, route, count = 1) => {
      const body = JSON.stringify({ kind, route, count });
      await fetch(`${sandbox.storageUrl}/_sandbox/faults`, { method: 'POST', body });
    },
    upload: async (manager, propertyId, file) => {
      const upload = await begin(manager, propertyId, file);
      const status = await put(upload, file.body);
      if (status !== 200) throw new Error(`storage answered ${status}`);
      await manager.call(completeDocumentUpload, { params: { id: upload.versionId } });
      await run();
      return manager.call(readDocument, { params: { id: upload.document.id } });
    },
    close: async () => {
      await system.close();
      await sandbox.stop();
    },
  };
}

/** Status and code of an answer. */
export const refused = (answer: { readonly status: number; readonly body: unknown }) => [
  answer.status,
  codeOf(answer.body),
];
