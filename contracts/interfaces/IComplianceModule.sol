// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title IComplianceModule
/// @notice An external rule, as existing ERC-3643 suites have them.
interface IComplianceModule {
    event ComplianceBound(address indexed _compliance);
    event ComplianceUnbound(address indexed _compliance);

    /// @notice Called once when a compliance adds the module, by that compliance.
    function bindCompliance(address _compliance) external;

    /// @notice Called once when a compliance removes the module, by that compliance.
    function unbindCompliance(address _compliance) external;

    /// @notice Shares were transferred, by their holder or by force.
    function moduleTransferAction(address _from, address _to, uint256 _value) external;

    /// @notice Shares were issued.
    function moduleMintAction(address _to, uint256 _value) external;

    /// @notice Shares were burned.
    function moduleBurnAction(address _from, uint256 _value) external;

    /// @notice Whether a transfer, or an issue from the zero address, may happen.
    function moduleCheck(address _from, address _to, uint256 _value, address _compliance)
        external
        view
        returns (bool);

    /// @notice Whether the module was bound by the compliance.
    function isComplianceBound(address _compliance) external view returns (bool);

    /// @notice Whether the module may be added to the compliance as it is now; asked unless it is plug and play.
    function canComplianceBind(address _compliance) external view returns (bool);

    /// @notice Whether the module needs no preparation.
    function isPlugAndPlay() external pure returns (bool);

    /// @notice Name of the rule.
    function name() external pure returns (string memory _name);
}

/// @title IModularCompliance
/// @notice External rules of a compliance. A module says no by `moduleCheck` before a transfer or issue, or by reverting
/// when it is told of one. Of burns, forced transfers and recoveries it is only told: they happen whatever it does.
interface IModularCompliance {
    event ModuleAdded(address indexed _module);
    event ModuleRemoved(address indexed _module);
    event ModuleInteraction(address indexed target, bytes4 selector);

    /// @notice A module reverted, or ran out of the gas it is given, where it may not stop anything.
    event ModuleFailed(address indexed module, bytes4 selector);

    error ComplianceNotAModule(address module);
    error ComplianceModuleBound(address module);
    error ComplianceModuleNotBound(address module);
    error ComplianceModuleUnsuitable(address module);
    error ComplianceTooManyModules(uint256 limit);
    error ComplianceModuleRefused(address module);
    error ComplianceModuleFailed(address module);
    error ComplianceModuleGas(uint256 needed);

    /// @notice Adds a module. Owner only.
    function addModule(address _module) external;

    /// @notice Removes a module, whatever it does about it. Owner only.
    function removeModule(address _module) external;

    /// @notice Calls a bound module, for instance to set its parameters. Owner only.
    function callModuleFunction(bytes calldata callData, address _module) external;

    /// @notice The modules bound.
    function getModules() external view returns (address[] memory);

    /// @notice Whether a module is bound.
    function isModuleBound(address _module) external view returns (bool);
}
