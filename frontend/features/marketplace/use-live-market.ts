'use client';

import {
  listMarkets,
  listOrders,
  listOwnTrades,
  listTape,
  readCandles,
  readDepth,
  readMarket,
  readOrderTerms,
} from '@freehold/shared/marketplace';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { refresh } from '#lib/use-act.ts';

const CHANGED = [
  ...[listMarkets, readMarket, readDepth, listTape, readCandles],
  ...[readOrderTerms, listOrders, listOwnTrades],
];
/** Many events of one moment are one look. */
const GATHER_MS = 150;

export type Liveness = 'connecting' | 'live' | 'broken';

/** Reads what is shown again whenever the market, or something of one's own in it, changes. */
export function useLiveMarket(id: string): Liveness {
  const client = useQueryClient();
  const [liveness, setLiveness] = useState<Liveness>('connecting');
  useEffect(() => {
    const source = new EventSource(`/v1/events?topics=own,market:${id}`, { withCredentials: true });
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        void refresh(client, CHANGED);
      }, GATHER_MS);
    };
    source.onopen = () => {
      setLiveness('live');
      look();
    };
    source.onerror = () => setLiveness('broken');
    source.onmessage = look;
    // Something was missed for good.
    source.addEventListener('reset', look);
    return () => {
      clearTimeout(waiting);
      source.close();
    };
  }, [client, id]);
  return liveness;
}
