'use client';

import type { Offering, Subscription } from '@freehold/shared/offering';
import { useState } from 'react';
import { BuyAmount } from '#features/offering/buy-amount.tsx';
import { BuyReview } from '#features/offering/buy-review.tsx';
import type { Purchase } from '#features/offering/purchase.ts';
import { PurchaseSteps } from '#features/offering/purchase-steps.tsx';
import { WalletProvider } from '#features/wallet/wallet-provider.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';

interface BuyDialogProps {
  readonly offering: Offering;
  /** A purchase begun before and not signed yet. */
  readonly resumed?: Subscription;
  readonly onClose: () => void;
}

type Stage =
  | { readonly at: 'amount' }
  | { readonly at: 'review'; readonly purchase: Purchase }
  | { readonly at: 'sent'; readonly id: string };

/** From a number of shares over one review card and one signature to shares that wait in the contract. */
export function BuyDialog({ offering, resumed, onClose }: BuyDialogProps) {
  const [stage, setStage] = useState<Stage>(
    resumed ? { at: 'review', purchase: { ...resumed, begun: resumed } } : { at: 'amount' },
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Buy shares of ${offering.property.name}`}
      description="The money waits in the contract until the sale ends: then you get the shares, or the money back."
    >
      <WalletProvider>
        {stage.at === 'amount' ? (
          <BuyAmount offering={offering} onChosen={(purchase) => setStage({ at: 'review', purchase })} />
        ) : null}
        {stage.at === 'review' ? (
          <BuyReview
            offering={offering}
            purchase={stage.purchase}
            onBack={resumed ? onClose : () => setStage({ at: 'amount' })}
            onSent={(id) => setStage({ at: 'sent', id })}
          />
        ) : null}
        {stage.at === 'sent' ? (
          <>
            <PurchaseSteps id={stage.id} offeringId={offering.id} />
            <p className="mt-4 text-muted text-sm">
              You may close this, and the page too: it goes on by itself and is shown here again.
            </p>
            <div className="mt-6 flex justify-end">
              <Button tone="secondary" onClick={onClose}>
                Close
              </Button>
            </div>
          </>
        ) : null}
      </WalletProvider>
    </Dialog>
  );
}
