// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IAgentRole} from "./IAgentRole.sol";
import {ComplianceRules} from "./ICompliance.sol";

/// @title IPropertyFactory
/// @notice Turns a property into a token with its compliance, at addresses known beforehand, in one transaction.
interface IPropertyFactory is IAgentRole {
    /// @param key identifies the property and fixes both addresses; also the idempotency key
    /// @param maxSupply most shares that may exist (18 decimals)
    /// @param owner ERC-173 owner of the token, and through it of the compliance
    /// @param agents agents of the token
    struct TokenizeParams {
        bytes32 key;
        string name;
        string symbol;
        uint256 maxSupply;
        address owner;
        address[] agents;
        ComplianceRules rules;
    }

    /// @notice A property was tokenized. Says everything an indexer needs.
    event PropertyTokenized(
        bytes32 indexed key,
        address indexed token,
        address indexed compliance,
        string name,
        string symbol,
        uint256 maxSupply,
        address identityRegistry,
        address owner,
        address[] agents
    );

    error PropertyFactoryZeroAddress();
    error PropertyFactoryZeroKey();

    /// @notice The key belongs to shares of another name, symbol or maximum.
    error PropertyFactoryKeyTaken(bytes32 key, address token);

    /// @notice Creates token and compliance for `params.key`. Agents only. A key that is already tokenized with
    /// the same name, symbol and maximum returns the existing pair, changes nothing and emits nothing; with others it
    /// reverts.
    function tokenize(TokenizeParams calldata params) external returns (address token, address compliance);

    /// @notice Addresses that `tokenize` gives to a key, before and after it happens.
    function predict(bytes32 key) external view returns (address token, address compliance);

    /// @notice Token of a key, or zero when it is not tokenized.
    function tokenOf(bytes32 key) external view returns (address);

    /// @notice Beacon of all property tokens.
    function beacon() external view returns (address);

    /// @notice Code shared by all compliance clones.
    function complianceImplementation() external view returns (address);

    /// @notice Identity registry given to new tokens.
    function identityRegistry() external view returns (address);
}
