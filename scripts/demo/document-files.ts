import { crc32, deflateSync } from 'node:zlib';

const LINE = 18;

/** One page of A4 with a heading and lines of plain text, written by hand: a PDF needs no more. */
export function pdfDocument(heading: string, lines: readonly string[]): Uint8Array {
  const shown = (text: string): string => `(${text.replace(/[\\()]/g, (sign) => `\\${sign}`)}) Tj`;
  const text = [
    'BT',
    `/F1 18 Tf 60 760 Td ${shown(heading)}`,
    `/F1 11 Tf 0 -${2 * LINE} Td`,
    ...lines.map((line) => `${shown(line)} 0 -${LINE} Td`),
    'ET',
  ].join('\n');
  const objects = [
    '<</Type /Catalog /Pages 2 0 R /Lang (en)>>',
    '<</Type /Pages /Kids [3 0 R] /Count 1>>',
    '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>>>>',
    `<</Length ${text.length}>>\nstream\n${text}\nendstream`,
    '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>',
  ];
  let file = '%PDF-1.7\n';
  const places = objects.map((object, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  file += `${table}trailer\n<</Size ${objects.length + 1} /Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

type Colour = readonly [number, number, number];

const SKY: Colour = [168, 202, 228];
const BRICK: Colour = [150, 76, 58];
const MORTAR: Colour = [190, 168, 150];
const GLASS: Colour = [54, 70, 88];
const STREET: Colour = [110, 112, 118];

/** A brick corner house under a clear sky, as a PNG. */
export function facade(width = 960, height = 640): Uint8Array {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * (width * 3 + 1) + 1 + x * 3;
      rows.set(colourAt(x / width, y / height, x, y), at);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colourAt(across: number, down: number, x: number, y: number): Colour {
  if (down > 0.88) return STREET;
  if (down < 0.2 || across < 0.12 || across > 0.88) return SKY;
  const window = ((across - 0.12) * 8) % 1 > 0.55 && ((down - 0.2) * 5) % 1 > 0.45;
  if (window) return GLASS;
  const joint = y % 12 === 0 || (x + (Math.floor(y / 12) % 2) * 14) % 28 === 0;
  return joint ? MORTAR : BRICK;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
