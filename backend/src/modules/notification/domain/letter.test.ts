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
    assert.ok(page.includes('<p>Dear &lt;Ann&gt;,</p>'));
    assert.ok(page.includes('<a href="https://freehold.example/x?a=1&amp;b=2">Look</a>'));
    assert.ok(page.includes('<title>A &amp; B</title>'));
    assert.ok(!/src=|<img|<script/.test(page));
  });
});
