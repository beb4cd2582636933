namespace Daypass.Domain;

// D2: under 'required' the last authenticator cannot be disconnected by its owner unless a code is live; a spent one counts (C4).

public static class DisconnectRule
{
    /// <param name="policy">The effective policy.</param>
    /// <param name="isLast">Whether no other is paired, read under the lock of the account.</param>
    /// <param name="codeCountsAsLive">As <see cref="CodeLife.CountsAsLive"/>.</param>
    public static bool MayDisconnectOwn(Policy policy, bool isLast, bool codeCountsAsLive) =>
        policy == Policy.Optional || !isLast || codeCountsAsLive;
}
