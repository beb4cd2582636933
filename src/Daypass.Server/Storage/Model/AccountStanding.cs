namespace Daypass.Server.Storage.Model;

internal static class AccountStanding
{
    /// <summary>What rule W needs to know of a login.</summary>
    public static Standing Standing(this Account account) =>
        new(account.FirmId, account.Id, account.Kind, account.IsAdministrator, account.IsPrimary, account.Permissions);

    /// <summary>Whether N11's 24 hours apply: somebody who may act for others.</summary>
    public static bool HoldsPermission(this Account account) => account.Standing().Holds != Permission.None;
}
