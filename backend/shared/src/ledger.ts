import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { listOf, pageOf } from './page.ts';
import { addressSchema, hashSchema, instantSchema, integerString, pageQuery } from './primitives.ts';

/** 'USD', USDC by where it is ('USDC.circle', 'USDC.<chainId>'), or a chain's own coin ('NATIVE.<chainId>'). */
export const ledgerCurrencySchema = z.string().regex(/^(USD|USDC\.[a-z0-9]+|NATIVE\.\d+)$/);

export const entryIdParams = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,17}$/) });

export const postingSchema = z.object({
  position: z.number().int(),
  account: z.string(),
  side: z.enum(['D', 'C']),
  amount: integerString,
  currency: ledgerCurrencySchema,
});

export const ledgerEntrySchema = z.object({
  id: z.string(),
  sourceType: z.string(),
  sourceId: z.string(),
  postingKind: z.string(),
  description: z.string(),
  effectiveAt: instantSchema,
  postedAt: instantSchema,
  postings: z.array(postingSchema),
  /** Place in the sealed log; null until the sealer took it. */
  sequence: integerString.nullable(),
  leafHash: hashSchema.nullable(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** Proof that an entry is part of the log whose root is anchored on chain; verifiable without us. */
export const ledgerReceiptSchema = z.object({
  version: z.literal(1),
  /** The canonical entry, the bytes of which make the leaf. */
  entry: z.record(z.string(), z.json()),
  leafHash: hashSchema,
  index: integerString,
  proof: z.array(hashSchema),
  /** Leaves in the tree of the anchor. */
  size: integerString,
  root: hashSchema,
  /** Number of the anchor. */
  sequence: integerString,
  /** Head of the anchors before it. With the roots anchored since, it proves this one to `LedgerAnchor.verify`. */
  previousHead: hashSchema,
  chainId: z.number().int(),
  ledgerAnchor: addressSchema,
  /** Where the contract's `Anchored` event is. */
  transaction: hashSchema,
  blockNumber: integerString,
});
export type LedgerReceipt = z.infer<typeof ledgerReceiptSchema>;

export const receiptStates = ['POSTED', 'SEALED', 'ANCHORED'] as const;
export const receiptStateSchema = z.object({
  /** POSTED: in the books; SEALED: hashed in; ANCHORED: provable, and `receipt` is there. */
  state: z.enum(receiptStates),
  entryId: z.string(),
  receipt: ledgerReceiptSchema.nullable(),
});
export type ReceiptState = z.infer<typeof receiptStateSchema>;

export const ledgerBalanceSchema = z.object({
  account: z.string(),
  type: z.string(),
  normalSide: z.enum(['D', 'C']),
  currency: ledgerCurrencySchema,
  /** Positive on the normal side. */
  balance: integerString,
});
export type LedgerBalance = z.infer<typeof ledgerBalanceSchema>;

export const anchorStates = ['PENDING', 'SUBMITTED', 'CONFIRMED', 'FINAL', 'FAILED'] as const;
export const anchorSchema = z.object({
  sequence: integerString,
  size: integerString,
  root: hashSchema,
  head: hashSchema.nullable(),
  state: z.enum(anchorStates),
  txHash: hashSchema.nullable(),
  blockNumber: integerString.nullable(),
  createdAt: instantSchema,
});
export type Anchor = z.infer<typeof anchorSchema>;

export const listLedgerEntries = defineRoute({
  method: 'GET',
  path: '/v1/ledger/entries',
  access: 'ledger.read',
  summary: 'Journal entries, newest first',
  query: pageQuery.extend({
    sourceType: z.string().max(60).optional(),
    sourceId: z.string().max(200).optional(),
    account: z.string().max(200).optional(),
  }),
  response: pageOf(ledgerEntrySchema),
});
export const readLedgerEntry = defineRoute({
  method: 'GET',
  path: '/v1/ledger/entries/:id',
  access: 'ledger.read',
  summary: 'One journal entry',
  params: entryIdParams,
  response: ledgerEntrySchema,
});
export const readLedgerReceipt = defineRoute({
  method: 'GET',
  path: '/v1/ledger/entries/:id/receipt',
  access: 'ledger.read',
  summary: 'The inclusion proof of an entry',
  params: entryIdParams,
  response: receiptStateSchema,
});
export const listLedgerBalances = defineRoute({
  method: 'GET',
  path: '/v1/ledger/balances',
  access: 'ledger.read',
  summary: 'Balance of every account',
  query: z.strictObject({ prefix: z.string().max(200).optional() }),
  response: listOf(ledgerBalanceSchema),
});
export const createAnchor = defineRoute({
  method: 'POST',
  path: '/v1/ledger/anchors',
  access: 'ledger.anchor',
  summary: 'Seal and anchor what is posted now; null when there is nothing new',
  status: 202,
  response: z.object({ anchor: anchorSchema.nullable() }),
});
export const listAnchors = defineRoute({
  method: 'GET',
  path: '/v1/ledger/anchors',
  access: 'public',
  summary: 'Anchored roots, newest first',
  query: pageQuery,
  response: pageOf(anchorSchema),
});
