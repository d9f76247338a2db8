import { addressOf, attest } from '../support/acts.ts';
import { deploySwitchModule } from '../support/mocks.ts';
import { type Rules, rules, SHARE, USA } from '../support/platform.ts';
import { AMOUNT, type PathName, receiverOf, type Scene } from './paths.ts';

/** Whom a gate is about; it says nothing of a path in which nobody is that. */
type About = 'sender' | 'receiver' | 'spender' | 'everything';
type Gate = Readonly<{ about: About; close: (scene: Scene, path: PathName) => Promise<unknown> }>;

export type GateName = keyof typeof GATES;

const DAY = 86_400;
const agentOf = ({ p }: Scene) => ({ account: p.operator.account });
const rule =
  (given: Rules) =>
  ({ compliance }: Scene) =>
    compliance.write.setRules([rules({ trackPositions: true, ...given })]);

/** Every thing that can stand in the way of shares, and how it is put there, alone. */
export const GATES = {
  paused: { about: 'everything', close: (scene) => scene.token.write.pause(agentOf(scene)) },
  'issuance paused': {
    about: 'everything',
    close: (scene) => scene.token.write.pauseIssuance(agentOf(scene)),
  },
  'sender frozen': {
    about: 'sender',
    close: (scene) => scene.token.write.setAddressFrozen([scene.alice, true], agentOf(scene)),
  },
  'receiver frozen': {
    about: 'receiver',
    close: (scene, path) =>
      scene.token.write.setAddressFrozen([receiverOf(scene, path), true], agentOf(scene)),
  },
  'shares frozen': {
    about: 'sender',
    close: (scene) => scene.token.write.setFrozenTokens([scene.alice, 95n * SHARE], agentOf(scene)),
  },
  'sender not verified': {
    about: 'sender',
    close: (scene) => scene.p.registry.write.revokeAttestation([scene.alice], agentOf(scene)),
  },
  'receiver not verified': {
    about: 'receiver',
    close: (scene, path) =>
      scene.p.registry.write.revokeAttestation([receiverOf(scene, path)], agentOf(scene)),
  },
  'receiver expired': { about: 'receiver', close: ({ p }) => p.networkHelpers.time.increase(31 * DAY) },
  country: { about: 'receiver', close: rule({ countryMode: 1, countries: [USA] }) },
  'not accredited': { about: 'receiver', close: rule({ accreditedOnly: true }) },
  'most shares': { about: 'receiver', close: rule({ maxBalance: AMOUNT - 1n }) },
  'most of the supply': { about: 'receiver', close: rule({ maxShareBps: 400 }) },
  'most holders': { about: 'receiver', close: rule({ maxHolders: 1 }) },
  'lock-up date': {
    about: 'sender',
    close: async (scene) => rule({ lockedUntil: (await scene.p.networkHelpers.time.latest()) + DAY })(scene),
  },
  'lock-up after acquiring': {
    about: 'sender',
    close: async (scene) => {
      await rule({ lockupSeconds: DAY })(scene);
      await scene.token.write.burn([scene.alice, 100n * SHARE], agentOf(scene));
      await scene.token.write.mint([scene.alice, 100n * SHARE], agentOf(scene));
    },
  },
  window: { about: 'sender', close: rule({ windowSeconds: DAY, windowLimit: AMOUNT - 1n }) },
  'no approval': { about: 'everything', close: rule({ approvalNeeded: true }) },
  'spender not vetted': { about: 'spender', close: rule({ vettedSpendersOnly: true }) },
  'module refuses': {
    about: 'everything',
    close: async ({ p, compliance }) => {
      const module = await deploySwitchModule(p);
      await compliance.write.addModule([module.address]);
      await module.write.setRefuses([true]);
    },
  },
  'another identity': {
    about: 'receiver',
    close: async (scene, path) => {
      const { p } = scene;
      const now = await p.networkHelpers.time.latest();
      await attest(p, [receiverOf(scene, path)], { identity: addressOf(2), issuedAt: now + 180 });
    },
  },
  'most supply': {
    about: 'everything',
    close: (scene) => scene.token.write.mint([scene.alice, 95n * SHARE], agentOf(scene)),
  },
} as const satisfies Record<string, Gate>;
