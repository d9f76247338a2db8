import {
  type Abi,
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  hexToNumber,
  numberToHex,
} from 'viem';
import { z } from 'zod';
import type { Platform } from './platform.ts';
import { refusalFrom, refusalOf } from './refusals.ts';
import { text } from './text.ts';

/** One call to one of our contracts, as data. */
export type Call = Readonly<{
  by: Address;
  to: Address;
  abi: Abi;
  functionName: string;
  args: readonly unknown[];
}>;

export type Question = Omit<Call, 'by'>;
export type RawLog = Readonly<{ address: Address; topics: readonly Hex[]; data: Hex }>;
export type Outcome = Readonly<{ refusal: string | undefined; logs: readonly RawLog[]; time: bigint }>;

const hex = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]*$/i.test(value));
const address = z.custom<Address>((value) => typeof value === 'string' && /^0x[0-9a-f]{40}$/i.test(value));
const logSchema = z.looseObject({ address, topics: z.array(hex), data: hex });
const receiptSchema = z.looseObject({ logs: z.array(logSchema) });

/**
 * Sends calls straight to the in-process chain, which is many times faster than a client that asks before it sends. The
 * driver keeps the clock: `at` is the time of the next block.
 */
export function createDriver(p: Platform) {
  const { provider } = p;
  const answers = new Map<string, unknown>();
  const questionTexts = new Map<string, string>();
  const reader = p.viem.deployContract('Reader').then(({ address: at }) => at);

  async function act(call: Call, at: bigint): Promise<Outcome> {
    const { by: from, to } = call;
    const data = encodeFunctionData(call);
    await provider.request({ method: 'evm_setNextBlockTimestamp', params: [numberToHex(at)] });
    try {
      const hash = await provider.request({
        method: 'eth_sendTransaction',
        params: [{ from, to, data, gas: numberToHex(12_000_000) }],
      });
      const receipt = await provider.request({ method: 'eth_getTransactionReceipt', params: [hash] });
      return { refusal: undefined, logs: receiptSchema.parse(receipt).logs, time: at };
    } catch (error) {
      return { refusal: refusalOf(error), logs: [], time: at };
    }
  }

  /** What views answer, in one call; a view that reverts answers with its refusal. Equal answers are decoded once. */
  async function askAll(questions: readonly Question[]): Promise<unknown[]> {
    const calls = questions.map((question) => questionText(question));
    const data = `0x${calls.join('')}`;
    const to = await reader;
    const answer = await provider.request({ method: 'eth_call', params: [{ to, data }, 'latest'] });
    const raw = hex.parse(answer);
    let at = 2;
    return questions.map((question) => {
      const answered = raw.slice(at, at + 2) === '01';
      const length = 2 * Number.parseInt(raw.slice(at + 2, at + 8), 16);
      const returned: Hex = `0x${raw.slice(at + 8, at + 8 + length)}`;
      at += 8 + length;
      return answered ? decoded(question, returned) : refusalFrom(returned);
    });
  }

  function questionText({ to, abi, functionName, args }: Question): string {
    const memo = `${functionName} ${to} ${text(args)}`;
    const known = questionTexts.get(memo);
    if (known !== undefined) return known;
    const call = encodeFunctionData({ abi, functionName, args }).slice(2);
    const asked = `${to.slice(2)}${(call.length / 2).toString(16).padStart(4, '0')}${call}`;
    if (questionTexts.size > 50_000) questionTexts.clear();
    questionTexts.set(memo, asked);
    return asked;
  }

  function decoded({ abi, functionName, args }: Question, data: Hex): unknown {
    const memo = `${functionName} ${data}`;
    if (!answers.has(memo)) {
      if (answers.size > 50_000) answers.clear();
      answers.set(memo, decodeFunctionResult({ abi, functionName, args, data }));
    }
    return answers.get(memo);
  }

  /** Every transaction there has been, by what it emitted. */
  async function history(): Promise<Outcome[]> {
    const filter = { fromBlock: '0x0', toBlock: 'latest' };
    const logs = z
      .array(logSchema.extend({ blockNumber: hex, transactionHash: hex }))
      .parse(await provider.request({ method: 'eth_getLogs', params: [filter] }));
    const outcomes: Outcome[] = [];
    for (const hash of new Set(logs.map(({ transactionHash }) => transactionHash))) {
      const own = logs.filter(({ transactionHash }) => transactionHash === hash);
      const time = await timeOf(own[0]?.blockNumber ?? '0x0');
      outcomes.push({ refusal: undefined, logs: own, time });
    }
    return outcomes;
  }

  async function timeOf(block: string): Promise<bigint> {
    const found = await provider.request({ method: 'eth_getBlockByNumber', params: [block, false] });
    return BigInt(hexToNumber(z.looseObject({ timestamp: hex }).parse(found).timestamp));
  }

  async function storageAt(contract: Address, slot: Hex): Promise<bigint> {
    return BigInt(
      hex.parse(await provider.request({ method: 'eth_getStorageAt', params: [contract, slot, 'latest'] })),
    );
  }

  const now = (): Promise<bigint> => timeOf('latest');

  return { act, askAll, history, storageAt, now };
}

export type Driver = ReturnType<typeof createDriver>;
