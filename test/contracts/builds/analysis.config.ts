import { defineConfig } from 'hardhat/config';
import ordinary from '../../../hardhat.config.ts';

const { sources } = ordinary.paths ?? {};
if (!Array.isArray(sources)) throw new Error('hardhat.config.ts lists its source folders no longer.');

/** The contracts alone, for tools that read the compiler's output. */
export default defineConfig({
  ...ordinary,
  paths: { ...ordinary.paths, sources: sources.filter((folder) => folder.startsWith('contracts/')) },
});
