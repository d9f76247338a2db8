// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {
    ComplianceRules,
    ICompliance,
    IERC3643Compliance,
    Leg,
    Movement,
    MovementKind
} from "../interfaces/ICompliance.sol";
import {IModularCompliance} from "../interfaces/IComplianceModule.sol";
import {IERC3643Token} from "../interfaces/IERC3643Token.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {ComplianceJudge} from "./ComplianceJudge.sol";
import {HAS_MODULES, INITIALIZED, PARTY_RULES, Terms, TRACKED} from "./ComplianceWords.sol";

/// @title Compliance
/// @notice See {ICompliance}. Deployed once and cloned (ERC-1167) per property.
contract Compliance is ComplianceJudge, IERC165 {
    /// @dev The shared code is nobody's compliance: bound to an account that nobody has, it takes no other.
    constructor() {
        _state().terms = Terms.wrap(INITIALIZED).withToken(address(0xdead));
    }

    /// @inheritdoc ICompliance
    function initialize(address token, ComplianceRules calldata rules_) external {
        if (_state().terms.has(INITIALIZED)) revert ComplianceAlreadyInitialized();
        if (token == address(0)) revert ComplianceZeroAddress();
        emit TokenBound(token);
        _setRules(Terms.wrap(0).withToken(token), rules_, false);
    }

    /* MOVEMENTS */

    /// @inheritdoc ICompliance
    function checkAndApply(Movement calldata movement) external returns (bool tellAfter) {
        Terms terms = _termsForToken();
        bool judged = _isJudged(movement.kind);
        if (terms.has(judged ? PARTY_RULES | TRACKED | HAS_MODULES : TRACKED)) {
            _store(terms, _processOne(_copyOf(movement), terms, judged));
        }
        return terms.has(HAS_MODULES);
    }

    /// @inheritdoc ICompliance
    function judgesBatches() external view returns (bool) {
        return !_state().terms.has(HAS_MODULES);
    }

    /// @inheritdoc ICompliance
    function checkAndApplyBatch(Movement calldata common, Leg[] calldata legs) external {
        Terms terms = _termsForToken();
        if (terms.has(HAS_MODULES)) revert ComplianceBatchNotJudged();
        if (terms.has(PARTY_RULES | TRACKED)) _store(terms, _processAll(_copyOf(common), legs, terms));
    }

    /// @inheritdoc ICompliance
    function applied(Movement calldata movement) external {
        if (_termsForToken().has(HAS_MODULES)) _tellModules(movement, !_isJudged(movement.kind));
    }

    /// @inheritdoc ICompliance
    function reconcile(address wallet) external {
        Terms terms = _state().terms;
        if (!terms.has(TRACKED) || terms.token() == address(0)) return;
        Movement memory movement = _movement(address(0), wallet, 0, false);
        if (movement.toBalance == 0) return;
        _store(terms, _settle(movement, terms, _sidesOf(movement, terms, _noLegs())));
    }

    /// @inheritdoc ICompliance
    function reasonAgainst(Movement calldata movement) external view returns (bytes memory) {
        return _reasonAgainst(movement);
    }

    /* ERC-3643 */

    /// @inheritdoc IERC3643Compliance
    function bindToken(address _token) external {
        Terms terms = _state().terms;
        if (terms.token() != address(0)) revert ComplianceTokenBound(terms.token());
        if (!terms.has(INITIALIZED) || msg.sender != _token) revert ComplianceUnauthorized(msg.sender);
        _state().terms = terms.withToken(_token);
        emit TokenBound(_token);
    }

    /// @inheritdoc IERC3643Compliance
    function unbindToken(address _token) external {
        Terms terms = _termsForToken();
        if (_token != msg.sender) revert ComplianceTokenNotBound(_token);
        _state().terms = terms.withToken(address(0));
        emit TokenUnbound(_token);
    }

    /// @inheritdoc IERC3643Compliance
    function canTransfer(address _from, address _to, uint256 _amount) external view returns (bool) {
        return _reasonAgainst(_movement(_from, _to, _amount, false)).length == 0;
    }

    /// @inheritdoc IERC3643Compliance
    function transferred(address _from, address _to, uint256 _amount) external {
        _applyAfterwards(_from, _to, _amount);
    }

    /// @inheritdoc IERC3643Compliance
    function created(address _to, uint256 _amount) external {
        _applyAfterwards(address(0), _to, _amount);
    }

    /// @inheritdoc IERC3643Compliance
    function destroyed(address _from, uint256 _amount) external {
        _applyAfterwards(_from, address(0), _amount);
    }

    /// @inheritdoc IERC3643Compliance
    function isTokenBound(address _token) external view returns (bool) {
        return _token != address(0) && _token == _state().terms.token();
    }

    /// @inheritdoc IERC3643Compliance
    function getTokenBound() external view returns (address) {
        return _state().terms.token();
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(ICompliance).interfaceId || interfaceId == type(IERC165).interfaceId
            || interfaceId == type(IERC3643Compliance).interfaceId
            || interfaceId == type(IModularCompliance).interfaceId;
    }

    /* INTERNAL */

    /// @dev For a token that tells of a movement after it happened: accounted for, too late to be judged.
    function _applyAfterwards(address from, address to, uint256 amount) private {
        Terms terms = _termsForToken();
        if (from == to) return;
        Movement memory movement = _movement(from, to, amount, true);
        _store(terms, _process(movement, terms, false, _noLegs()));
        if (terms.has(HAS_MODULES)) _tellModules(movement, !_isJudged(movement.kind));
    }

    /// @dev The movement as this contract sees it, for callers that do not hand one over.
    function _movement(address from, address to, uint256 amount, bool happened)
        private
        view
        returns (Movement memory m)
    {
        IERC3643Token token = IERC3643Token(_state().terms.token());
        m.kind = from == address(0) ? MovementKind.Mint : to == address(0) ? MovementKind.Burn : MovementKind.Transfer;
        (m.from, m.to, m.amount) = (from, to, amount);
        if (address(token) == address(0)) return m;
        (m.fromParty, m.toParty) = IIdentityRegistry(token.identityRegistry()).parties(from, to);
        if (from != address(0)) m.fromBalance = token.balanceOf(from) + (happened ? amount : 0);
        if (to != address(0)) m.toBalance = token.balanceOf(to) - (happened ? amount : 0);
    }
}
