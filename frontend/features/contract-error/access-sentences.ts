import type { ContractErrorName } from '@freehold/contracts/errors';
import type { ContractSentence } from '#features/contract-error/contract-sentence.ts';

const notYours = 'Ask a holder of the role; the role report lists them.';
const seeSchedule = 'Look at when it was proposed and what its delay is.';

/** Errors of the accounts that govern the contracts: AccessManager and TimelockController of OpenZeppelin. */
export const accessSentences = {
  AccessControlBadConfirmation: {
    sentence: 'A role can be given up by its own holder only.',
    next: 'Send this from the wallet that holds the role.',
  },
  AccessControlUnauthorizedAccount: {
    sentence: 'This wallet may not propose, cancel or execute here.',
    next: notYours,
  },
  AccessManagerAlreadyScheduled: {
    sentence: 'This act was proposed before and still waits.',
    next: 'Execute or cancel what waits.',
  },
  AccessManagerBadConfirmation: {
    sentence: 'A role can be given up by its own holder only.',
    next: 'Send this from the wallet that holds the role.',
  },
  AccessManagerExpired: {
    sentence: 'This act was ready for a week and nobody executed it.',
    next: 'Propose it again.',
  },
  AccessManagerInvalidInitialAdmin: {
    sentence: 'An access manager needs somebody who administers it.',
    next: 'Name an administrator.',
  },
  AccessManagerLockedFunction: {
    sentence: 'This function cannot be given to a role.',
    next: 'Nothing to do; it is fixed.',
  },
  AccessManagerLockedRole: {
    sentence: 'This role is fixed and cannot be changed.',
    next: 'Choose another role.',
  },
  AccessManagerNotReady: { sentence: 'The delay of this act is not over.', next: seeSchedule },
  AccessManagerNotScheduled: {
    sentence: 'This act was not proposed, was cancelled or is done.',
    next: 'Propose it first.',
  },
  AccessManagerUnauthorizedAccount: {
    sentence: 'This account may not change who has which rights.',
    next: notYours,
  },
  AccessManagerUnauthorizedCall: {
    sentence: 'This account has no role that allows this act, or must propose it first.',
    next: notYours,
  },
  AccessManagerUnauthorizedCancel: {
    sentence: 'Only the one who proposed this act, or a guardian, can cancel it.',
    next: notYours,
  },
  AccessManagerUnauthorizedConsume: {
    sentence: 'This contract may not use up a proposed act.',
    next: 'Execute it through the access manager.',
  },
  TimelockInsufficientDelay: {
    sentence: 'The delay is shorter than the timelock allows.',
    next: 'Propose it with at least the smallest delay.',
  },
  TimelockInvalidOperationLength: {
    sentence: 'The lists of targets, values and data have different lengths.',
    next: 'Propose it again with lists of equal length.',
  },
  TimelockUnauthorizedCaller: {
    sentence: 'Only the timelock itself can change its settings.',
    next: 'Propose the change to the timelock.',
  },
  TimelockUnexecutedPredecessor: {
    sentence: 'Another act has to be executed before this one.',
    next: 'Execute the earlier one first.',
  },
  TimelockUnexpectedOperationState: {
    sentence: 'This act is not waiting: its delay is not over, or it is done, cancelled or unknown.',
    next: seeSchedule,
  },
} as const satisfies Partial<Record<ContractErrorName, ContractSentence>>;
