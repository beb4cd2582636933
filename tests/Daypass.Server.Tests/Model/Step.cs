using CsCheck;
using Daypass.Domain;

namespace Daypass.Server.Tests.Model;

/// <summary>What may happen at one step of a sequence.</summary>
internal enum Deed
{
    Wait, Issue, Remove, RemoveOwn, SignInWithPasswordOnly, SignInWithCode, SignInWithOldCode, SignInWithWrongCodes, SignInWithTotp,
    SignInWithBackupCode, ProveMailbox, ProveMailboxAfterWait, Pair, Disconnect, MarkLost, ChangePolicy, ChangeCodes, ChangePermissions, Deactivate,
    Reactivate, AcceptInvitation, HoldsEnd, MakeBackupCodes, ChangePassword, ResetPassword, SignOutEverywhere, ReleaseTries, NotMe,
}

internal enum Who { Client, Staff, Administrator }

internal enum Actor { Primary, Administrator, OtherFirm }

/// <param name="Number">Chooses among what the deed leaves open: which device, which session, how long.</param>
internal readonly record struct Step(Deed Deed, Who Who, Actor By, int Number)
{
    /// <summary>As it would be written in a test.</summary>
    public override string ToString() => $"new(Deed.{Deed}, Who.{Who}, Actor.{By}, {Number}),";

    /// <summary>A step that mostly concerns one of the three: what happens to one person is what leads far.</summary>
    public static Gen<Step> About(Who most) => CsCheck.Gen.Select(
        CsCheck.Gen.Frequency(
            (20, Deed.Wait), (14, Deed.Issue), (4, Deed.Remove), (2, Deed.RemoveOwn), (10, Deed.SignInWithPasswordOnly), (12, Deed.SignInWithCode),
            (4, Deed.SignInWithOldCode), (5, Deed.SignInWithWrongCodes), (12, Deed.SignInWithTotp), (3, Deed.SignInWithBackupCode), (7, Deed.ProveMailbox),
            (3, Deed.ProveMailboxAfterWait), (14, Deed.Pair), (12, Deed.Disconnect), (5, Deed.MarkLost), (7, Deed.ChangePolicy), (3, Deed.ChangeCodes),
            (4, Deed.ChangePermissions), (3, Deed.Deactivate), (2, Deed.Reactivate), (3, Deed.AcceptInvitation), (5, Deed.HoldsEnd), (4, Deed.MakeBackupCodes),
            (2, Deed.ChangePassword), (2, Deed.ResetPassword), (2, Deed.SignOutEverywhere), (2, Deed.ReleaseTries), (4, Deed.NotMe)),
        CsCheck.Gen.Frequency((7, most), (1, Who.Client), (1, Who.Staff), (1, Who.Administrator)),
        CsCheck.Gen.Frequency((8, Actor.Primary), (3, Actor.Administrator), (1, Actor.OtherFirm)),
        CsCheck.Gen.Int[0, 11],
        (deed, who, by, number) => new Step(deed, who, by, number));
}

/// <summary>How a firm begins, and what happens in it.</summary>
internal sealed record Sequence(Policy StaffPolicy, Policy ClientPolicy, bool ClientPaired, bool StaffPaired, bool AdministratorPaired, IReadOnlyList<Step> Steps)
{
    public static Gen<Sequence> Of(int steps) => CsCheck.Gen.Select(
        CsCheck.Gen.Frequency((1, Policy.Optional), (1, Policy.Required)), CsCheck.Gen.Frequency((2, Policy.Optional), (1, Policy.Required)),
        CsCheck.Gen.Bool, CsCheck.Gen.Bool, CsCheck.Gen.Frequency((3, true), (1, false)), CsCheck.Gen.Frequency((3, Who.Client), (2, Who.Staff), (2, Who.Administrator)).SelectMany(most => Step.About(most).Array[steps]),
        (staff, clients, client, member, administrator, all) => new Sequence(staff, clients, client, member, administrator, all));

    public override string ToString() =>
        $"new Sequence(Policy.{StaffPolicy}, Policy.{ClientPolicy}, {Word(ClientPaired)}, {Word(StaffPaired)}, {Word(AdministratorPaired)}, [\n    {string.Join("\n    ", Steps)}\n])";

    private static string Word(bool value) => value ? "true" : "false";
}
