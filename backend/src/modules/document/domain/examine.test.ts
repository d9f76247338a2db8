import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DocumentContentType } from '@freehold/shared/document';
import sharp from 'sharp';
import { packed, rawPdf, somePdf, somePhoto } from '../testing/sample-files.ts';
import { examine, sha256Of, type Verdict } from './examine.ts';

const look = (body: Uint8Array, contentType: DocumentContentType): Promise<Verdict> =>
  examine(body, { contentType, bytes: body.length, sha256: sha256Of(body) });
const rejectionOf = async (body: Uint8Array, contentType: DocumentContentType = 'application/pdf') =>
  (await look(body, contentType)).rejection;

const keptOf = async (body: Uint8Array, type: DocumentContentType): Promise<Uint8Array> => {
  const verdict = await look(body, type);
  if (verdict.rejection !== null) throw new Error(verdict.rejection);
  assert.equal(verdict.sha256, sha256Of(verdict.body));
  return verdict.body;
};

describe('looking at an upload', () => {
  it('keeps a PDF as it is, byte by byte', async () => {
    const pdf = await somePdf('A deed');
    assert.deepEqual(await keptOf(pdf, 'application/pdf'), pdf);
  });

  it('rejects what is not what was announced', async () => {
    const pdf = await somePdf('A deed');
    const announced = { contentType: 'application/pdf', bytes: pdf.length, sha256: sha256Of(pdf) } as const;
    const other = await somePdf('A dead');
    const verdicts = [
      await examine(pdf.subarray(1), announced),
      await examine(Buffer.concat([pdf, Buffer.from(' ')]), announced),
      await examine(other.length === pdf.length ? other : Buffer.alloc(pdf.length), announced),
    ];
    assert.deepEqual(
      verdicts.map(({ rejection }) => rejection),
      ['SIZE_DIFFERS', 'SIZE_DIFFERS', 'HASH_DIFFERS'],
    );
  });

  it('goes by the first bytes, not by the name', async () => {
    const types = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp'] as const;
    const files = {
      'application/pdf': await somePdf('A deed'),
      'image/png': await somePhoto('png'),
      'image/jpeg': await somePhoto('jpeg'),
      'image/webp': await somePhoto('webp'),
    };
    for (const announced of types) {
      for (const real of types) {
        assert.equal(await rejectionOf(files[real], announced), announced === real ? null : 'TYPE_DIFFERS');
      }
      assert.equal(await rejectionOf(Buffer.from('<html>'), announced), 'TYPE_DIFFERS');
    }
  });
});

describe('a PDF', () => {
  const catalog = '<</Type /Catalog /Pages 2 0 R>>';

  it('passes without anything active, also with objects packed away', async () => {
    assert.equal(await rejectionOf(rawPdf(catalog, packed('1 0 <</Type /Pages>>'))), null);
    assert.equal(await rejectionOf(rawPdf(catalog, '<</Title (What a /JavaScripture is)>>')), null);
  });

  for (const [what, object] of [
    ['a script', '<</S /JavaScript /JS (app.alert(1))>>'],
    ['a script whose name is spelled with escapes', '<</S /J#61va#53cript /JS (app.alert(1))>>'],
    ['a program to start', '<</S/Launch/F(cmd.exe)>>'],
    ['another file', '<</Type /Filespec /EF <</F 5 0 R>> /Names [(a) 3 0 R]>> <</Type /EmbeddedFile>>'],
    ['a form that sends itself', '<</S /SubmitForm /F (https://elsewhere.example)>>'],
    ['a form of another language', '<</AcroForm <</XFA [(config) 4 0 R]>>>>'],
    ['a film', '<</Subtype /RichMedia>>'],
  ] as const) {
    it(`is rejected with ${what}, in plain sight or packed away`, async () => {
      assert.equal(await rejectionOf(rawPdf(catalog, object)), 'ACTIVE_CONTENT');
      assert.equal(await rejectionOf(rawPdf(catalog, packed(`1 0 ${object}`))), 'ACTIVE_CONTENT');
    });
  }

  it('is rejected when nobody can look inside', async () => {
    assert.equal(await rejectionOf(rawPdf(catalog, '<</Encrypt 5 0 R>>')), 'ENCRYPTED');
    const broken = packed('1 0 <<>>').replace('stream\nx', 'stream\ny');
    assert.equal(await rejectionOf(rawPdf(catalog, broken)), 'UNREADABLE');
    const unknown = packed('1 0 <<>>').replace('/FlateDecode', '[/ASCII85Decode /FlateDecode]');
    assert.equal(await rejectionOf(rawPdf(catalog, unknown)), 'UNREADABLE');
    const hidden = `%stream\n${packed('1 0 <</S /JavaScript>>')}`;
    assert.equal(await rejectionOf(rawPdf(catalog, hidden)), 'UNREADABLE');
    assert.equal(await rejectionOf(Buffer.from('%PDF-1.7 cut off')), 'UNREADABLE');
    const endless = '<</Length 9>>\nstream\nabc';
    assert.equal(await rejectionOf(rawPdf(catalog, endless)), 'UNREADABLE');
  });

  it('cannot make us unpack without end', async () => {
    const bomb = packed(' '.repeat(80 * 1024 * 1024));
    assert.equal(await rejectionOf(rawPdf(catalog, bomb)), 'UNREADABLE');
  });

  it('costs no more than one pass, however it is made', async () => {
    const streams = Buffer.from(`%PDF-1.7\n${'<<>>\nstream\nendstream\n'.repeat(200_000)}%%EOF`, 'latin1');
    assert.equal(await rejectionOf(streams), null);
  });
});

describe('a picture', () => {
  for (const type of ['jpeg', 'png', 'webp'] as const) {
    it(`loses what the camera noted, keeps its type and stands upright: ${type}`, async () => {
      const photo = await somePhoto(type);
      const before = await sharp(photo).metadata();
      assert.ok(photo.includes('Somebody at home') && before.exif !== undefined);
      const kept = await keptOf(photo, `image/${type}`);
      const after = await sharp(kept).metadata();
      assert.equal(after.format, type);
      assert.deepEqual([after.exif, after.xmp, after.iptc, after.orientation], Array(4).fill(undefined));
      assert.ok(!Buffer.from(kept).includes('Somebody at home'));
      // The camera was held upright: what it noted is now how the picture is.
      assert.deepEqual([after.width, after.height], [before.height, before.width]);
    });
  }

  it('loses what hangs behind it', async () => {
    const photo = Buffer.concat([await somePhoto('png'), Buffer.from('<script>alert(1)</script>')]);
    assert.ok(!Buffer.from(await keptOf(photo, 'image/png')).includes('script'));
  });

  it('is made no larger than a page can show', async () => {
    const { width, height } = await sharp(
      await keptOf(await somePhoto('png', 6_000, 3_000), 'image/png'),
    ).metadata();
    assert.deepEqual([width, height], [1_200, 2_400]);
  });

  it('is rejected when it is damaged, or a bomb', async () => {
    const photo = await somePhoto('jpeg');
    assert.equal(await rejectionOf(photo.subarray(0, photo.length / 2), 'image/jpeg'), 'UNREADABLE');
    const wall = await sharp({ create: { width: 10_000, height: 5_001, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    assert.equal(await rejectionOf(wall, 'image/png'), 'TOO_MANY_PIXELS');
  });
});
