import type { DocumentContentType } from '@freehold/shared/document';
import sharp from 'sharp';

export type ImageType = Exclude<DocumentContentType, 'application/pdf'>;
export type ImageFinding = 'TYPE_DIFFERS' | 'TOO_MANY_PIXELS' | 'UNREADABLE';

const MOST_PIXELS = 50_000_000;
const LONGEST_SIDE = 2_400;
const formats: Readonly<Record<ImageType, 'png' | 'jpeg' | 'webp'>> = {
  'image/png': 'png',
  'image/jpeg': 'jpeg',
  'image/webp': 'webp',
};

/**
 * Paints the picture anew: upright, no side longer than 2,400 pixels, in the same format, and with nothing of what the
 * camera noted (place, time, owner) nor of what may hang behind the picture.
 */
export async function repaint(bytes: Uint8Array, type: ImageType): Promise<Uint8Array | ImageFinding> {
  const format = formats[type];
  try {
    const image = sharp(bytes, { limitInputPixels: false, failOn: 'error' });
    const { format: found, width, height } = await image.metadata();
    if (found !== format) return 'TYPE_DIFFERS';
    if (width * height > MOST_PIXELS) return 'TOO_MANY_PIXELS';
    return await image
      .autoOrient()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .toFormat(format, { quality: 85 })
      .toBuffer();
  } catch {
    return 'UNREADABLE';
  }
}
