using Daypass.Server.Audit;
using Daypass.Server.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.People;

internal abstract record CreateFirmResult
{
    /// <summary>With the token of the primary administrator's invitation, which the operator hands on.</summary>
    internal sealed record Created(Guid FirmId, Guid AccountId, Token Invitation) : CreateFirmResult;

    internal sealed record AddressTaken : CreateFirmResult;

    internal sealed record BadAddress(FirmAddressProblem Why) : CreateFirmResult;

    /// <summary>Missing, or longer than 200 characters.</summary>
    internal sealed record BadName : CreateFirmResult;

    /// <summary>Not an IANA name that this machine knows, such as Europe/Zurich.</summary>
    internal sealed record BadTimeZone : CreateFirmResult;

    internal sealed record BadLanguage : CreateFirmResult;

    internal sealed record BadPerson(IReadOnlyDictionary<PersonField, FieldProblem> Problems) : CreateFirmResult;
}

/// <summary>The operator's act that begins everything: a firm (W6) and its primary administrator (W2), who is invited.</summary>
internal sealed class CreateFirm(Store store, TimeProvider clock)
{
    private const int LongestName = 200;
    private static readonly string[] SpokenLanguages = ["en", "de"];

    public async Task<CreateFirmResult> Run(string name, string address, string timeZone, string language, string primaryName, string primaryEmail, string? primaryPhone = null)
    {
        var firmName = DisplayText.Clean(name);
        var (details, problems) = PersonDetails.Read(primaryName, primaryEmail, primaryPhone);
        if (FirmAddress.Check(address) is { } why)
        {
            return new CreateFirmResult.BadAddress(why);
        }

        if (firmName.Length is 0 or > LongestName)
        {
            return new CreateFirmResult.BadName();
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) || !zone.HasIanaId)
        {
            return new CreateFirmResult.BadTimeZone();
        }

        if (!SpokenLanguages.Contains(language, StringComparer.Ordinal))
        {
            return new CreateFirmResult.BadLanguage();
        }

        if (details is null)
        {
            return new CreateFirmResult.BadPerson(problems);
        }

        if (await store.ReadAcross(db => db.Firms.AnyAsync(x => x.Address == address)))
        {
            return new CreateFirmResult.AddressTaken();
        }

        return await store.WriteAcross(db => Create(db, new Firm { Name = firmName, Address = address, TimeZone = timeZone, Language = language }, details));
    }

    private async Task<CreateFirmResult> Create(DaypassDb db, Firm firm, PersonDetails details)
    {
        var now = clock.Now();
        firm.Id = Guid.CreateVersion7(now);
        firm.CreatedAt = now;
        var primary = Invitations.NewAccount(now, firm.Id, Kind.Staff, details, isAdministrator: true, Permission.Both);
        primary.IsPrimary = true;
        primary.InvitedAt = now;
        db.Firms.Add(firm);
        db.Accounts.Add(primary);
        db.Record(now, firm.Id, EventKind.FirmCreated, By.Operator);
        db.Record(now, firm.Id, EventKind.PersonAdded, By.Operator, primary.Id);
        db.Record(now, firm.Id, EventKind.Invited, By.Operator, primary.Id);
        await db.SaveChangesAsync();
        var token = await LinkTokens.Make(db, now, primary, LinkPurpose.Invitation);
        return new CreateFirmResult.Created(firm.Id, primary.Id, token);
    }
}
