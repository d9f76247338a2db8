// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IAgentRole} from "../interfaces/IAgentRole.sol";

/// @dev Agents in ERC-7201 storage; the inheriting contract says who appoints them.
abstract contract AgentRole is IAgentRole {
    /// @custom:storage-location erc7201:freehold.storage.AgentRole
    struct AgentRoleStorage {
        mapping(address account => bool) agents;
    }

    // keccak256(abi.encode(uint256(keccak256("freehold.storage.AgentRole")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant AGENT_ROLE_STORAGE =
        0x463f1294ea9044b4df0a9236c4b9eeb37519bc4dd35c7e6c3102e1fbb128b800;

    modifier onlyAgent() {
        _checkAgent();
        _;
    }

    /// @inheritdoc IAgentRole
    function addAgent(address _agent) external {
        _checkAgentAdmin();
        _addAgent(_agent);
    }

    /// @inheritdoc IAgentRole
    function removeAgent(address _agent) external {
        _checkAgentAdmin();
        if (_setAgent(_agent, false)) emit AgentRemoved(_agent);
    }

    /// @inheritdoc IAgentRole
    function isAgent(address _agent) public view returns (bool) {
        return _agentRoleStorage().agents[_agent];
    }

    /// @dev Reverts unless the caller may appoint agents.
    function _checkAgentAdmin() internal view virtual;

    function _addAgent(address _agent) internal {
        if (_agent == address(0)) revert AgentRoleZeroAddress();
        if (_setAgent(_agent, true)) emit AgentAdded(_agent);
    }

    function _setAgent(address account, bool appointed) private returns (bool changed) {
        mapping(address => bool) storage agents = _agentRoleStorage().agents;
        changed = agents[account] != appointed;
        if (changed) agents[account] = appointed;
    }

    /// @dev Reads `agents[msg.sender]`, the first member of its struct, without what Solidity spends on finding it:
    /// every act of an agent passes here.
    function _checkAgent() internal view {
        bool isOne;
        assembly ("memory-safe") {
            mstore(0, caller())
            mstore(0x20, AGENT_ROLE_STORAGE)
            isOne := sload(keccak256(0, 0x40))
        }
        if (!isOne) revert AgentRoleUnauthorized(msg.sender);
    }

    function _agentRoleStorage() private pure returns (AgentRoleStorage storage $) {
        assembly ("memory-safe") {
            $.slot := AGENT_ROLE_STORAGE
        }
    }
}
