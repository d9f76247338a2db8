/** What a mail says, before it is text and HTML. */
export interface Letter {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** The one thing to do, as a link of its own line. */
  readonly action?: { readonly label: string; readonly url: string };
  readonly closing?: string;
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const SIGNATURE = 'Freehold';

export function letterText({ paragraphs, action, closing }: Letter): string {
  const parts = [
    ...paragraphs,
    ...(action ? [`${action.label}:\n${action.url}`] : []),
    ...(closing ? [closing] : []),
  ];
  return `${[...parts, SIGNATURE].join('\n\n')}\n`;
}

/** The same words in HTML without pictures, styles from elsewhere or anything that reports who opened it. */
export function letterHtml({ subject, paragraphs, action, closing }: Letter): string {
  const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;
  const link = action ? `<p><a href="${escaped(action.url)}">${escaped(action.label)}</a></p>` : '';
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<title>${escaped(subject)}</title></head>`,
    '<body style="font-family:sans-serif;font-size:16px;line-height:1.5;max-width:36em;margin:2em auto;padding:0 1em">',
    ...paragraphs.map(paragraph),
    link,
    closing ? paragraph(closing) : '',
    paragraph(SIGNATURE),
    '</body></html>',
  ].join('');
}
