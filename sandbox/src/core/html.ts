/** Markup that is already safe. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | null | undefined | false | readonly Part[];

/** Template tag: every interpolated text is escaped, nested `html` is not. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  let result = strings[0] ?? '';
  parts.forEach((part, index) => {
    result += render(part) + (strings[index + 1] ?? '');
  });
  return new Markup(result);
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(render).join('');
  return escapeText(String(part));
}

export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A whole document with its styles and script inline: nothing is loaded from anywhere. */
export function documentOf(options: {
  title: string;
  styles: string;
  body: Markup;
  script?: string;
  nonce: string;
}): string {
  const script =
    options.script === undefined ? '' : `<script nonce="${options.nonce}">${options.script}</script>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeText(options.title)}</title>
<link rel="icon" href="data:,">
<style nonce="${options.nonce}">${options.styles}</style>
</head>
<body>
${options.body.text}
${script}
</body>
</html>
`;
}

/** Response headers for such a document; `formTargets` are origins a form may end up at after redirects. */
export function documentHeaders(nonce: string, formTargets: readonly string[] = []): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    'img-src data:',
    `form-action 'self' ${formTargets.join(' ')}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}
