// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title IAgentRole
/// @notice Accounts that run a contract from day to day, appointed by its ERC-173 owner.
/// The owner sets policy and appoints; agents act. An owner is not an agent unless appointed.
interface IAgentRole {
    /// @notice `account` may now act as agent.
    event AgentAdded(address indexed _agent);

    /// @notice `account` may no longer act as agent.
    event AgentRemoved(address indexed _agent);

    /// @notice The caller is not an agent of this contract.
    error AgentRoleUnauthorized(address caller);

    /// @notice An agent cannot be the zero address.
    error AgentRoleZeroAddress();

    /// @notice Appoints an agent. Owner only. Appointing an agent twice changes nothing and emits nothing.
    function addAgent(address _agent) external;

    /// @notice Dismisses an agent. Owner only. Dismissing a non-agent changes nothing and emits nothing.
    function removeAgent(address _agent) external;

    /// @notice Whether `_agent` may act as agent.
    function isAgent(address _agent) external view returns (bool);
}
