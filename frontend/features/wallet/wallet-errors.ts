/** What a failed wallet call means for the person in front of it. */
export interface WalletProblem {
  /** `declined` is neutral: the person said no, nothing is wrong. */
  readonly kind: 'declined' | 'busy' | 'failed';
  readonly sentence: string;
}

const USER_REJECTED = 4001;
const REQUEST_PENDING = -32002;

/** The EIP-1193 code of an error, looked for along its chain of causes. */
function codeOf(error: unknown): number | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth += 1) {
    if ('code' in current && typeof current.code === 'number') return current.code;
    current = 'cause' in current ? current.cause : undefined;
  }
  return undefined;
}

export function walletProblemOf(error: unknown): WalletProblem {
  const code = codeOf(error);
  if (code === USER_REJECTED) {
    return {
      kind: 'declined',
      sentence: 'You declined in your wallet. Nothing happened; try again when you like.',
    };
  }
  if (code === REQUEST_PENDING) {
    return {
      kind: 'busy',
      sentence: 'Your wallet already waits for an answer. Open it and finish what it asks.',
    };
  }
  const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
  return { kind: 'failed', sentence: `The wallet did not do it. ${detail}`.trim() };
}
