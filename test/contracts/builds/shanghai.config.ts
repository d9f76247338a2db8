import { copyByLoop } from '@freehold/scripts/contracts/before-cancun';
import { defineConfig } from 'hardhat/config';
import ordinary from '../../../hardhat.config.ts';

/** The contracts for chains that stop at Shanghai: no transient storage, no MCOPY. */
export default defineConfig({
  ...ordinary,
  plugins: [
    ...(ordinary.plugins ?? []),
    {
      id: 'freehold:shanghai',
      hookHandlers: {
        solidity: async () => ({
          default: async () => ({
            preprocessSolcInputBeforeBuilding: (context, input, next) =>
              next(context, { ...input, sources: copyByLoop(input.sources) }),
          }),
        }),
      },
    },
  ],
  solidity: JSON.parse(
    JSON.stringify(ordinary.solidity, (key, value: unknown) => (key === 'evmVersion' ? 'shanghai' : value)),
  ),
  networks: { default: { type: 'edr-simulated', hardfork: 'shanghai' } },
});
