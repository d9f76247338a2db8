import { inflateSync } from 'node:zlib';

/** Most that is unpacked of one file while looking for what it hides. */
const MOST_UNPACKED = 64 * 1024 * 1024;

const name = (names: string): RegExp => new RegExp(`/(?:${names})(?=[\\s/<>()[\\]{}%]|$)`);
/** Names of the PDF language behind which something runs, is sent or is carried along. */
const active = name('JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|XFA');
const encrypted = name('Encrypt');
const objectStream = name('ObjStm');

export type PdfFinding = 'ACTIVE_CONTENT' | 'ENCRYPTED' | 'UNREADABLE';

/**
 * Looks for active content: in the file itself and in its object streams, which hold compressed objects. Names may be
 * written with #XX for any letter, so both are read with those undone. Answers null when nothing is found.
 */
export function findInPdf(bytes: Uint8Array): PdfFinding | null {
  const text = Buffer.from(bytes).toString('latin1');
  if (!text.includes('%%EOF')) return 'UNREADABLE';
  const plain = withoutEscapes(text);
  if (encrypted.test(plain)) return 'ENCRYPTED';
  if (active.test(plain)) return 'ACTIVE_CONTENT';
  const hidden = objectStreams(text);
  if (hidden === null) return 'UNREADABLE';
  return hidden.some((part) => active.test(withoutEscapes(part))) ? 'ACTIVE_CONTENT' : null;
}

const withoutEscapes = (text: string): string =>
  text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** The text of every object stream; null when one cannot be read, so that nobody knows what it holds. */
function objectStreams(text: string): readonly string[] | null {
  const found: string[] = [];
  let left = MOST_UNPACKED;
  for (const { dictionary, body } of streams(text)) {
    if (body === null) return null;
    if (!objectStream.test(dictionary)) {
      // What looks like one stream to us and like another to a viewer hides something.
      if (objectStream.test(withoutEscapes(body))) return null;
      continue;
    }
    const part = unpacked(body, dictionary, left);
    if (part === null) return null;
    left -= part.length;
    found.push(part);
  }
  return found;
}

/** Every stream with what stands before it, in one pass over the text; the body is null where it does not end. */
function* streams(text: string): Generator<{ readonly dictionary: string; readonly body: string | null }> {
  const opening = /\bstream\r?\n/g;
  for (let from = 0; ; ) {
    opening.lastIndex = from;
    const match = opening.exec(text);
    if (match === null) return;
    const before = text.slice(from, match.index);
    const dictionary = withoutEscapes(before.slice(Math.max(0, before.lastIndexOf(' obj'))));
    const begin = match.index + match[0].length;
    const end = text.indexOf('endstream', begin);
    yield { dictionary, body: end < 0 ? null : text.slice(begin, end) };
    if (end < 0) return;
    from = end + 'endstream'.length;
  }
}

function unpacked(body: string, dictionary: string, most: number): string | null {
  if (!dictionary.includes('/Filter')) return body;
  const filters = [...dictionary.matchAll(/\/(\w+Decode)\b/g)].map(([, filter]) => filter);
  // Others are allowed by the standard, and no program we know of writes them there.
  if (filters.length !== 1 || filters[0] !== 'FlateDecode' || most <= 0) return null;
  try {
    return inflateSync(Buffer.from(body, 'latin1'), { maxOutputLength: most }).toString('latin1');
  } catch {
    return null;
  }
}
