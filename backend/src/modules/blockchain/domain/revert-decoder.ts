import { type Abi, decodeErrorResult, type Hex } from 'viem';

export interface DecodedRevert {
  /** Name of the custom error, 'Error' for a plain reason string, 'UNKNOWN_REVERT' when the data says nothing. */
  readonly code: string;
  readonly message: string;
}

/** Turns revert data into the contract's own words, with every custom error of the given ABIs. */
export class RevertDecoder {
  readonly #errors: Abi;

  constructor(abis: readonly Abi[]) {
    this.#errors = abis.flat().filter((item) => item.type === 'error');
  }

  decode(data: Hex, fallback: string): DecodedRevert {
    if (data === '0x') return { code: 'UNKNOWN_REVERT', message: fallback };
    try {
      const { errorName, args } = decodeErrorResult({ abi: this.#errors, data });
      return { code: errorName, message: `${errorName}(${(args ?? []).map(String).join(', ')})` };
    } catch {
      return { code: 'UNKNOWN_REVERT', message: `${fallback} (${data.slice(0, 74)})` };
    }
  }
}
