import { type Address, formatUnits, isAddressEqual, zeroAddress } from 'viem';
import type { AccessFacts, RoleFacts } from './access-facts.ts';
import type { ContractFacts, Facts } from './role-facts.ts';

const WHAT_ROLES_DO = {
  GUARDIAN: 'stops and freezes, at once',
  ENFORCER:
    'issues, burns, seizes, recovers, resumes, takes rights away: with the Safe’s signatures, at once',
  POLICY: 'changes rules and gives rights: proposed by the Safe, done after the timelock',
  UPGRADER: 'replaces code and hands contracts over: after the timelock and a second delay',
  ADMIN: 'says which role may call what, and who holds the roles',
} as const;

const WHAT_AGENTS_DO: Readonly<Record<string, string>> = {
  identityRegistry: 'registers, changes and removes identities; revokes attestations',
  treasury: 'credits and releases USDC up to the daily limit, funds dividends, pauses',
  dividends: 'declares, pays, marks as settled, sweeps, cancels',
  propertyFactory: 'creates tokens',
  marketplace: 'settles what two signed orders allow',
  offering: 'opens, closes and cancels sales within their terms, delivers what was paid for',
  token: 'issues, burns, freezes, seizes, recovers, pauses, resumes',
};

/** The facts as Markdown that a person can check a deployment with. */
export function roleReport(facts: Facts): string {
  const name = namesOf(facts);
  return [
    `# Who may do what on chain ${facts.deployment.chainId}`,
    `Read from the chain at block ${facts.block}; nothing here is taken from configuration.`,
    ...(facts.access ? decidesSection(facts.access, facts, name) : [noAccess]),
    contractsSection(facts, name),
    ...(facts.access ? [rolesSection(facts.access.roles, name), functionsSection(facts)] : []),
    profileSection(facts, name),
    deployerSection(facts),
  ]
    .join('\n\n')
    .concat('\n');
}

const noAccess =
  'This deployment has no Safe, timelock or AccessManager: the owners below decide alone and at once.';

type Naming = (address: Address) => string;

function namesOf({ deployment, contracts, deployer, access }: Facts): Naming {
  const known: [Address, string][] = contracts.map(({ address, name }) => [address, name]);
  if (deployment.access) {
    const { safe, timelock, accessManager } = deployment.access;
    known.push([safe, 'Safe'], [timelock, 'timelock'], [accessManager, 'AccessManager']);
  }
  known.push([deployer, 'deployer'], [zeroAddress, 'anybody']);
  for (const { members } of access?.roles.filter(({ role }) => role === 'GUARDIAN') ?? []) {
    members.forEach(({ account }, index) => {
      known.push([account, `guardian ${index + 1}`]);
    });
  }
  return (address) => {
    const found = known.find(([one]) => isAddressEqual(one, address))?.[1];
    if (found === 'anybody') return found;
    return found ? `${found} \`${address}\`` : `\`${address}\``;
  };
}

function decidesSection({ safe, timelock }: AccessFacts, { deployment }: Facts, name: Naming): string[] {
  const list = (all: readonly Address[]) => (all.length > 0 ? all.map(name).join(', ') : 'nobody');
  return [
    '## Who decides',
    [
      `- **Safe** \`${deployment.access?.safe}\` (version ${safe.version}): ${safe.threshold} of ${safe.owners.length} owners: ${list(safe.owners)}`,
      `- **Timelock** \`${deployment.access?.timelock}\`: waits ${duration(Number(timelock.delay))}. Proposes: ${list(timelock.proposers)}. Cancels: ${list(timelock.cancellers)}. Executes after the delay: ${list(timelock.executors)}. Administers it: ${list(timelock.admins)}`,
      `- **AccessManager** \`${deployment.access?.accessManager}\`: owns the contracts and calls them for whoever holds the role`,
    ].join('\n'),
  ];
}

