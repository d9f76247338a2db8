import type { DocumentAudience, DocumentKind, DocumentVersionState } from '@freehold/shared/document';
import type { Tone } from '#ui/badge.tsx';

export const kindWords: Readonly<Record<DocumentKind, string>> = {
  TITLE_DEED: 'Title deed',
  VALUATION_REPORT: 'Valuation report',
  INSPECTION_REPORT: 'Inspection report',
  INSURANCE: 'Insurance policy',
  OFFERING_MEMORANDUM: 'Offering memorandum',
  PHOTO: 'Photo',
  OTHER: 'Other',
};

export const audienceWords: Readonly<Record<DocumentAudience, string>> = {
  MANAGEMENT: 'the manager and the platform',
  INVESTORS: 'investors too',
};

export const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

interface Words {
  readonly label: string;
  readonly tone: Tone;
  readonly waitsFor?: string;
}

export const versionWords: Readonly<Record<DocumentVersionState, Words>> = {
  PENDING: {
    label: 'Not uploaded',
    tone: 'warn',
    waitsFor: 'Waits for the file: choose it once more to go on.',
  },
  QUARANTINED: { label: 'Being checked', tone: 'info', waitsFor: 'Waits for the check of the file.' },
  AVAILABLE: { label: 'Available', tone: 'good' },
  REJECTED: { label: 'Refused', tone: 'bad' },
  EXPIRED: { label: 'Never arrived', tone: 'neutral' },
};

const KILO = 1_024;
const ONE_DIGIT_BELOW = 10;

/** A file's size for the eye: `830 bytes`, `4.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < KILO) return `${bytes} bytes`;
  const [value, unit] = bytes < KILO * KILO ? [bytes / KILO, 'KB'] : [bytes / KILO / KILO, 'MB'];
  return `${value.toFixed(value < ONE_DIGIT_BELOW ? 1 : 0)} ${unit}`;
}
