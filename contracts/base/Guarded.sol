// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

/// @dev The one place that depends on transient storage. A chain without it swaps the parent for `ReentrancyGuard`,
/// which in OpenZeppelin 5.5 and later keeps its flag in ERC-7201 storage and so is safe behind proxies.
abstract contract Guarded is ReentrancyGuardTransient {}
