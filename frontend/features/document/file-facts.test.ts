import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatBytes } from './document-words.ts';
import { factsOf, problemOf, sha256Of } from './file-facts.ts';

const MEGA = 1_024 * 1_024;

describe('a file somebody chose', () => {
  it('is announced by name, type, size and SHA-256', async () => {
    const facts = await factsOf(new File(['abc'], 'deed.pdf', { type: 'application/pdf' }));
    assert.deepEqual(facts, {
      name: 'deed.pdf',
      contentType: 'application/pdf',
      bytes: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
  });

  it('has the type its name says where the browser knows none', async () => {
    const facts = await factsOf(new File(['x'], 'Front Door.JPG'));
    assert.equal(facts.contentType, 'image/jpeg');
  });

  it('is refused before it is read when it is empty, too large or of another kind', () => {
    const file = { name: 'plan.pdf', type: 'application/pdf', size: 1 };
    assert.equal(problemOf(file), undefined);
    assert.equal(problemOf({ ...file, size: 0 }), 'The file is empty.');
    assert.equal(problemOf({ ...file, size: 25 * MEGA + 1 }), 'A file may have 25 MB at most.');
    assert.equal(
      problemOf({ ...file, name: 'plan.docx', type: '' }),
      'Only PDF, PNG, JPEG and WebP files can be uploaded.',
    );
  });

  it('hashes like every other program', async () => {
    assert.equal(
      await sha256Of(new ArrayBuffer(0)),
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('has a size for the eye', () => {
    assert.deepEqual([830, 4_300, 25 * MEGA].map(formatBytes), ['830 bytes', '4.2 KB', '25 MB']);
  });
});
