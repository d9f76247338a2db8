// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @dev A rule with the T-REX module surface that says yes until told to say no, and counts what it hears.
contract SwitchModule {
    event ComplianceBound(address indexed _compliance);
    event ComplianceUnbound(address indexed _compliance);

    bool public refuses;
    bool public sticky;
    uint256 public transfers;
    uint256 public mints;
    uint256 public burns;
    mapping(address compliance => bool) private _bound;

    function setRefuses(bool refuses_) external {
        refuses = refuses_;
    }

    /// @dev Makes `unbindCompliance` revert, as a module that will not be let go.
    function setSticky(bool sticky_) external {
        sticky = sticky_;
    }

    function bindCompliance(address _compliance) external {
        _bound[_compliance] = true;
        emit ComplianceBound(_compliance);
    }

    function unbindCompliance(address _compliance) external {
        require(!sticky, "sticky");
        _bound[_compliance] = false;
        emit ComplianceUnbound(_compliance);
    }

    function moduleTransferAction(address, address, uint256) external {
        transfers++;
    }

    function moduleMintAction(address, uint256) external {
        mints++;
    }

    function moduleBurnAction(address, uint256) external {
        burns++;
    }

    function moduleCheck(address, address, uint256, address) external view returns (bool) {
        return !refuses;
    }

    function isComplianceBound(address _compliance) external view returns (bool) {
        return _bound[_compliance];
    }

    function canComplianceBind(address) external pure returns (bool) {
        return true;
    }

    function isPlugAndPlay() external pure returns (bool) {
        return true;
    }

    function name() external pure returns (string memory) {
        return "SwitchModule";
    }
}
