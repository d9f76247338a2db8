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

/** Lines and greys that stand out alike on light and on dark; text and ground stay those of the mail program. */
const STYLES = {
  page: "margin:0;padding:24px 16px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.55",
  letter: 'max-width:36em;margin:0 auto;overflow-wrap:anywhere',
  brand:
    'margin:0 0 24px;padding:0 0 12px;border-bottom:1px solid #808080;font-weight:700;letter-spacing:0.02em',
  paragraph: 'margin:0 0 16px',
  action: 'margin:0 0 8px;padding:8px 0',
  button:
    'display:inline-block;padding:10px 18px;border:2px solid;border-radius:8px;color:inherit;font-weight:600;text-decoration:none',
  address: 'margin:0 0 24px;font-size:13px;opacity:0.75',
  closing: 'margin:24px 0 0;padding:12px 0 0;border-top:1px solid #808080;font-size:14px;opacity:0.85',
} as const;

const line = (style: keyof typeof STYLES, content: string): string =>
  `<p style="${STYLES[style]}">${content}</p>`;

/** The same words in HTML without pictures, styles from elsewhere or anything that reports who opened it. */
export function letterHtml({ subject, paragraphs, action, closing }: Letter): string {
  const url = action ? escaped(action.url) : '';
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped(subject)}</title></head>`,
    `<body style="${STYLES.page}"><div style="${STYLES.letter}">`,
    line('brand', SIGNATURE),
    ...paragraphs.map((text) => line('paragraph', escaped(text))),
    action ? line('action', `<a href="${url}" style="${STYLES.button}">${escaped(action.label)}</a>`) : '',
    // For whoever wants to see where it leads before they follow it.
    action ? line('address', url) : '',
    closing ? line('closing', escaped(closing)) : '',
    '</div></body></html>',
  ].join('');
}
