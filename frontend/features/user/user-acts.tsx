'use client';

import { disableUser, enableUser, listUsers, resetSecondFactor, type User } from '@freehold/shared/user';
import { KeyRound, Lock, LockOpen, ShieldEllipsis, UserCog } from 'lucide-react';
import { toast } from 'sonner';
import { ReasonDialog } from '#features/shell/reason-dialog.tsx';
import { useAct } from '#lib/use-act.ts';
import { Button } from '#ui/button.tsx';
import { Menu, MenuItem } from '#ui/menu.tsx';

export interface UserDecision {
  readonly act: 'disable' | 'enable' | 'factor';
  readonly user: User;
}

const WORDS = {
  disable: {
    title: 'Close the account',
    description:
      'Every session ends and nobody signs in any more. Shares stay in their wallets. A mail tells why.',
    confirm: 'Close the account',
    done: 'The account was closed',
  },
  enable: {
    title: 'Open the account again',
    description: 'Its owner can sign in again. A mail tells why.',
    confirm: 'Open the account',
    done: 'The account was opened',
  },
  factor: {
    title: 'Reset the second factor',
    description:
      'For somebody who lost app and recovery codes: make sure that it is them who asks. Every session ends; the password alone opens the account until they set up a new app. A mail tells of it.',
    confirm: 'Reset it',
    done: 'The second factor was reset',
  },
} as const;

interface UserActsProps {
  readonly user: User;
  readonly onDecide: (decision: UserDecision) => void;
  readonly onChangeRole: () => void;
}

/** What an administrator can do to the account of somebody else. */
export function UserActs({ user, onDecide, onChangeRole }: UserActsProps) {
  return (
    <Menu
      trigger={
        <Button tone="quiet" size="small" aria-label={`Secure the account of ${user.name}`}>
          <ShieldEllipsis aria-hidden />
        </Button>
      }
    >
      <MenuItem onSelect={onChangeRole}>
        <UserCog aria-hidden /> Change the role
      </MenuItem>
      <MenuItem onSelect={() => onDecide({ act: 'factor', user })}>
        <KeyRound aria-hidden /> Reset the second factor
      </MenuItem>
      {user.state === 'DISABLED' ? (
        <MenuItem onSelect={() => onDecide({ act: 'enable', user })}>
          <LockOpen aria-hidden /> Open the account again
        </MenuItem>
      ) : (
        <MenuItem onSelect={() => onDecide({ act: 'disable', user })}>
          <Lock aria-hidden /> Close the account
        </MenuItem>
      )}
    </Menu>
  );
}

interface UserActDialogProps {
  readonly decision: UserDecision;
  readonly onClose: () => void;
}

/** Asks for the reason; the step-up dialog comes by itself when the last proof is old. */
export function UserActDialog({ decision: { act, user }, onClose }: UserActDialogProps) {
  const words = WORDS[act];
  const options = {
    refreshes: [listUsers],
    onDone: () => {
      toast.success(words.done);
      onClose();
    },
  };
  const disable = useAct(disableUser, options);
  const enable = useAct(enableUser, options);
  const factor = useAct(resetSecondFactor, options);
  const run = { disable, enable, factor }[act];
  return (
    <ReasonDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`${words.title}: ${user.name}`}
      description={words.description}
      confirmLabel={words.confirm}
      busy={run.isPending}
      error={run.error}
      onConfirm={(reason) => run.mutate({ params: { id: user.id }, body: { reason } })}
    />
  );
}
