import { setTimeout as sleep } from 'node:timers/promises';
import type { Address, Hex } from 'viem';
import { z } from 'zod';

/** What an explorer compiles to compare with what is on the chain. */
export type Submission = Readonly<{
  address: Address;
  /** `source:Contract`, the source as the compiler's input names it. */
  contract: string;
  /** Standard JSON input of the compiler. */
  input: string;
  /** Long version of the compiler, without the v. */
  compiler: string;
  /** Encoded constructor arguments. */
  args: Hex;
}>;

export type ExplorerAccess = Readonly<{
  api: string;
  chainId: number;
  key?: string;
  /** Milliseconds between questions. */
  pause?: number;
  /** How often to ask before giving up. */
  attempts?: number;
}>;

const answerSchema = z.object({ status: z.string(), result: z.string().nullish() });
type Answer = Readonly<{ ok: boolean; result: string }>;

const VERIFIED = /^pass\b|already verified/i;
const PENDING = /pending|in progress|in queue/i;
/** The explorer has not seen the contract yet, or wants to be asked more slowly. */
const LATER =
  /unable to locate contractcode|not a smart contract|does not have bytecode|rate limit|try again/i;

/**
 * Has an explorer verify a contract by Etherscan's protocol, which Blockscout speaks too: the sources are submitted once,
 * then the outcome is asked for by the receipt. Returns what the explorer says; a contract that was verified before is
 * verified. Throws what the explorer refuses.
 */
export async function verifyOn(access: ExplorerAccess, submission: Submission): Promise<string> {
  const { pause = 5_000, attempts = 30 } = access;
  let receipt: string | undefined;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 0) await sleep(pause);
    const { ok, result } = receipt ? await outcome(access, receipt) : await submit(access, submission);
    if (VERIFIED.test(result)) return result;
    if (ok && !receipt) receipt = result;
    else if (!PENDING.test(result) && !LATER.test(result)) {
      throw new Error(
        `${new URL(access.api).host} does not verify ${submission.contract} at ${submission.address}: ${result}`,
      );
    }
  }
  throw new Error(
    `${new URL(access.api).host} gave no outcome for ${submission.contract} at ${submission.address}. Run again later.`,
  );
}

async function submit({ api, chainId, key }: ExplorerAccess, submission: Submission): Promise<Answer> {
  const args = submission.args.slice(2);
  const form = new URLSearchParams({
    ...{ module: 'contract', action: 'verifysourcecode', chainid: String(chainId) },
    ...(key !== undefined && { apikey: key }),
    contractaddress: submission.address,
    sourceCode: submission.input,
    codeformat: 'solidity-standard-json-input',
    contractname: submission.contract,
    compilerversion: `v${submission.compiler}`,
    // The parameter was misspelt for years; explorers read one or the other.
    ...{ constructorArguements: args, constructorArguments: args },
  });
  const url = new URL(api);
  url.searchParams.set('chainid', String(chainId));
  // Blockscout looks for these in the address.
  url.searchParams.set('module', 'contract');
  url.searchParams.set('action', 'verifysourcecode');
  return answered(await fetch(url, { method: 'POST', body: form, signal: AbortSignal.timeout(60_000) }));
}

async function outcome({ api, chainId, key }: ExplorerAccess, guid: string): Promise<Answer> {
  const url = new URL(api);
  const parameters = {
    ...{ chainid: String(chainId), module: 'contract', action: 'checkverifystatus', guid },
    ...(key !== undefined && { apikey: key }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return answered(await fetch(url, { signal: AbortSignal.timeout(60_000) }));
}

async function answered(response: Response): Promise<Answer> {
  const text = await response.text();
  if (response.status === 429 || response.status >= 500)
    return { ok: false, result: `try again: ${response.status}` };
  const parsed = answerSchema.safeParse(jsonOf(text));
  if (!parsed.success) return { ok: false, result: `answer ${response.status}: ${text.slice(0, 200)}` };
  return { ok: parsed.data.status === '1', result: parsed.data.result ?? '' };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
