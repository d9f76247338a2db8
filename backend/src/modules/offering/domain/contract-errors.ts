import {
  complianceAbi,
  identityRegistryAbi,
  offeringAbi,
  propertyFactoryAbi,
  propertyTokenAbi,
  usdcAbi,
} from '@freehold/contracts/abis';
import { type AbiItem, toFunctionSelector } from 'viem';

type ErrorItem = Extract<AbiItem, { type: 'error' }>;

const isError = (item: AbiItem): item is ErrorItem => item.type === 'error';

const abis: readonly (readonly AbiItem[])[] = [
  offeringAbi,
  propertyTokenAbi,
  complianceAbi,
  identityRegistryAbi,
  propertyFactoryAbi,
  usdcAbi,
];

/** Errors a primary sale or a tokenization may end in. */
export const contractErrors: readonly ErrorItem[] = abis.flatMap((abi) => abi.filter(isError));

const bySelector = new Map<string, string>(
  contractErrors.map((item) => [
    toFunctionSelector(`${item.name}(${item.inputs.map(({ type }) => type).join(',')})`),
    item.name,
  ]),
);

/** Name of the error with this selector; the selector itself when nobody knows it. */
export const errorNameOf = (selector: string): string => bySelector.get(selector) ?? selector;
