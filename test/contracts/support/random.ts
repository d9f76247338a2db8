/** A seeded source of choices: the same seed makes the same ones. */
export type Random = ReturnType<typeof randomFrom>;

export function randomFrom(seed: number) {
  let state = seed >>> 0;
  /** Mulberry32: 32 bits per call. */
  const bits = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  const below = (n: number): number => bits() % n;
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[below(from.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  };
  const chance = (percent: number): boolean => below(100) < percent;
  const some = <T>(from: readonly T[], most: number): T[] =>
    Array.from({ length: below(most + 1) }, () => pick(from));
  /** From 0 to `most`, both included. */
  const upTo = (most: bigint): bigint =>
    ((BigInt(bits()) << 96n) | (BigInt(bits()) << 64n) | (BigInt(bits()) << 32n) | BigInt(bits())) %
    (most + 1n);
  /** One of the choices, each as likely as its weight says. */
  const weighed = <T>(choices: ReadonlyArray<readonly [weight: number, value: T]>): T => {
    let at = below(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of choices) {
      if (at < weight) return value;
      at -= weight;
    }
    throw new Error('no choices');
  };
  const bytes32 = (): `0x${string}` =>
    `0x${upTo(2n ** 256n - 1n)
      .toString(16)
      .padStart(64, '0')}`;
  return { below, pick, chance, some, upTo, weighed, bytes32 };
}

/** The campaign's seed: from the environment to replay one, otherwise fixed, so that a run repeats the one before. */
export function campaignSeed(name: string, fallback: number): number {
  const seed = Number(process.env.CAMPAIGN_SEED ?? fallback);
  console.log(`    ${name}: CAMPAIGN_SEED=${seed} CAMPAIGN_DEPTH=${campaignDepth()}`);
  return seed;
}

/** How many times longer than usual a campaign runs: much at night, less where every step is traced for coverage. */
export function campaignDepth(): number {
  const { CAMPAIGN_DEPTH, FUZZ_DEPTH, HARDHAT_COVERAGE } = process.env;
  if (CAMPAIGN_DEPTH !== undefined) return Number(CAMPAIGN_DEPTH);
  if (HARDHAT_COVERAGE === 'true') return 0.2;
  return FUZZ_DEPTH === 'nightly' ? 20 : 1;
}
