import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { complianceActKinds } from '@freehold/shared/compliance';
import { kycReasons, kycStates } from '@freehold/shared/kyc';
import { roles } from '@freehold/shared/permissions';
import {
  accountLetter,
  allHappenings,
  confirmEmailLetter,
  emailTakenLetter,
  invitationLetter,
  passwordResetLetter,
  signUpTakenLetter,
} from './auth/domain/account-letters.ts';
import { complianceLetter, stages } from './compliance/domain/compliance-letters.ts';
import { kycLetter, renewalLetter } from './kyc/domain/kyc-letters.ts';
import { type Letter, letterHtml, letterText } from './notification/domain/letter.ts';

const web = 'https://freehold.example';
/** A name as somebody would give it to take over a mail. */
const name = `"><img src=x onerror=alert(1)><a href='https://evil.example'>O'Neil & Söhne</a>`;
const reason = `<script src="https://evil.example/x.js"></script> because`;
const token = 'a-token_of-the-alphabet';
const wallet = `0x${'ab'.repeat(20)}`;
const day = new Date('2027-03-01T00:00:00Z');

/** Every template with each of its variants, by the function that makes it. */
const letters: readonly (readonly [string, readonly Letter[]])[] = [
  [
    accountLetter.name,
    allHappenings.map((happening) =>
      accountLetter({ name, happening, subject: reason, place: `From: ${reason}` }, web),
    ),
  ],
  [passwordResetLetter.name, [passwordResetLetter({ name, token, address: reason }, web)]],
  [confirmEmailLetter.name, [confirmEmailLetter(token, web)]],
  [emailTakenLetter.name, [emailTakenLetter(web)]],
  [signUpTakenLetter.name, [signUpTakenLetter(web)]],
  [invitationLetter.name, roles.map((role) => invitationLetter({ name, role, token }, web))],
  [
    kycLetter.name,
    kycStates.flatMap((state) =>
      [true, false].map((again) =>
        kycLetter({ name, state, again, reasons: kycReasons, note: reason, validUntil: day }, web),
      ),
    ),
  ],
  [renewalLetter.name, [renewalLetter(name, day, web)]],
  [
    complianceLetter.name,
    complianceActKinds.flatMap((kind) =>
      stages.map((stage) => {
        const act = { id: 'one', kind, wallet, toWallet: wallet, shares: 10n ** 18n, reason };
        return complianceLetter({ act, stage, wallet, name }, web);
      }),
    ),
  ],
];

/** What a letter may consist of; nothing in it fetches, runs or reports. */
const TAGS = new Set(['!doctype', 'html', 'head', 'meta', 'title', 'body', 'div', 'p', 'a']);

const unescaped = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe('every letter', () => {
  it('is tried here, whichever module writes it', async () => {
    const here = dirname(fileURLToPath(import.meta.url));
    const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /-letters\.(js|ts)$/.test(file),
    );
    const modules: object[] = await Promise.all(
      files.map((file) => import(pathToFileURL(join(here, file)).href)),
    );
    const templates = modules.flatMap((module) =>
      Object.entries(module).flatMap(([key, value]) => (typeof value === 'function' ? [key] : [])),
    );
    assert.deepEqual(templates.toSorted(), letters.map(([template]) => template).toSorted());
  });

  for (const [template, variants] of letters) {
    it(`says all in text and the same in HTML, and hostile names stay words: ${template}`, () => {
      assert.ok(variants.length > 0);
      for (const letter of variants) {
        const [text, html] = [letterText(letter), letterHtml(letter)];
        assert.match(letter.subject, /^Freehold: [^\n<>]+$/);
        for (const words of [...letter.paragraphs, ...(letter.closing ? [letter.closing] : [])]) {
          assert.ok(words.length > 0 && text.includes(words), words);
          assert.ok(unescaped(html).includes(`>${words}</p>`), words);
        }
        const tags = [...html.matchAll(/<\/?([^\s>/]+)/g)].map(([, tag = '']) => tag.toLowerCase());
        assert.deepEqual(
          tags.filter((tag) => !TAGS.has(tag)),
          [],
        );
        const links = [...html.matchAll(/ href="([^"]*)"/g)].map(([, href = '']) => unescaped(href));
        assert.deepEqual(links, letter.action ? [letter.action.url] : []);
        assert.ok(links.every((link) => link.startsWith(`${web}/`)));
        assert.ok(!/<[^>]*\s(?:src|on\w+)=/i.test(html));
      }
    });
  }

  it('lets a stranger put no words into a mail to an address that nobody confirmed', () => {
    for (const letter of [confirmEmailLetter(token, web), emailTakenLetter(web), signUpTakenLetter(web)]) {
      assert.ok(!JSON.stringify(letter).includes('Dear'));
    }
  });
});
