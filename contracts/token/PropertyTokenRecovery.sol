// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AgentRole} from "../base/AgentRole.sol";
import {Guarded} from "../base/Guarded.sol";
import {MovementKind} from "../interfaces/ICompliance.sol";
import {IERC3643Token} from "../interfaces/IERC3643Token.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {IPropertyToken} from "../interfaces/IPropertyToken.sol";
import {Party} from "../interfaces/Party.sol";
import {PropertyTokenMovement} from "./PropertyTokenMovement.sol";
import {PropertyTokenState} from "./PropertyTokenStorage.sol";
import {Account, AMOUNT_MASK, WALLET_RECOVERED} from "./PropertyTokenWords.sol";

/// @dev Replacing a lost wallet.
abstract contract PropertyTokenRecovery is PropertyTokenMovement, AgentRole, Guarded {
    /// @dev Both wallets must be registered to the identity given, and the new one verified: only an investor's own
    /// wallet can succeed him. What the agent says and what an identity contract answers count for nothing. All frozen
    /// shares go along, those withheld beyond the balance too, and so does the freeze of the wallet; a freeze of the new
    /// wallet stays. Unpaid dividends of the lost wallet are the new one's from now on, which is why a wallet that sold
    /// all its shares can be recovered as well.
    function recoveryAddress(address _lostWallet, address _newWallet, address _investorOnchainID)
        external
        onlyAgent
        nonReentrant
        returns (bool)
    {
        PropertyTokenState storage $ = _state();
        Account lost = $.accounts[_lostWallet];
        if (lost.index() == 0) revert IPropertyToken.PropertyTokenNothingToRecover(_lostWallet);
        _checkSameInvestor(_lostWallet, _newWallet, _investorOnchainID);

        uint256 withheld = lost.frozen();
        if (withheld != 0) $.accounts[_lostWallet] = _withFrozen(_lostWallet, lost, 0);
        _move(address(0), _lostWallet, _newWallet, lost.balance(), MovementKind.Recovery);
        if (withheld != 0) {
            Account successor = $.accounts[_newWallet];
            uint256 sum = withheld + successor.frozen();
            $.accounts[_newWallet] = _withFrozen(_newWallet, successor, sum > AMOUNT_MASK ? AMOUNT_MASK : sum);
        }
        if (lost.isFrozen()) _setAddressFrozen(_newWallet, true);
        $.accounts[_lostWallet] = $.accounts[_lostWallet].withFlag(WALLET_RECOVERED, true);
        $.accounts[_newWallet] = $.accounts[_newWallet].withFlag(WALLET_RECOVERED, false);
        $.successors[_lostWallet] = _newWallet;
        delete $.successors[_newWallet];
        emit IERC3643Token.RecoverySuccess(_lostWallet, _newWallet, _investorOnchainID);
        return true;
    }

    function _checkSameInvestor(address lostWallet, address newWallet, address identity) private view {
        (Party lost, Party successor) =
            IIdentityRegistry(_state().config.registry()).parties(lostWallet, newWallet);
        if (
            lostWallet == newWallet || identity == address(0) || lost.identityOf() != identity
                || successor.identityOf() != identity
        ) {
            revert IPropertyToken.PropertyTokenRecoveryNotPossible(lostWallet, newWallet, identity);
        }
    }
}
