import { z } from 'zod';
import { addressSchema, hexSchema, integerString, positiveIntegerString } from './primitives.ts';

/** An ERC-2612 permit as USDC and property tokens hash it (EIP-712). */
export const permitTypes = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const;

/**
 * A permit that comes with an order. Token, owner and spender follow from the order: what it gives, its maker, the
 * marketplace.
 */
export const orderPermitSchema = z.strictObject({
  value: positiveIntegerString.refine(
    (text) => !/^\d+$/.test(text) || BigInt(text) < 2n ** 256n,
    'must fit 256 bits',
  ),
  nonce: integerString.regex(/^\d/, 'must not be negative'),
  /** Unix second; not before the order's own end. */
  deadline: z
    .number()
    .int()
    .min(0)
    .max(2 ** 40 - 1),
  signature: hexSchema.max(4_000, 'is too long'),
});
export type OrderPermitInput = z.output<typeof orderPermitSchema>;

/** What the marketplace may take of one asset of a wallet, and what a permit for more has to say. */
export const spendingSchema = z.object({
  /** What open orders and unsettled trades bind; a new permission has to cover it as well. */
  promised: integerString,
  allowance: integerString,
  /** Null where the asset takes no permits. */
  permit: z
    .object({
      domain: z.object({
        name: z.string(),
        version: z.string(),
        chainId: z.number().int(),
        verifyingContract: addressSchema,
      }),
      nonce: integerString,
      /** Signed before, kept here, and not used yet. */
      kept: z.array(z.object({ value: integerString, deadline: z.number().int() })),
      /** One is being used in a block right now: the next nonce is known in a moment. */
      underWay: z.boolean(),
    })
    .nullable(),
});
export type Spending = z.infer<typeof spendingSchema>;