function contractsSection(facts: Facts, name: Naming): string {
  const { contracts, anchorSigners, deployment, dailyLimit, multisig } = facts;
  const rows = contracts.map(({ name: contract, address, owner, agents }) => [
    contract,
    `\`${address}\``,
    name(owner),
    agents.map((agent) => name(agent.address)).join('<br>') || 'none',
  ]);
  const what = Object.entries(WHAT_AGENTS_DO).map(([contract, acts]) => `- agent of ${contract}: ${acts}`);
  const sweptTo = isAddressEqual(multisig, zeroAddress)
    ? 'nowhere: no multisig was named'
    : `to ${name(multisig)} and nowhere else`;
  return [
    '## Contracts, their owners and agents',
    table(['contract', 'address', 'owner', 'agents'], rows),
    `Agents act from day to day, at once and alone:\n\n${what.join('\n')}`,
    `The treasury lets out at most ${formatUnits(dailyLimit, 6)} USDC a day. What belongs to no property its owner can sweep ${sweptTo}. The ledger anchor \`${deployment.ledgerAnchor}\` has no owner; it takes anchors signed by both ${anchorSigners.map(name).join(' and ')}.`,
  ].join('\n\n');
}

function rolesSection(roles: readonly RoleFacts[], name: Naming): string {
  const rows = roles.map(({ role, members, admin, guardian }) => [
    role,
    WHAT_ROLES_DO[role],
    members
      .map(({ account, delay }) => `${name(account)}${delay > 0 ? `, waits ${duration(delay)} more` : ''}`)
      .join('<br>') || 'nobody',
    admin,
    guardian,
  ]);
  return `## Roles of the AccessManager\n\n${table(['role', 'does', 'held by', 'appointed by', 'can be stopped by'], rows)}`;
}

function functionsSection({ access, contracts }: Facts): string {
  const rows = (access?.roles ?? []).flatMap(({ role, functions }) =>
    functions.map(({ contract, names }) => [role, contract, names.map((one) => `\`${one}\``).join(' ')]),
  );
  const given = new Set(
    (access?.roles ?? []).flatMap(({ functions }) => functions.map((one) => one.address)),
  );
  const bare = contracts.flatMap(({ name, address }) =>
    given.has(address) ? [] : [`${name} \`${address}\``],
  );
  return [
    '## Which role may call what',
    table(['role', 'contract', 'functions'], rows),
    'A function in no line is called through the AccessManager by ADMIN only.',
    ...(bare.length > 0 ? [`No function was given to any role on: ${bare.join(', ')}.`] : []),
  ].join('\n\n');
}

/** Tokens whose agents are plain keys are run as in development. */
function profileSection({ contracts }: Facts, name: Naming): string {
  const tokens = contracts.filter((contract) => contract.name.startsWith('token '));
  const alone = tokens.flatMap((token) => byKeys(token).map((agent) => `- ${token.name}: ${name(agent)}`));
  if (tokens.length === 0) return '## Tokens\n\nThere is no token yet.';
  if (alone.length === 0) {
    return '## Tokens\n\nProduction profile: no token has an agent that is a plain key. Shares are issued, seized and recovered by contracts and by the Safe only.';
  }
  return `## Tokens\n\nDevelopment profile: these keys can issue, seize and recover shares alone and at once, past the Safe:\n\n${alone.join('\n')}`;
}

function byKeys({ agents }: ContractFacts): Address[] {
  return agents.flatMap(({ address, isContract }) => (isContract ? [] : [address]));
}

function deployerSection({ deployer, deployerHolds }: Facts): string {
  const holds = deployerHolds.length > 0 ? deployerHolds.map((right) => `- ${right}`).join('\n') : 'Nothing.';
  return `## What the deployer still holds\n\nDeployer: \`${deployer}\`\n\n${holds}`;
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Seconds as a person says them. */
export function duration(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
  ] as const;
  let rest = seconds;
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? [`${count} ${unit}${count === 1 ? '' : 's'}`] : [];
  });
  return parts.join(' ') || 'not at all';
}
