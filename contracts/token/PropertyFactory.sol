// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {BeaconProxy} from "@openzeppelin/contracts/proxy/beacon/BeaconProxy.sol";
import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {AgentRole} from "../base/AgentRole.sol";
import {ICompliance} from "../interfaces/ICompliance.sol";
import {IPropertyFactory} from "../interfaces/IPropertyFactory.sol";
import {IPropertyToken} from "../interfaces/IPropertyToken.sol";

/// @title PropertyFactory
/// @notice See {IPropertyFactory}.
contract PropertyFactory is IPropertyFactory, AgentRole, Ownable {
    /// @inheritdoc IPropertyFactory
    address public immutable beacon;

    /// @inheritdoc IPropertyFactory
    address public immutable complianceImplementation;

    /// @inheritdoc IPropertyFactory
    address public immutable identityRegistry;

    bytes32 private immutable TOKEN_CODE_HASH;

    constructor(address owner, address beacon_, address complianceImplementation_, address identityRegistry_)
        Ownable(owner)
    {
        if (
            beacon_ == address(0) || complianceImplementation_ == address(0) || identityRegistry_ == address(0)
        ) {
            revert PropertyFactoryZeroAddress();
        }
        beacon = beacon_;
        complianceImplementation = complianceImplementation_;
        identityRegistry = identityRegistry_;
        TOKEN_CODE_HASH = keccak256(_tokenCode(beacon_));
    }

    /// @inheritdoc IPropertyFactory
    function tokenize(TokenizeParams calldata params)
        external
        onlyAgent
        returns (address token, address compliance)
    {
        if (params.key == bytes32(0)) revert PropertyFactoryZeroKey();
        (token, compliance) = predict(params.key);
        if (token.code.length != 0) {
            _checkSame(params, IPropertyToken(token));
            return (token, compliance);
        }

        Clones.cloneDeterministic(complianceImplementation, params.key);
        Create2.deploy(0, params.key, _tokenCode(beacon));
        ICompliance(compliance).initialize(token, params.rules);
        IPropertyToken(token).initialize(
            IPropertyToken.InitialState({
                name: params.name,
                symbol: params.symbol,
                maxSupply: params.maxSupply,
                owner: params.owner,
                agents: params.agents,
                identityRegistry: identityRegistry,
                compliance: compliance
            })
        );
        emit PropertyTokenized(
            params.key,
            token,
            compliance,
            params.name,
            params.symbol,
            params.maxSupply,
            identityRegistry,
            params.owner,
            params.agents
        );
    }

    /// @inheritdoc IPropertyFactory
    function tokenOf(bytes32 key) external view returns (address token) {
        (token,) = predict(key);
        if (token.code.length == 0) token = address(0);
    }

    /// @inheritdoc IPropertyFactory
    function predict(bytes32 key) public view returns (address token, address compliance) {
        token = Create2.computeAddress(key, TOKEN_CODE_HASH);
        compliance = Clones.predictDeterministicAddress(complianceImplementation, key);
    }

    /// @dev Whoever asks again must mean the same shares. Owner, agents and rules may have changed since.
    function _checkSame(TokenizeParams calldata params, IPropertyToken token) private view {
        bool same = token.maxSupply() == params.maxSupply && Strings.equal(token.name(), params.name)
            && Strings.equal(token.symbol(), params.symbol);
        if (!same) revert PropertyFactoryKeyTaken(params.key, address(token));
    }

    function _checkAgentAdmin() internal view override {
        _checkOwner();
    }

    function _tokenCode(address beacon_) private pure returns (bytes memory) {
        return abi.encodePacked(type(BeaconProxy).creationCode, abi.encode(beacon_, ""));
    }
}
