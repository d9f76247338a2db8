import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import type { Visitor } from './visitor.ts';

interface NewDocument {
  readonly kind: string;
  readonly title: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A PDF as the browser prints the page it shows, and a photo of it. */
export async function printed(visitor: Visitor): Promise<{ readonly pdf: Buffer; readonly photo: Buffer }> {
  const { page } = visitor;
  return { pdf: await page.pdf(), photo: await page.screenshot({ type: 'jpeg' }) };
}

/** The line of a document in the list. */
const lineOf = ({ page }: Visitor, title: string): Locator =>
  page.getByRole('list', { name: 'Documents' }).getByRole('listitem').filter({ hasText: title });

/** Fills in the form of a new document and sends it off; what follows is up to the caller. */
async function send({ page }: Visitor, document: NewDocument): Promise<void> {
  await page.getByRole('button', { name: 'Add a document' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What it is').selectOption(document.kind);
  await dialog.getByLabel('Title').fill(document.title);
  await dialog
    .getByLabel('File')
    .setInputFiles({ name: document.name, mimeType: document.type, buffer: document.bytes });
  await dialog.getByRole('button', { name: 'Upload' }).click();
}

/** Sends a document and waits until it was checked and can be downloaded. */
export async function upload(visitor: Visitor, document: NewDocument): Promise<void> {
  const { page } = visitor;
  await send(visitor, document);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await lineOf(visitor, document.title).getByText('Version 1 available').waitFor({ timeout: 180_000 });
}

/** Lets the next upload arrive changed, as if somebody in between had touched it; undone by the function returned. */
async function tamper({ page }: Visitor, storage: string): Promise<() => Promise<void>> {
  const pattern = `${storage}/**`;
  await page.route(pattern, async (route) => {
    const sent = route.request().postDataBuffer();
    if (sent === null) return route.continue();
    const changed = Buffer.from(sent);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    return route.continue({ postData: changed });
  });
  return () => page.unroute(pattern);
}

const DEED = { kind: 'TITLE_DEED', title: 'Deed of 1998', name: 'deed.pdf', type: 'application/pdf' };
const POLICY = { kind: 'INSURANCE', title: 'Policy', name: 'policy.pdf', type: 'application/pdf' };

/** The same PDF for a reader, another file for its hash. */
export const differing = (pdf: Buffer, by: number): Buffer =>
  Buffer.concat([pdf, Buffer.from('\n'.repeat(by))]);

/** A file of a kind that is not taken, then one that is changed on its way, then the same honestly: one document. */
export async function sendRefused(
  visitor: Visitor,
  { pdf, storage }: { readonly pdf: Buffer; readonly storage: string },
  look: (visitor: Visitor, name: string) => Promise<void>,
): Promise<void> {
  const { page } = visitor;
  const dialog = page.getByRole('dialog');
  await send(visitor, { ...DEED, name: 'deed.docx', type: 'application/msword', bytes: pdf });
  await page.getByText('Only PDF, PNG, JPEG and WebP files can be uploaded.').waitFor();
  await dialog.getByLabel('File').setInputFiles({ name: DEED.name, mimeType: DEED.type, buffer: pdf });
  const honestAgain = await tamper(visitor, storage);
  await dialog.getByRole('button', { name: 'Upload' }).click();
  await page.getByText('Storage refused the file: it is not the one that was announced.').waitFor();
  await look(visitor, 'documents-refused-1440');
  await honestAgain();
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await dialog.waitFor({ state: 'detached' });
  await lineOf(visitor, DEED.title).getByText('Version 1 available').waitFor({ timeout: 180_000 });
  assert.equal(await lineOf(visitor, DEED.title).count(), 1);
}

/** A letter that calls itself a PDF is refused after a look at it; the next version is what it should have been. */
export async function replaceRefused(visitor: Visitor, pdf: Buffer): Promise<void> {
  const { page } = visitor;
  const dialog = page.getByRole('dialog');
  await send(visitor, { ...POLICY, bytes: Buffer.from('This is a letter and no PDF.') });
  const line = lineOf(visitor, POLICY.title);
  await line.getByText('The file is not of the type its name says.').waitFor({ timeout: 180_000 });
  await line.getByRole('button', { name: 'New version of Policy' }).click();
  const buffer = differing(pdf, 1);
  await dialog.getByLabel('File').setInputFiles({ name: POLICY.name, mimeType: POLICY.type, buffer });
  await dialog.getByRole('button', { name: 'Upload' }).click();
  await line.getByText('Version 2 available').waitFor({ timeout: 180_000 });
}

/** Downloads a document and compares its bytes with the fingerprint that its versions show. */
export async function compareFingerprint({ page }: Visitor, title: string): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: `Download ${title}, version 1` }).click(),
  ]);
  const bytes = readFileSync(await download.path());
  await page.getByText('Downloaded. Its fingerprint matches.').first().waitFor();
  await page.getByRole('button', { name: `Versions of ${title}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(sha256(bytes), { exact: true }).waitFor();
  assert.ok(bytes.length > 0);
}
