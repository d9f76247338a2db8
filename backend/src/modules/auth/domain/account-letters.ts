import type { Role } from '@freehold/shared/permissions';
import type { Letter } from '../../notification/domain/letter.ts';

const FORGOTTEN =
  'If it was you, there is nothing to do. If not, set a new password by “Forgot your password?” on the sign-in page at once: that ends every session.';
const ANSWER_US =
  'If it was you, there is nothing to do. If not, answer this mail at once: links to new passwords go to the new address.';

/** What happened to an account: subject, sentence, and what to do when it was not its owner. */
const happenings = {
  'password-changed': ['Your password was changed', 'The password of your Freehold account was changed.'],
  'password-reset': [
    'Your password was reset',
    'A new password was set for your Freehold account through a link we mailed you. All your sessions have ended.',
  ],
  'factor-set-up': [
    'A second factor was set up',
    'An authenticator app was set up for your Freehold account. Signing in now takes one of its codes.',
  ],
  'factor-removed': [
    'Your second factor was removed',
    'The authenticator app of your Freehold account was removed. Your password alone opens it now.',
  ],
  'recovery-code-used': [
    'A recovery code was used',
    'Somebody signed in to your Freehold account with one of your recovery codes instead of the app.',
  ],
  'recovery-codes-renewed': [
    'New recovery codes were made',
    'New recovery codes were made for your Freehold account. The old ones do not work any more.',
  ],
  'factor-reset': [
    'Your second factor was reset',
    'An administrator removed the authenticator app of your Freehold account, because somebody said it was lost. Reason given: ',
  ],
  'account-disabled': [
    'Your account was closed',
    'An administrator closed your Freehold account; nobody can sign in to it. Your shares stay in your wallets. Reason given: ',
  ],
  'account-enabled': [
    'Your account was opened again',
    'An administrator opened your Freehold account again. Reason given: ',
  ],
  'role-changed': [
    'Your role was changed',
    'An administrator gave your Freehold account another role. Sign in anew to see its pages. ',
  ],
  'email-change-asked': [
    'A new e-mail address was asked for',
    'Somebody signed in to your Freehold account asked to replace this address. Nothing changes until this one is confirmed: ',
  ],
  'email-changed': [
    'Your e-mail address was changed',
    'Signing in and every notice of your Freehold account go by a new address from now on, and all other sessions have ended. The new one is: ',
    ANSWER_US,
  ],
  'wallet-linked': ['A wallet was linked', 'A wallet was linked to your Freehold account: '],
  'wallet-unlinked': ['A wallet was unlinked', 'A wallet was unlinked from your Freehold account: '],
  'wallet-replaced': [
    'A lost wallet was replaced',
    'A wallet of your Freehold account was given up as lost and replaced, as you were told before. It signs nobody in any more, and every session has ended. The lost wallet: ',
  ],
  'wallet-primary': ['Your primary wallet changed', 'New shares and their dividends now go to this wallet: '],
} as const satisfies Record<string, readonly [string, string, string?]>;

export type Happening = keyof typeof happenings;
export const allHappenings = Object.keys(happenings) as readonly Happening[];

interface News {
  readonly name: string;
  readonly happening: Happening;
  /** What the sentence ends with: a reason, an address, a wallet. */
  readonly subject: string;
  /** When and from where it was done. */
  readonly place: string;
}

export function accountLetter({ name, happening, subject, place }: News, webUrl: string): Letter {
  const [title, sentence, closing = FORGOTTEN] = happenings[happening];
  return {
    subject: `Freehold: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
    paragraphs: [`Dear ${name},`, `${sentence}${subject}`, place],
    action: { label: 'See your account', url: `${webUrl}/account` },
    closing,
  };
}

export function passwordResetLetter(
  {
    name,
    token,
    address,
  }: { readonly name: string; readonly token: string; readonly address: string | null },
  webUrl: string,
): Letter {
  const from = address === null ? '' : ` at ${address}`;
  return {
    subject: 'Freehold: set a new password',
    paragraphs: [
      `Dear ${name},`,
      `somebody${from} asked for a new password for your account. The link below sets one. It works once, for half an hour.`,
    ],
    action: { label: 'Set a new password', url: `${webUrl}/reset-password?token=${token}` },
    closing: 'If it was not you, there is nothing to do: your password stays as it is.',
  };
}

/** Names nobody: until it is confirmed, a stranger may have entered the address, and a name is a place for their words. */
export function confirmEmailLetter(token: string, webUrl: string): Letter {
  return {
    subject: 'Freehold: confirm your e-mail address',
    paragraphs: [
      'Hello,',
      'this address was entered for an account with Freehold. The link below confirms that it is yours. It works once, for a day, in the account that asked for it.',
    ],
    action: { label: 'Confirm the address', url: `${webUrl}/confirm-email?token=${token}` },
    closing: 'If it was not you, there is nothing to do: without the link nobody can use your address.',
  };
}

/** To somebody who has an account, when another account asks for the same address. */
export function emailTakenLetter(webUrl: string): Letter {
  return {
    subject: 'Freehold: you have an account already',
    paragraphs: [
      'Hello,',
      'somebody asked to use this address for an account with Freehold, and it belongs to one already: yours. That other account did not get it, and nothing changed in yours.',
    ],
    action: { label: 'Sign in', url: `${webUrl}/sign-in` },
    closing:
      'If it was you and the password is forgotten, the sign-in page helps. Otherwise there is nothing to do.',
  };
}

/** To somebody who has an account, when the sign-up page is given their address. */
export function signUpTakenLetter(webUrl: string): Letter {
  return {
    subject: 'Freehold: you have an account already',
    paragraphs: [
      'Hello,',
      'somebody tried to open an account with Freehold and entered this address. It has an account already, so none was opened and nothing changed in yours.',
      `If it was you, sign in with the password you have, or choose a new one at ${webUrl}/forgot-password.`,
    ],
    action: { label: 'Sign in', url: `${webUrl}/sign-in` },
    closing:
      'If it was not you, there is nothing to do: nobody got in. This mail comes once a day at most, however often it is tried.',
  };
}

export const inRole: Readonly<Record<Role, string>> = {
  investor: 'an investor',
  manager: 'a property manager',
  tenant: 'a tenant',
  admin: 'an administrator',
  auditor: 'an auditor',
};

export function invitationLetter(
  { name, role, token }: { readonly name: string; readonly role: Role; readonly token: string },
  webUrl: string,
): Letter {
  return {
    subject: 'Freehold: you are invited',
    paragraphs: [
      `Dear ${name},`,
      `you are invited to Freehold as ${inRole[role]}. The link below lets you choose a password and opens your account. It works once, for two weeks.`,
    ],
    action: { label: 'Accept the invitation', url: `${webUrl}/accept-invitation?token=${token}` },
    closing: 'If you expected no invitation, there is nothing to do: without the link no account is opened.',
  };
}
