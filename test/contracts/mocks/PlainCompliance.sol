// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC3643Compliance} from "../../../contracts/interfaces/ICompliance.sol";

/// @dev A compliance contract that knows ERC-3643 only. Refuses amounts above a limit and counts calls.
contract PlainCompliance is IERC3643Compliance {
    address public token;
    uint256 public immutable limit;
    uint256 public transfers;
    uint256 public creations;
    uint256 public destructions;

    constructor(uint256 limit_) {
        limit = limit_;
    }

    function bindToken(address _token) external {
        token = _token;
        emit TokenBound(_token);
    }

    function unbindToken(address _token) external {
        token = address(0);
        emit TokenUnbound(_token);
    }

    function transferred(address, address, uint256) external {
        transfers++;
    }

    function created(address, uint256) external {
        creations++;
    }

    function destroyed(address, uint256) external {
        destructions++;
    }

    function canTransfer(address, address, uint256 _amount) external view returns (bool) {
        return _amount <= limit;
    }

    function isTokenBound(address _token) external view returns (bool) {
        return token == _token;
    }

    function getTokenBound() external view returns (address) {
        return token;
    }
}
