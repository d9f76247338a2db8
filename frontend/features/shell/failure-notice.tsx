'use client';

import { RotateCw } from 'lucide-react';
import { type ApiError, asApiError } from '#lib/api-error.ts';
import { Button } from '#ui/button.tsx';
import { Copyable } from '#ui/copyable.tsx';
import { Notice } from '#ui/notice.tsx';

const TITLES: Readonly<Record<string, string>> = {
  API_UNREACHABLE: 'No answer from the server',
  NOT_FOUND: 'This does not exist, or is not yours to see',
  FORBIDDEN: 'Your role does not include this',
  UNAUTHENTICATED: 'Sign in first',
  EMAIL_TAKEN: 'This address has an account',
  SIGN_UP_LOCKED: 'Too many attempts from here',
  EMAIL_NOT_CONFIRMED: 'Your e-mail address is not confirmed yet',
  EMAIL_LINK_INVALID: 'This link does not work here',
  EMAIL_RESEND_TOO_SOON: 'A link was mailed a moment ago',
  EMAIL_CONFIRMED: 'Nothing is to be done',
  FUNDS_IN_TRANSIT: 'The money is still on its way',
  INSUFFICIENT_FUNDS: 'There is not enough money for this',
  SECOND_FACTOR_REQUIRED: 'Your second factor is missing',
  SECOND_FACTOR_WRONG: 'This code is not right',
  SECOND_FACTOR_REUSED: 'This code was used already',
  SECOND_FACTOR_LOCKED: 'Too many wrong codes',
  STEP_UP_REQUIRED: 'Nothing was done: we do not know yet that it is you',
  STEP_UP_REFUSED: 'That did not prove that it is you',
  PASSWORD_WRONG: 'The present password is not right',
  PASSWORD_RESET_INVALID: 'This link does not work any more',
  WALLET_HOLDS_SHARES: 'This wallet still holds shares',
  PAYOUT_ADDRESS_UNCONFIRMED: 'This is not the wallet the money would go to',
  PAYOUT_ADDRESS_REFUSED: 'Choose another wallet',
  UPSTREAM_UNAVAILABLE: 'A provider is not answering',
  VALIDATION_FAILED: 'Something in the form is not right',
  CHAIN_REFUSED: 'The contract refused',
  PROVIDER_REFUSED: 'The payment provider refused',
  INTERNAL: 'Something went wrong on our side',
  UNEXPECTED_REPLY: 'This page did not understand the server',
};

interface FailureNoticeProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  readonly className?: string;
}

/** One failure, in words, with what helps to find it again. */
export function FailureNotice({ error, onRetry, className }: FailureNoticeProps) {
  const failure: ApiError = asApiError(error);
  const waiting = failure.code === 'FUNDS_IN_TRANSIT';
  return (
    <Notice
      kind={waiting ? 'waiting' : 'bad'}
      title={TITLES[failure.code] ?? 'That did not work'}
      className={className ?? ''}
      actions={
        onRetry ? (
          <Button tone="secondary" size="small" onClick={onRetry}>
            <RotateCw aria-hidden /> Try again
          </Button>
        ) : undefined
      }
    >
      <p>{failure.message}</p>
      {failure.issues.length > 0 ? (
        <ul className="mt-1 list-disc pl-5">
          {failure.issues.map((issue) => (
            <li key={`${issue.path}:${issue.message}`}>
              {issue.path ? <span className="font-medium">{issue.path}</span> : null} {issue.message}
            </li>
          ))}
        </ul>
      ) : null}
      {failure.requestId ? (
        <p className="mt-1 text-muted text-xs">
          Request <Copyable value={failure.requestId} what="request id" />
        </p>
      ) : null}
    </Notice>
  );
}
