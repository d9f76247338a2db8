import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';

/** A PDF as programs write them, with this sentence in it. */
export async function somePdf(sentence: string): Promise<Buffer> {
  const pdf = new PDFDocument({ info: { Title: sentence } });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((done) => pdf.once('end', done));
  pdf.text(sentence);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

/** The least of a PDF, with these objects in it. */
export const rawPdf = (...objects: readonly string[]): Buffer =>
  Buffer.from(
    `%PDF-1.7\n${objects.map((object, at) => `${at + 1} 0 obj\n${object}\nendobj\n`).join('')}trailer <</Root 1 0 R>>\n%%EOF\n`,
    'latin1',
  );

/** An object that holds other objects, compressed. */
export function packed(content: string): string {
  const body = deflateSync(Buffer.from(content, 'latin1')).toString('latin1');
  return `<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${body.length}>>\nstream\n${body}\nendstream`;
}

/** A photo with the camera's notes: who took it, and which side is up. */
export const somePhoto = (type: 'jpeg' | 'png' | 'webp', width = 640, height = 480): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: 180, g: 90, b: 60 } } })
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Copyright: 'Somebody at home' } })
    .toFormat(type)
    .toBuffer();
