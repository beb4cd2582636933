using Daypass.Server.Audit;
using Daypass.Server.Notifications;
using Daypass.Server.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.People;

internal sealed record NewPerson(Kind Kind, string Name, string Email, string? Phone, bool IsAdministrator, Permission Permissions);

internal abstract record AddPersonResult
{
    internal sealed record Added(Guid AccountId) : AddPersonResult;

    /// <summary>The login that has this email; null where it is none of the asker's business.</summary>
    internal sealed record EmailTaken(Guid? AccountId) : AddPersonResult;

    internal sealed record Invalid(IReadOnlyDictionary<PersonField, FieldProblem> Problems) : AddPersonResult;

    /// <summary>Permissions are granted after a fresh second step only (W5).</summary>
    internal sealed record NeedsSecondStep : AddPersonResult;

    internal sealed record NotAllowed : AddPersonResult;
}

/// <summary>Adds a person to the firm (W, W5), and invites them by mail where asked to (E3).</summary>
internal sealed class AddPerson(Store store, TimeProvider clock)
{
    public async Task<AddPersonResult> Run(SignedIn by, NewPerson person, bool invite)
    {
        var (details, problems) = PersonDetails.Read(person.Name, person.Email, person.Phone);
        if (!Enum.IsDefined(person.Kind))
        {
            return new AddPersonResult.NotAllowed();
        }

        if (details is null)
        {
            // Whoever may not add anybody is not told how forms are filled in.
            return Authority.MayAdd(by.Standing, person.Kind, person.Permissions, person.IsAdministrator)
                ? new AddPersonResult.Invalid(problems)
                : new AddPersonResult.NotAllowed();
        }

        return await store.Write(by.FirmId, db => Add(db, by, person, details, invite));
    }

    private async Task<AddPersonResult> Add(DaypassDb db, SignedIn by, NewPerson person, PersonDetails details, bool invite)
    {
        // One after the other: of two that add the same email at the same moment, the second finds it taken.
        await AllTurns.Firm(db, by.FirmId);
        var actor = await db.OwnTurn(by);
        var now = clock.Now();
        var grants = person.IsAdministrator || person.Permissions != Permission.None;
        if (actor is null
            || !by.May(grants ? Ability.ChangePermissionsOrPolicy : Ability.ActForOthers)
            || !Authority.MayAdd(actor.Standing(), person.Kind, person.Permissions, person.IsAdministrator))
        {
            return new AddPersonResult.NotAllowed();
        }

        if (grants && !SessionRule.IsFresh(by.ConfirmedAt, now))
        {
            return new AddPersonResult.NeedsSecondStep();
        }

        if (await Taken(db, actor.Standing(), details) is { } taken)
        {
            return taken;
        }

        var account = Invitations.NewAccount(now, actor.FirmId, person.Kind, details, person.IsAdministrator, person.Permissions);
        db.Accounts.Add(account);
        var who = By.Person(actor.Id);
        db.Record(now, account.FirmId, EventKind.PersonAdded, who, account.Id);
        if (grants)
        {
            db.Record(now, account.FirmId, EventKind.PermissionsChanged, who, account.Id, facts: new PermissionFacts(person.IsAdministrator, person.Permissions));
            await db.TellAdministrators(now, NoticeKind.PermissionsChanged, account, who);
        }

        if (invite)
        {
            await Invitations.Send(db, now, account, who);
        }

        return new AddPersonResult.Added(account.Id);
    }

    private static async Task<AddPersonResult.EmailTaken?> Taken(DaypassDb db, Standing actor, PersonDetails details) =>
        await db.Accounts.AsNoTracking().SingleOrDefaultAsync(x => x.EmailKey == details.Email.Key) is { } other
            ? new AddPersonResult.EmailTaken(Authority.MayManage(actor, other.Kind) ? other.Id : null)
            : null;
}
