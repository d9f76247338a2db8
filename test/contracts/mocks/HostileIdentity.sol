// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IIdentityRegistry} from "../../../contracts/interfaces/IIdentityRegistry.sol";

/// @dev Answers every question, `getClaim`, `isClaimValid` and `isIdentity` alike, as badly as it is told to.
contract HostileIdentity {
    enum Answer {
        Claim,
        Revert,
        RevertBomb,
        BurnGas,
        ReturnBomb,
        Nothing,
        Short,
        OffsetOutside,
        OffsetHuge,
        LengthOutside,
        LengthHuge,
        AskBack
    }

    Answer public mode;
    IIdentityRegistry public registry;
    address public wallet;
    uint256 public topic;
    address public issuer;
    bytes public signature;
    bytes public data;

    function setMode(Answer mode_) external {
        mode = mode_;
    }

    function setAskBack(IIdentityRegistry registry_, address wallet_) external {
        (registry, wallet, mode) = (registry_, wallet_, Answer.AskBack);
    }

    function setClaim(uint256 topic_, address issuer_, bytes calldata signature_, bytes calldata data_) external {
        (topic, issuer, signature, data) = (topic_, issuer_, signature_, data_);
    }

    fallback() external {
        Answer answer = mode;
        if (answer == Answer.Revert) revert("no");
        if (answer == Answer.RevertBomb) {
            assembly {
                revert(0, 100000)
            }
        }
        if (answer == Answer.BurnGas) {
            while (true) {}
        }
        if (answer == Answer.ReturnBomb) {
            assembly {
                return(0, 100000)
            }
        }
        if (answer == Answer.Nothing) return;
        if (answer == Answer.Short) {
            assembly {
                mstore(0, 1)
                return(0, 31)
            }
        }
        if (answer == Answer.AskBack) {
            // A view that asks the registry about itself would go on for ever if gas were not limited.
            registry.isVerified(wallet);
        }
        bytes memory claim = abi.encode(topic, uint256(1), issuer, signature, data, "");
        assembly {
            let words := add(claim, 0x20)
            switch answer
            case 7 { mstore(add(words, 0x60), mload(claim)) }
            case 8 { mstore(add(words, 0x60), not(0)) }
            case 9 { mstore(add(words, mload(add(words, 0x80))), mload(claim)) }
            case 10 { mstore(add(words, mload(add(words, 0x80))), not(0)) }
            return(words, mload(claim))
        }
    }
}

/// @dev Says whatever word it is told to, to every question.
contract WordTeller {
    uint256 public word;
    bool public silent;

    function setWord(uint256 word_, bool silent_) external {
        (word, silent) = (word_, silent_);
    }

    fallback() external {
        (uint256 answer, bool nothing) = (word, silent);
        assembly {
            mstore(0, answer)
            return(0, sub(0x20, mul(nothing, 0x20)))
        }
    }
}

/// @dev Called by identities: fails on demand, and calls back.
contract Callee {
    bool public failing;
    uint256 public calls;
    uint256 public received;
    address public lastCaller;
    bytes public callBack;

    function setFailing(bool failing_) external {
        failing = failing_;
    }

    function setCallBack(bytes calldata callBack_) external {
        callBack = callBack_;
    }

    function touch() external payable {
        require(!failing, "failing");
        calls++;
        received += msg.value;
        lastCaller = msg.sender;
        if (callBack.length != 0) {
            (bool ok,) = msg.sender.call(callBack);
            require(ok, "call back");
        }
    }
}
