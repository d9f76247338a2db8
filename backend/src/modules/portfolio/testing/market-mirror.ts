import pg from 'pg';
import type { TestDatabase } from '../../../common/testing/test-database.ts';

const CHAIN_ID = 31_337;
const ZERO = `0x${'00'.repeat(20)}`;
const START = 1_770_000_000;

interface Movement {
  readonly block: number;
  readonly token: string;
  readonly from: string;
  readonly to: string;
  readonly shares: bigint;
}

/** Writes what the indexer would: movements of shares, and what the market says of them. */
export interface MarketMirror {
  moved(movement: Movement): Promise<void>;
  traded(movement: Movement & { cost: bigint; buyerFee: bigint; sellerFee: bigint }): Promise<void>;
  delivered(movement: Omit<Movement, 'from'> & { cost: bigint }): Promise<void>;
  /** A wallet is registered to an identity. */
  registered(wallet: string, identity: string): Promise<void>;
  close(): Promise<void>;
}

const hex = (text: string): Buffer => Buffer.from(text.slice(2), 'hex');

export async function startMarketMirror(database: TestDatabase): Promise<MarketMirror> {
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(
    `INSERT INTO chain.cursor (chain_id, number, schema_version, start_block, genesis_hash)
     VALUES (${CHAIN_ID}, 0, 1, 0, '\\x00') ON CONFLICT DO NOTHING`,
  );
  const write = (sql: string, values: readonly unknown[]) => owner.query(sql, [CHAIN_ID, ...values]);
  const balance = async (movement: Movement, holder: string, change: bigint): Promise<void> => {
    if (holder === ZERO) return;
    const at = [hex(movement.token), hex(holder), String(change), movement.block];
    await write(
      `INSERT INTO chain.balance (chain_id, token, holder, amount, last_block, last_log)
       VALUES ($1, $2, $3, 0, $4, 0) ON CONFLICT DO NOTHING`,
      [hex(movement.token), hex(holder), movement.block],
    );
    const { rows } = await write(
      `UPDATE chain.balance SET amount = amount + $4, last_block = $5
       WHERE chain_id = $1 AND token = $2 AND holder = $3 RETURNING amount`,
      at,
    );
    await write(
      `INSERT INTO chain.balance_history (chain_id, token, holder, amount, block_number, log_index)
       VALUES ($1, $2, $3, $4, $5, 0)`,
      [hex(movement.token), hex(holder), rows[0]?.amount, movement.block],
    );
  };
  const moved = async (movement: Movement): Promise<void> => {
    const { block, token, from, to, shares } = movement;
    const tx = Buffer.alloc(32, block % 251);
    await write(
      `INSERT INTO chain.block (chain_id, number, hash, timestamp, has_events) VALUES ($1, $2, $3, $4, true)`,
      [block, tx, START + block],
    );
    await write(
      `INSERT INTO chain.transfer (chain_id, block_number, log_index, tx_hash, token, from_address, to_address, amount)
       VALUES ($1, $2, 0, $3, $4, $5, $6, $7)`,
      [block, tx, hex(token), hex(from), hex(to), String(shares)],
    );
    await balance(movement, from, -shares);
    await balance(movement, to, shares);
    await write('UPDATE chain.cursor SET number = $2, head = $2, final = $2 WHERE chain_id = $1', [block]);
  };
  return {
    moved,
    traded: async ({ cost, buyerFee, sellerFee, ...movement }) => {
      await moved(movement);
      const { block, token, from, to, shares } = movement;
      await write(
        `INSERT INTO chain.trade (chain_id, token, buyer, seller, shares, cost, buyer_fee, seller_fee, buy_hash,
           sell_hash, tx_hash, block_number, log_index)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9, $10, 2)`,
        [
          ...[hex(token), hex(to), hex(from), String(shares), String(cost), String(buyerFee)],
          ...[String(sellerFee), Buffer.alloc(32, block), block],
        ],
      );
    },
    delivered: async ({ cost, ...movement }) => {
      await moved({ ...movement, from: ZERO });
      const { block, token, to, shares } = movement;
      const id = Buffer.alloc(32, block);
      await write(
        `INSERT INTO chain.offering (chain_id, id, token, property_key, price, cap, minimum, min_per_investor,
           max_per_investor, opens, closes, block_number, log_index, tx_hash)
         VALUES ($1, $2, $3, $2, 1, 1, 1, 1, 1, 0, 1, $4, 9, $2)`,
        [id, hex(token), block],
      );
      await write(
        `INSERT INTO chain.offering_event (chain_id, block_number, log_index, tx_hash, offering_id, kind, investor, shares, amount)
         VALUES ($1, $2, 1, $3, $3, 'delivered', $4, $5, $6)`,
        [block, id, hex(to), String(shares), String(cost)],
      );
    },
    registered: async (wallet, identity) => {
      await write(
        `INSERT INTO chain.identity (chain_id, wallet, identity, country, revoked, removed, tx_hash, last_block, last_log)
         VALUES ($1, $2, $3, 840, false, false, '\\x00', 1, 0)`,
        [hex(wallet), hex(identity)],
      );
    },
    close: () => owner.end(),
  };
}
