import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attachment } from './content-disposition.ts';

describe('the name a download is saved under', () => {
  it('keeps every letter for who reads UTF-8, and breaks no header for who does not', () => {
    assert.equal(
      attachment('Wertgutachten "Süd" (2).pdf'),
      `attachment; filename="Wertgutachten _S_d_ (2).pdf"; filename*=UTF-8''Wertgutachten%20%22S%C3%BCd%22%20%282%29.pdf`,
    );
  });
});
