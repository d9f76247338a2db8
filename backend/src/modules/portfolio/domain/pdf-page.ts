import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';

const MARGIN = 50;
const BODY = 9;
const GAP = 4;
/** Room for the footer below the text. */
const FOOTER = 24;

// The font comes with the package, is embedded, and nothing is fetched.
const fonts = new URL('./fonts/geist-sans/', import.meta.resolve('geist/font'));
const font = (name: string): string => fileURLToPath(new URL(`Geist-${name}.ttf`, fonts));

export interface PdfColumn {
  readonly head: string;
  /** Part of the width, in hundredths. */
  readonly width: number;
  readonly right?: boolean;
}

/**
 * A tagged PDF written from top to bottom: headings, paragraphs and tables are structure that a screen reader follows.
 * The same words and dates give the same bytes: nothing of the clock or of chance goes in.
 */
export class PdfPage {
  readonly #document: PDFKit.PDFDocument;
  readonly #root: PDFKit.PDFStructureElement;
  readonly #footer: string;
  #pages = 1;

  constructor(about: { readonly title: string; readonly footer: string; readonly date: Date }) {
    // The types of the library do not know this subset yet.
    const accessible: { readonly subset: string } = { subset: 'PDF/UA' };
    const options: PDFKit.PDFDocumentOptions = {
      size: 'A4',
      margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN },
      pdfVersion: '1.7',
      tagged: true,
      lang: 'en',
      displayTitle: true,
      font: font('Regular'),
      info: {
        ...{ Title: about.title, Author: 'Freehold', Creator: 'Freehold', Producer: 'Freehold' },
        ...{ CreationDate: about.date, ModDate: about.date },
      },
    };
    this.#document = new PDFDocument(Object.assign(options, accessible));
    this.#document.registerFont('body', font('Regular'));
    this.#document.registerFont('bold', font('SemiBold'));
    this.#root = this.#document.struct('Document');
    this.#document.addStructure(this.#root);
    this.#footer = about.footer;
    this.#writeFooter();
  }

  get #width(): number {
    return this.#document.page.width - 2 * MARGIN;
  }

  heading(text: string, level: 1 | 2): void {
    const size = level === 1 ? 18 : 12;
    this.#room(size * 4);
    if (level === 2) this.#document.y += size;
    this.#write(this.#root, `H${level}`, () => {
      this.#document.font('bold').fontSize(size).text(text, MARGIN, this.#document.y, { width: this.#width });
    });
    this.#document.y += GAP;
  }

  paragraph(text: string): void {
    const options = { width: this.#width };
    this.#room(this.#document.font('body').fontSize(BODY).heightOfString(text, options));
    this.#write(this.#root, 'P', () => {
      this.#document.font('body').fontSize(BODY).text(text, MARGIN, this.#document.y, options);
    });
    this.#document.y += GAP;
  }

  /** The last row is set as a sum when `sum` says so. The head stands again on every page. */
  table(columns: readonly PdfColumn[], rows: readonly (readonly string[])[], sum = false): void {
    const table = this.#document.struct('Table');
    this.#root.add(table);
    const heads = columns.map(({ head }) => head);
    this.#row(table, columns, heads, 'TH');
    rows.forEach((cells, index) => {
      const bold = sum && index === rows.length - 1;
      if (this.#room(this.#heightOf(columns, cells))) this.#row(table, columns, heads, 'TH');
      this.#row(table, columns, cells, 'TD', bold);
    });
    table.end();
    this.#document.y += GAP * 2;
  }

  async bytes(): Promise<Uint8Array> {
    this.#root.end();
    const chunks: Buffer[] = [];
    this.#document.on('data', (chunk: Buffer) => chunks.push(chunk));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#document.on('end', () => resolve());
    this.#document.on('error', reject);
    this.#document.end();
    await promise;
    return Buffer.concat(chunks);
  }

  #row(
    table: PDFKit.PDFStructureElement,
    columns: readonly PdfColumn[],
    cells: readonly string[],
    kind: 'TH' | 'TD',
    bold = false,
  ): void {
    const row = this.#document.struct('TR');
    table.add(row);
    const top = this.#document.y;
    const height = this.#heightOf(columns, cells);
    let left = MARGIN;
    columns.forEach((column, index) => {
      const width = (this.#width * column.width) / 100;
      const at = left;
      this.#write(row, kind, () => {
        this.#document
          .font(kind === 'TH' || bold ? 'bold' : 'body')
          .fontSize(BODY - 1)
          .text(cells[index] ?? '', at, top, {
            width: width - GAP,
            align: column.right === true ? 'right' : 'left',
          });
      });
      left += width;
    });
    row.end();
    this.#document.y = top + height;
  }

  #heightOf(columns: readonly PdfColumn[], cells: readonly string[]): number {
    this.#document.font('bold').fontSize(BODY - 1);
    const heights = columns.map((column, index) =>
      this.#document.heightOfString(cells[index] ?? '', { width: (this.#width * column.width) / 100 - GAP }),
    );
    return Math.max(...heights) + GAP;
  }

  #write(parent: PDFKit.PDFStructureElement, kind: string, draw: () => void): void {
    parent.add(this.#document.struct(kind, {}, [draw]));
  }

  /** Begins a new page when `height` does not fit any more; true when it did. */
  #room(height: number): boolean {
    if (this.#document.y + height <= this.#document.page.height - MARGIN - FOOTER) return false;
    this.#document.addPage();
    this.#pages += 1;
    this.#writeFooter();
    return true;
  }

  #writeFooter(): void {
    const document = this.#document;
    const { y } = document;
    document.markContent('Artifact', { type: 'Pagination' });
    document
      .font('body')
      .fontSize(BODY - 2)
      .text(`${this.#footer} · page ${this.#pages}`, MARGIN, document.page.height - MARGIN - FOOTER / 2, {
        width: this.#width,
        lineBreak: false,
      });
    document.endMarkedContent();
    document.y = y;
    document.x = MARGIN;
  }
}
