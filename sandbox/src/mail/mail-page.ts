import { randomBytes } from 'node:crypto';
import type { Express, Response } from 'express';
import { HOME_STYLES } from '../control/home-styles.ts';
import type { Collection } from '../core/collection.ts';
import { documentHeaders, documentOf, html, type Markup } from '../core/html.ts';
import type { MailRecord } from './mail-records.ts';

const NEWEST = 100;
/** As in a mail program: styles of its own, and nothing that runs or fetches, whatever the mail says. */
const HARMLESS = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/** `GET /messages/:id` for people (text) and `/messages/:id/html` (as a mail program shows it), `GET /_sandbox/mails?to=` for programs. */
export function messageRoutes(app: Express, mails: Collection<MailRecord>): void {
  app.get('/_sandbox/mails', (request, response) => {
    const { to } = request.query;
    const where = typeof to === 'string' ? { to } : {};
    response.json({ data: mails.list({ where, limit: NEWEST }).data });
  });
  app.get('/messages/:id/html', (request, response) => {
    const mail = mails.find(request.params.id);
    if (mail === undefined || mail.html === '') {
      page(response.status(404), 'No such mail', html`<p>There is no such mail.</p>`);
      return;
    }
    response.set({ ...documentHeaders(''), 'content-security-policy': HARMLESS }).send(mail.html);
  });
  app.get('/messages/:id', (request, response) => {
    const mail = mails.find(request.params.id);
    if (mail === undefined) page(response.status(404), 'No such mail', html`<p>There is no such mail.</p>`);
    else page(response, mail.subject, message(mail));
  });
}

function page(response: Response, title: string, content: Markup): void {
  const nonce = randomBytes(16).toString('base64');
  const body = html`<main><header><h1>${title}</h1></header>${content}<p><a href="/">All mails</a></p></main>`;
  response.set(documentHeaders(nonce)).send(
    documentOf({
      title,
      styles: `${HOME_STYLES} pre{white-space:pre-wrap;overflow-wrap:anywhere}`,
      body,
      nonce,
    }),
  );
}

/** The text with its links made links; the HTML part has a page of its own, where nothing of it can run. */
function message(mail: MailRecord): Markup {
  return html`<section aria-label="Message"><p class="soft">From ${mail.from} to ${mail.to}</p>
    <pre>${mail.text
      .split(/(https?:\/\/\S+)/)
      .map((part) => (/^https?:/.test(part) ? html`<a href="${part}">${part}</a>` : part))}</pre>
    ${mail.html === '' ? '' : html`<p><a href="/messages/${mail.id}/html">The same in HTML</a></p>`}</section>`;
}
