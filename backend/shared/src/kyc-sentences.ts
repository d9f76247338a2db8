import type { KycReason } from './kyc.ts';

/** What was wrong with a check, and what makes it right: on the page and in the mail alike. */
export const kycReasonSentences: Readonly<Record<KycReason, string>> = {
  DOCUMENT_UNREADABLE:
    'The photo of your document could not be read. Take it again in daylight, all four corners in the picture.',
  DOCUMENT_EXPIRED: 'Your document has expired. Use one that is still valid.',
  DOCUMENT_NOT_ACCEPTED:
    'This kind of document is not accepted. Use a passport, an identity card or a driving licence.',
  DOCUMENT_FORGED: 'The document did not pass the check for authenticity.',
  FACE_MISMATCH:
    'The selfie did not match the document. Take it again, face uncovered, looking at the camera.',
  DATA_MISMATCH: 'What you entered differs from the document. Write your name as the document has it.',
  ADDRESS_UNPROVEN:
    'Your address could not be confirmed. Add a bill or bank statement of the last three months.',
  COUNTRY_NOT_SERVED: 'Investors from your country cannot be served at the moment.',
  WATCH_LIST: 'The check found something that a person has to look into.',
  DUPLICATE_PERSON: 'Somebody with your document has an account already. Sign in to that one.',
  UNDER_AGE: 'Investors must be of age.',
  ABANDONED: 'The check was not finished. Start it again when you have your document at hand.',
  VALIDITY_OVER: 'The time for which the check counts is over. It takes a few minutes to do it again.',
  OTHER: 'The check did not pass. Please try again, or write to us.',
};
