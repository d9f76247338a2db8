import type { KycStatus } from '@freehold/shared/kyc';
import { kycReasonSentences } from '@freehold/shared/kyc-sentences';
import { Notice } from '#ui/notice.tsx';

const TITLES = {
  RETRY: 'Your identity could not be confirmed yet',
  REJECTED: 'Your identity check was rejected',
  EXPIRED: 'Your identity check has expired',
  REVOKED: 'Your verification was taken back',
} as const;

const KEPT = 'Shares you hold stay yours and go on earning';
const NEXT = {
  RETRY: 'You can try again below.',
  REJECTED: `${KEPT}; you can receive no more. If you think this is wrong, write to us.`,
  EXPIRED: `${KEPT}; to receive more, do the check again below.`,
  REVOKED: `${KEPT}; you can receive no more. If you think this is wrong, write to us.`,
} as const;

interface IdentityNoticeProps {
  readonly kyc: KycStatus;
  /** The reader has just come back from the provider's page. */
  readonly returned: boolean;
}

/** What stands in the way, why, and what to do; or what is being waited for. */
export function IdentityNotice({ kyc, returned }: IdentityNoticeProps) {
  const { state } = kyc;
  if (state === 'IN_REVIEW') {
    return (
      <Notice kind="waiting" title="Your identity check is being reviewed">
        Most are decided within minutes, some take a day. This page follows by itself, and you get a mail.
      </Notice>
    );
  }
  if (state === 'PENDING' && returned) {
    return (
      <Notice kind="waiting" title="Waiting to hear from the provider">
        If you have finished there, nothing more is to be done. Otherwise continue below.
      </Notice>
    );
  }
  if (state === 'APPROVED' && kyc.renewing && kyc.reasons.length > 0) {
    return (
      <Notice kind="warn" title="The renewal did not pass yet; your present check still counts">
        <Reasons kyc={kyc} />
      </Notice>
    );
  }
  if (state !== 'RETRY' && state !== 'REJECTED' && state !== 'EXPIRED' && state !== 'REVOKED') return null;
  const closed = state === 'REJECTED' || state === 'REVOKED';
  return (
    <Notice kind={closed ? 'bad' : 'warn'} title={TITLES[state]}>
      <Reasons kyc={kyc} />
      <p className="mt-2">{NEXT[state]}</p>
    </Notice>
  );
}

function Reasons({ kyc }: { readonly kyc: KycStatus }) {
  return (
    <>
      {kyc.note ? <p>{kyc.note}</p> : null}
      {kyc.reasons.map((reason) => (
        <p key={reason}>{kycReasonSentences[reason]}</p>
      ))}
    </>
  );
}
