import { agentActs } from './agent-acts.ts';
import { anchoring } from './anchoring.ts';
import { batches } from './batches.ts';
import { claimWalk, eligibility } from './eligibility.ts';
import { plainToken, usdcLike } from './floors.ts';
import { movements } from './movements.ts';
import { payouts } from './payouts.ts';
import type { Scenario } from './row.ts';
import { RULE_NAMES } from './rules.ts';
import { settlements } from './settlement.ts';

export const SCENARIOS: readonly Scenario[] = [
  ...RULE_NAMES.map(movements),
  claimWalk,
  agentActs,
  eligibility,
  ...settlements,
  payouts,
  anchoring,
  batches,
  plainToken,
  usdcLike,
];
