import { examineLayouts, upgradeable, writeLayouts } from './snapshots.ts';

// Compares the layouts of what was compiled last with contracts/layouts; `--write` accepts what was compiled.
if (process.argv.includes('--write')) {
  await writeLayouts();
  console.log(`contracts/layouts: ${upgradeable.length} written`);
} else {
  const { broken, outdated } = await examineLayouts();
  for (const problem of broken) console.error(problem);
  for (const contract of outdated) {
    console.error(
      `${contract} is not as in contracts/layouts; to accept it: node contracts/src/layout/main.ts --write`,
    );
  }
  process.exitCode = outdated.length > 0 ? 1 : 0;
}
