// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @dev The cheapest token one would write: nothing but balances. What compliance costs is measured against it.
contract FloorToken is ERC20 {
    constructor() ERC20("Floor", "FLOOR") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function batchMint(address[] calldata to, uint256[] calldata amounts) external {
        for (uint256 i = 0; i < to.length; i++) {
            _mint(to[i], amounts[i]);
        }
    }

    function batchTransfer(address[] calldata to, uint256[] calldata amounts) external {
        for (uint256 i = 0; i < to.length; i++) {
            _transfer(msg.sender, to[i], amounts[i]);
        }
    }
}

/// @dev Sends its own tokens to many: the floor under every push payout.
contract FloorSender {
    function send(IERC20 token, address[] calldata to, uint256[] calldata amounts) external {
        for (uint256 i = 0; i < to.length; i++) {
            require(token.transfer(to[i], amounts[i]), "transfer");
        }
    }
}
