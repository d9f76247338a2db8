import { createServer } from 'node:http';
import solc from 'solc';
import { getAddress, type Hex, isHex, type PublicClient } from 'viem';
import { z } from 'zod';

const KEY = 'explorer-key';
const compiledSchema = z.object({
  contracts: z.record(
    z.string(),
    z.record(z.string(), z.object({ evm: z.object({ bytecode: z.object({ object: z.string() }) }) })),
  ),
});

type Job = { readonly outcome: string; asked: number };

/**
 * An explorer on localhost that speaks Etherscan's protocol, version 2, and does what an explorer does: it compiles what
 * it is given and compares with the transaction that created the contract. It knows a contract only when asked twice,
 * and has an outcome only when asked twice.
 */
export async function startExplorer(reader: PublicClient, chainId: number) {
  const jobs = new Map<string, Job>();
  const verified = new Set<string>();
  const seen = new Set<string>();
  const requests: string[] = [];
  const state = { tooFast: 0, down: 0 };

  const submit = async (form: URLSearchParams): Promise<[boolean, string]> => {
    const address = getAddress(form.get('contractaddress') ?? '');
    if (verified.has(address)) return [false, 'Contract source code already verified'];
    const creation = await creationOf(reader, address);
    if (!creation || !seen.has(address)) {
      seen.add(address);
      return [false, `Unable to locate ContractCode at ${address}`];
    }
    const guid = `guid${jobs.size}`.padEnd(50, 'x');
    const same = withoutMetadata(recompiled(form)) === withoutMetadata(creation);
    if (same) verified.add(address);
    const outcome = same
      ? 'Pass - Verified'
      : 'Fail - Unable to verify. Compiled contract deployment bytecode does NOT match';
    jobs.set(guid, { outcome, asked: 0 });
    return [true, guid];
  };
  const ask = (guid: string): [boolean, string] => {
    const job = jobs.get(guid);
    if (!job) return [false, 'Unknown UID'];
    job.asked += 1;
    if (job.asked < 2) return [false, 'Pending in queue'];
    return [job.outcome.startsWith('Pass'), job.outcome];
  };
  const answer = async (method: string, url: URL, body: string): Promise<[boolean, string]> => {
    const form = method === 'POST' ? new URLSearchParams(body) : url.searchParams;
    requests.push(`${method} ${form.get('action')}`);
    if (url.searchParams.get('chainid') !== String(chainId))
      return [false, 'Missing or unsupported chainid parameter'];
    if (form.get('apikey') !== KEY) return [false, 'Missing/Invalid API Key'];
    if (state.tooFast > 0) {
      state.tooFast -= 1;
      return [false, 'Max calls per sec rate limit reached (5/sec)'];
    }
    if (form.get('module') !== 'contract') return [false, 'Error! Missing Or invalid Module name'];
    if (method === 'POST' && form.get('action') === 'verifysourcecode') return submit(form);
    if (method === 'GET' && form.get('action') === 'checkverifystatus') return ask(form.get('guid') ?? '');
    return [false, 'Error! Missing Or invalid Action name'];
  };

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    if (state.down > 0) {
      state.down -= 1;
      response.writeHead(502).end('<html>Bad gateway</html>');
      return;
    }
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [ok, result] = await answer(request.method ?? 'GET', url, Buffer.concat(chunks).toString());
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: ok ? '1' : '0', message: ok ? 'OK' : 'NOTOK', result }));
  });
  // A failed test must not hang on an explorer nobody stopped.
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the explorer has no port');
  return {
    ...{ verified, requests, state },
    access: { api: `http://127.0.0.1:${bound.port}/v2/api`, chainId, key: KEY, pause: 1 },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/**
 * Explorers do not compare the hash of the compiler's metadata: where libraries are linked, the metadata names them, and
 * what was linked after compiling was compiled without.
 */
const withoutMetadata = (code: string | undefined) =>
  code?.replace(/a264697066735822[0-9a-f]{68}(?=64736f6c63)/g, '…');

function recompiled(form: URLSearchParams): Hex | undefined {
  if (form.get('codeformat') !== 'solidity-standard-json-input') return undefined;
  const version = solc.version().replace(/\.Emscripten.*/, '');
  if (form.get('compilerversion') !== `v${version}`) return undefined;
  const output = compiledSchema.parse(JSON.parse(solc.compile(form.get('sourceCode') ?? '')));
  const [source = '', name = ''] = (form.get('contractname') ?? '').split(':');
  const code = output.contracts[source]?.[name]?.evm.bytecode.object;
  return code === undefined ? undefined : `0x${code}${form.get('constructorArguments')}`;
}

/** What created a contract, as the chain has it. */
async function creationOf(reader: PublicClient, address: string): Promise<Hex | undefined> {
  const last = await reader.getBlockNumber();
  for (let blockNumber = 0n; blockNumber <= last; blockNumber += 1n) {
    const { transactions } = await reader.getBlock({ blockNumber, includeTransactions: true });
    for (const { hash, to, input } of transactions) {
      if (to !== null) continue;
      const { contractAddress } = await reader.getTransactionReceipt({ hash });
      if (contractAddress && getAddress(contractAddress) === address && isHex(input)) return input;
    }
  }
  return undefined;
}
