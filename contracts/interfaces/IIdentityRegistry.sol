// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {
    IERC3643ClaimTopicsRegistry,
    IERC3643IdentityRegistry,
    IERC3643IdentityRegistryStorage,
    IERC3643TrustedIssuersRegistry
} from "./IERC3643IdentityRegistries.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IAgentRole} from "./IAgentRole.sol";
import {Party} from "./Party.sol";

/// @dev The claim topic that says an investor is accredited (qualified, professional: whatever the law calls it).
uint256 constant ACCREDITED_TOPIC = 2;

/// @title IIdentityRegistry
/// @notice One registry for the platform, answering all four ERC-3643 registries.
///
/// A wallet is verified only while a trusted issuer vouches for it: by an attestation recorded here (signed,
/// unexpired, unrevoked, of the current epoch), or by one valid ONCHAINID claim per required topic, asked live, of an
/// identity contract whose code is known. With neither, nobody is verified; an empty list of topics opens nothing.
///
/// Every change of topics or issuers starts a new epoch: attestations recorded before it stop counting until they are
/// recorded again. The same signed attestation may be recorded again by anyone while its issuer is trusted.
interface IIdentityRegistry is
    IERC165,
    IAgentRole,
    IERC3643IdentityRegistry,
    IERC3643IdentityRegistryStorage,
    IERC3643TrustedIssuersRegistry,
    IERC3643ClaimTopicsRegistry
{
    /// @notice What an issuer says about a wallet.
    /// @param wallet the investor's wallet
    /// @param identity the investor; wallets of one investor share it (ONCHAINID contract or any stable address)
    /// @param country ISO 3166-1 numeric code
    /// @param accredited whether the investor is accredited; the issuer must be trusted for `ACCREDITED_TOPIC` to say so
    /// @param validUntil unix seconds; the wallet is verified before this moment
    /// @param issuedAt unix seconds; orders attestations and defeats replay after a revocation
    struct Attestation {
        address wallet;
        address identity;
        uint16 country;
        bool accredited;
        uint40 validUntil;
        uint40 issuedAt;
    }

    /// @notice `issuer`'s attestation for `wallet` now counts.
    event AttestationRecorded(
        address indexed wallet,
        address indexed identity,
        address indexed issuer,
        uint16 country,
        uint40 validUntil,
        uint40 issuedAt,
        bool accredited
    );

    /// @notice The attestation of `wallet` no longer counts, and none issued up to now can be recorded again. Claims do not
    /// help it either, until a new attestation or a new registration.
    event AttestationRevoked(address indexed wallet);

    /// @notice Names the wallet whose identity changed, which `IdentityUpdated` does not.
    event WalletIdentityUpdated(address indexed wallet, address indexed identity);

    /// @notice Identities that `factory` knows are asked for claims, or no longer.
    event IdentityFactorySet(address indexed factory, bool accepted);

    /// @notice Identities with this code are asked for claims, or no longer.
    event IdentityCodeSet(bytes32 indexed codeHash, bool accepted);

    /// @notice A new epoch began; attestations of earlier ones stopped counting.
    event EpochRaised(uint16 epoch);

    error IdentityRegistryZeroAddress();
    error IdentityRegistryWalletUnknown(address wallet);
    error IdentityRegistryWalletKnown(address wallet);
    error IdentityRegistryUntrustedIssuer(address issuer);
    error IdentityRegistryIssuerLacksTopic(address issuer, uint256 topic);
    error IdentityRegistryIssuerKnown(address issuer);
    error IdentityRegistryIssuerUnknown(address issuer);
    error IdentityRegistryTopicKnown(uint256 topic);
    error IdentityRegistryTopicUnknown(uint256 topic);
    error IdentityRegistryTooMany(uint256 limit);
    error IdentityRegistryNoTopics();
    error IdentityRegistryAttestationExpired(address wallet, uint40 validUntil);
    error IdentityRegistryAttestationFromFuture(address wallet, uint40 issuedAt);
    error IdentityRegistryAttestationStale(address wallet, uint40 issuedAt, uint40 newest);
    error IdentityRegistryValidityTooLong(uint40 validUntil);
    error IdentityRegistryArrayLengths();
    error IdentityRegistryUnauthorized(address caller);
    error IdentityRegistryForeignRegistry(address registry);
    error IdentityRegistryEpochExhausted();

    /// @notice Records an attestation signed by a trusted issuer (EIP-712, domain "Freehold IdentityRegistry", "1").
    /// Anyone may submit it. Reverts when the issuer is not trusted for every required topic, when it is expired,
    /// from the future (more than five minutes), or not newer than what is recorded or revoked. Recording the newest
    /// one again is allowed and refreshes its epoch.
    function attest(Attestation calldata attestation, bytes calldata signature) external;

    /// @notice `attest` for many. One bad attestation reverts all.
    function attestBatch(Attestation[] calldata attestations, bytes[] calldata signatures) external;

    /// @notice Ends a wallet's verification at once. Agents and trusted issuers only.
    function revokeAttestation(address wallet) external;

    /// @notice Accepts identities that `factory` says it made (`IKnowsIdentities`), or accepts them no longer. Owner only.
    function setIdentityFactory(address factory, bool accepted) external;

    /// @notice Accepts identities with this code, or accepts them no longer. Owner only. Only for code that alone decides
    /// what it does, such as a minimal clone: a proxy that reads its implementation from storage has the same code hash
    /// whatever it runs, so proxies of ONCHAINID need a factory that answers for them.
    function setIdentityCode(bytes32 codeHash, bool accepted) external;

    /// @notice Factories whose identities are accepted.
    function identityFactories() external view returns (address[] memory);

    /// @notice Whether `identity` would be asked for claims.
    function isIdentityAccepted(address identity) external view returns (bool);

    /// @notice Whether `wallet` is accredited: its attestation counts and says so, or its identity holds a valid claim of
    /// `ACCREDITED_TOPIC` by an issuer trusted for that topic. Says nothing about being verified.
    function isAccredited(address wallet) external view returns (bool);

    /// @notice Current epoch of attestations.
    function epoch() external view returns (uint16);

    /// @notice Newest attestation of a wallet: its expiry, issue time and whether it counts now.
    function attestationOf(address wallet) external view returns (uint40 validUntil, uint40 issuedAt, bool counts);

    /// @notice Hash an issuer signs for `attestation`.
    function attestationDigest(Attestation calldata attestation) external view returns (bytes32);

    /// @notice What a token needs to know of a movement, in one call. A zero address is nobody. Of the sender only the
    /// identity is looked up. The accredited bit is what the attestation says; `isAccredited` also asks for claims.
    function parties(address from, address to) external view returns (Party fromParty, Party toParty);

    /// @notice The same for many receivers.
    function partiesOf(address[] calldata wallets) external view returns (Party[] memory);
}
