import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import {
  complianceAbi,
  dividendsAbi,
  identityRegistryAbi,
  ledgerAnchorAbi,
  marketplaceAbi,
  offeringAbi,
  propertyFactoryAbi,
  propertyTokenAbi,
  treasuryAbi,
  usdcAbi,
} from '@freehold/contracts/abis';
import { deployAll } from '@freehold/contracts/deploy';
import type { Deployment } from '@freehold/contracts/deployments';
import { type AnvilNode, startAnvil } from '@freehold/scripts/embedded/anvil';
import {
  type Abi,
  type Address,
  createTestClient,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  publicActions,
  stringToHex,
  walletActions,
} from 'viem';
import { anchorSigner, attester, investors, minter, operator, owner, type Signer } from './accounts.ts';

export const abis = [
  complianceAbi,
  dividendsAbi,
  identityRegistryAbi,
  ledgerAnchorAbi,
  marketplaceAbi,
  offeringAbi,
  propertyFactoryAbi,
  propertyTokenAbi,
  treasuryAbi,
] satisfies readonly Abi[];

const SHARE = 10n ** 18n;
const GAS = 2_000_000n;
/** Far in the future; attestations refuse more than 32 bits. */
const VALID_UNTIL = 4_000_000_000;

function createClient(rpcUrl: string) {
  return createTestClient({ mode: 'anvil', transport: http(rpcUrl), pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions);
}

export function hash(text: string): Hex {
  return keccak256(stringToHex(text));
}

/** The real contracts on a live node whose blocks are mined only when a test says so. */
export class World {
  readonly node: AnvilNode;
  readonly client: ReturnType<typeof createClient>;
  readonly deployment: Deployment;
  readonly deploymentFile: string;
  #lastSend: Promise<unknown> = Promise.resolve();

  private constructor(node: AnvilNode, deployment: Deployment, deploymentFile: string) {
    this.node = node;
    this.client = createClient(node.rpcUrl);
    this.deployment = deployment;
    this.deploymentFile = deploymentFile;
  }

  /** `slotsInAnEpoch`: the final block lags the head by twice as much. */
  static async create(folder: string, slotsInAnEpoch = 16): Promise<World> {
    const node = await startAnvil({ slotsInAnEpoch });
    const deploymentFile = join(mkdtempSync(join(folder, 'deployment-')), 'deployment.json');
    const deployment = await deployAll({
      rpcUrl: node.rpcUrl,
      deployerKey: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
      operator: operator.address,
      attester: attester.address,
      anchorSigners: [operator.address, anchorSigner.address],
      file: deploymentFile,
    });
    const world = new World(node, deployment, deploymentFile);
    await world.client.setAutomine(false);
    for (const investor of investors) await world.attest(investor.address, 840);
    await world.mine();
    return world;
  }

  get offering(): Address {
    const { offering } = this.deployment;
    if (offering === undefined) throw new Error('the deployment has no offering');
    return offering;
  }

  /** Mines one block with every transaction sent so far; throws when one of `sent` failed. */
  async mine(sent: readonly Hex[] = []): Promise<void> {
    await this.client.mine({ blocks: 1 });
    for (const transaction of sent) {
      const receipt = await this.client.getTransactionReceipt({ hash: transaction });
      if (receipt.status !== 'success') throw new Error(`transaction ${transaction} reverted`);
    }
  }

  async mineEmpty(blocks: number): Promise<void> {
    await this.client.mine({ blocks });
  }

  /** The node replaces its last `depth` blocks by empty ones. */
  async reorganise(depth: number): Promise<void> {
    const call = { jsonrpc: '2.0', id: 1, method: 'anvil_reorg', params: [depth, []] };
    const response = await fetch(this.node.rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(call),
    });
    const answer = await response.text();
    if (answer.includes('"error"')) throw new Error(`the node refused to reorganise: ${answer}`);
  }

  /** One after the other, so that nonces follow the order of the calls. */
  send(from: Signer, to: Address, data: Hex): Promise<Hex> {
    const sent = this.#lastSend.then(() =>
      this.client.sendTransaction({ account: from, chain: null, to, data, gas: GAS }),
    );
    this.#lastSend = sent.catch(() => undefined);
    return sent;
  }

  async attest(wallet: Address, country: number, identity: Address = wallet): Promise<Hex> {
    const { timestamp } = await this.client.getBlock();
    const [, newest] = await this.client.readContract({
      address: this.deployment.identityRegistry,
      abi: identityRegistryAbi,
      functionName: 'attestationOf',
      args: [wallet],
    });
    // Newer than anything recorded or revoked, even within the same second.
    const issuedAt = Math.max(Number(timestamp), newest) + 1;
    const attestation = { wallet, identity, country, accredited: false, validUntil: VALID_UNTIL, issuedAt };
    const digest = await this.client.readContract({
      address: this.deployment.identityRegistry,
      abi: identityRegistryAbi,
      functionName: 'attestationDigest',
      args: [attestation],
    });
    const signature = await attester.sign({ hash: digest });
    const data = encodeFunctionData({
      abi: identityRegistryAbi,
      functionName: 'attest',
      args: [attestation, signature],
    });
    return this.send(operator, this.deployment.identityRegistry, data);
  }

  revoke(wallet: Address): Promise<Hex> {
    const data = encodeFunctionData({
      abi: identityRegistryAbi,
      functionName: 'revokeAttestation',
      args: [wallet],
    });
    return this.send(operator, this.deployment.identityRegistry, data);
  }

  tokenize(name: string): Promise<Hex> {
    const rules = {
      countryMode: 0,
      countries: [],
      maxBalance: 0n,
      maxShareBps: 0,
      maxHolders: 0,
      lockedUntil: 0,
      lockupSeconds: 0,
      windowSeconds: 0,
      windowLimit: 0n,
      accreditedOnly: false,
      approvalNeeded: false,
      vettedSpendersOnly: false,
      trackPositions: false,
    };
    const params = {
      key: hash(`property:${name}`),
      name,
      symbol: name.slice(0, 4).toUpperCase(),
      maxSupply: 1_000_000n * SHARE,
      owner: owner.address,
      agents: [operator.address, this.offering],
      rules,
    };
    const data = encodeFunctionData({ abi: propertyFactoryAbi, functionName: 'tokenize', args: [params] });
    return this.send(operator, this.deployment.propertyFactory, data);
  }

  /** The address a property's token has, or will have. */
  async tokenOf(name: string): Promise<Address> {
    const [token] = await this.client.readContract({
      address: this.deployment.propertyFactory,
      abi: propertyFactoryAbi,
      functionName: 'predict',
      args: [hash(`property:${name}`)],
    });
    return token;
  }

  mint(token: Address, holders: readonly Address[], shares: bigint): Promise<Hex> {
    const args = [holders, holders.map(() => shares * SHARE)] as const;
    return this.send(
      operator,
      token,
      encodeFunctionData({ abi: propertyTokenAbi, functionName: 'batchMint', args }),
    );
  }

  transfer(token: Address, from: Signer, to: Address, amount: bigint): Promise<Hex> {
    return this.send(
      from,
      token,
      encodeFunctionData({ abi: propertyTokenAbi, functionName: 'transfer', args: [to, amount] }),
    );
  }

  /** Any act of the operator on a token, e.g. `freezePartialTokens`. */
  onToken(
    token: Address,
    functionName: 'freezePartialTokens' | 'unfreezePartialTokens' | 'burn',
    holder: Address,
    amount: bigint,
  ): Promise<Hex> {
    return this.send(
      operator,
      token,
      encodeFunctionData({ abi: propertyTokenAbi, functionName, args: [holder, amount] }),
    );
  }

  freezeWallet(token: Address, wallet: Address, frozen: boolean): Promise<Hex> {
    const args = [wallet, frozen] as const;
    return this.send(
      operator,
      token,
      encodeFunctionData({ abi: propertyTokenAbi, functionName: 'setAddressFrozen', args }),
    );
  }

  mintUsdc(to: Address, amount: bigint): Promise<Hex> {
    return this.send(
      minter,
      this.deployment.usdc,
      encodeFunctionData({ abi: usdcAbi, functionName: 'mint', args: [to, amount] }),
    );
  }

  credit(reference: string, property: string, amount: bigint): Promise<Hex> {
    const args = [hash(reference), hash(`property:${property}`), amount] as const;
    return this.send(
      operator,
      this.deployment.treasury,
      encodeFunctionData({ abi: treasuryAbi, functionName: 'credit', args }),
    );
  }

  declare(dividend: string, token: Address, amount: bigint): Promise<Hex> {
    const args = [hash(dividend), token, amount, hash(`statement:${dividend}`)] as const;
    return this.send(
      operator,
      this.deployment.dividends,
      encodeFunctionData({ abi: dividendsAbi, functionName: 'declare', args }),
    );
  }

  fund(dividend: string, property: string): Promise<Hex> {
    const args = [hash(`fund:${dividend}`), hash(`property:${property}`), hash(dividend)] as const;
    return this.send(
      operator,
      this.deployment.treasury,
      encodeFunctionData({ abi: treasuryAbi, functionName: 'fundDividend', args }),
    );
  }

  pay(dividend: string, holders: readonly Address[]): Promise<Hex> {
    const args = [hash(dividend), holders] as const;
    return this.send(
      operator,
      this.deployment.dividends,
      encodeFunctionData({ abi: dividendsAbi, functionName: 'pay', args }),
    );
  }

  settle(dividend: string, holder: Address): Promise<Hex> {
    const args = [hash(dividend), holder, hash(`settled:${dividend}`)] as const;
    return this.send(
      operator,
      this.deployment.dividends,
      encodeFunctionData({ abi: dividendsAbi, functionName: 'markSettled', args }),
    );
  }

  cancel(dividend: string): Promise<Hex> {
    const args = [hash(dividend)] as const;
    return this.send(
      operator,
      this.deployment.dividends,
      encodeFunctionData({ abi: dividendsAbi, functionName: 'cancel', args }),
    );
  }

  async anchor(): Promise<Hex> {
    const contract = { address: this.deployment.ledgerAnchor, abi: ledgerAnchorAbi } as const;
    const [sequence, size, head] = await this.client.readContract({ ...contract, functionName: 'latest' });
    const next = [sequence + 1n, size + 3n, hash(`root ${sequence}`), head] as const;
    const digest = await this.client.readContract({ ...contract, functionName: 'anchorDigest', args: next });
    // The operator is the other role: submitting is its signature.
    const args = [...next, '0x', await anchorSigner.sign({ hash: digest })] as const;
    const data = encodeFunctionData({ abi: ledgerAnchorAbi, functionName: 'anchor', args });
    return this.send(operator, this.deployment.ledgerAnchor, data);
  }

  stop(): Promise<void> {
    return this.node.stop();
  }
}
