'use client';

import { useState } from 'react';
import { initialShares, type TokenizeDraft, tokenizeDraft } from '#features/token/tokenize-form.ts';
import { forgetKept, keep, readKept } from '#lib/kept-form.ts';

interface DraftOf {
  readonly userId: string;
  readonly property: { readonly id: string; readonly name: string };
}

function isUntouched({ shares, terms }: TokenizeDraft, propertyName: string): boolean {
  const initial = initialShares(propertyName);
  const fields = Object.entries(shares);
  const same = new Map<string, unknown>(Object.entries(initial));
  return (
    terms === undefined &&
    fields.every(([field, value]) => JSON.stringify(value) === JSON.stringify(same.get(field)))
  );
}

/**
 * What this person typed for this property, over a reload or a closed tab. Nothing is kept while it is what the wizard
 * begins with anyway.
 */
export function useTokenizeDraft({ userId, property }: DraftOf) {
  const name = `tokenize.${userId}.${property.id}`;
  const [restored, setRestored] = useState(() => readKept(name, tokenizeDraft));
  return {
    restored,
    keep: (draft: TokenizeDraft): void => {
      if (isUntouched(draft, property.name)) forgetKept(name);
      else keep(name, draft);
    },
    /** The wizard has served; what stands on the page stays until the page goes on. */
    drop: (): void => forgetKept(name),
    startAnew: (): void => {
      forgetKept(name);
      setRestored(undefined);
    },
  };
}
