import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { letterHtml, letterText } from './letter.ts';

const letter = {
  subject: 'A & B',
  paragraphs: ['Dear <Ann>,', 'something "happened".'],
  action: { label: 'Look', url: 'https://freehold.example/x?a=1&b=2' },
  closing: 'Not you? Tell us.',
};

describe('letters', () => {
  it('say the same in text and in HTML', () => {
    const text = letterText(letter);
    assert.equal(
      text,
      'Dear <Ann>,\n\nsomething "happened".\n\nLook:\nhttps://freehold.example/x?a=1&b=2\n\nNot you? Tell us.\n\nFreehold\n',
    );
    const page = letterHtml(letter);
    assert.ok(page.includes('>Dear &lt;Ann&gt;,</p>'));
    assert.match(page, /<a href="https:\/\/freehold\.example\/x\?a=1&amp;b=2" style="[^"]*">Look<\/a>/);
    assert.ok(page.includes('<title>A &amp; B</title>'));
    assert.ok(!/src=|<img|<script|<link|url\(/.test(page));
  });

  it('fix no colour of text or ground, so that a dark mail program may choose them', () => {
    const styles = [...letterHtml(letter).matchAll(/style="([^"]*)"/g)].map(([, style = '']) => style);
    assert.ok(styles.length > 4);
    for (const style of styles) assert.ok(!/background|(?:^|;)color:(?!inherit)/.test(style), style);
  });

  it('need neither something to do nor a closing', () => {
    const short = { subject: 'Done', paragraphs: ['It is done.'] };
    assert.equal(letterText(short), 'It is done.\n\nFreehold\n');
    assert.ok(!letterHtml(short).includes('<a '));
  });
});
