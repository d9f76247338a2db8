import { errorsAbi } from '@freehold/contracts/errors';
import { contractSentences } from '#features/contract-error/contract-sentences.ts';

const intro = `# What a refusal of the contracts means

Every custom error of the contracts, as wallets and block explorers show them. The same sentences appear in the pages of
the product. A test keeps this page current.
`;

/** The page \`docs/contract-errors.md\`: every custom error with its meaning and the next step, by contract. */
export function contractErrorsPage(): string {
  const groups = new Map<string, string[]>();
  for (const error of errorsAbi) {
    const { sentence, next } = { next: undefined, ...contractSentences[error.name] };
    const inputs = error.inputs.map((input) => `${input.type} ${input.name}`.trim()).join(', ');
    const row = `| \`${error.name}(${inputs})\` | ${sentence} | ${next ?? ''} |`;
    const group = groupOf(error.name);
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  const sections = [...groups]
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(
      ([group, rows]) =>
        `## ${group}\n\n| error | meaning | what to do |\n|---|---|---|\n${rows.join('\n')}\n`,
    );
  return [intro, ...sections].join('\n');
}

const OWN = [
  'AgentRole',
  'ClaimIssuer',
  'Compliance',
  'Dividends',
  'IdentityFactory',
  'IdentityRegistry',
  'Identity',
  'LedgerAnchor',
  'Marketplace',
  'Offering',
  'PropertyFactory',
  'PropertyToken',
  'Treasury',
];

/** Errors carry the name of their contract in front; the rest belong to a standard or to OpenZeppelin. */
const groupOf = (name: string): string =>
  OWN.find((prefix) => name.startsWith(prefix)) ?? 'Standards and OpenZeppelin';
