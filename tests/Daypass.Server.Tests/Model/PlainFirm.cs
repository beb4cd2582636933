using Daypass.Domain;

namespace Daypass.Server.Tests.Model;

/// <summary>The firm of a sequence: its settings and its three people, and the rules between people (W, C9, C11, C15, D3, S3).</summary>
internal sealed class PlainFirm
{
    public Policy StaffPolicy;
    public Policy ClientPolicy;
    public TimeSpan Life = TimeSpan.FromHours(24);
    public bool OneTime;
    public readonly PlainLogin[] People;

    public PlainFirm(Policy staff, Policy clients)
    {
        (StaffPolicy, ClientPolicy) = (staff, clients);
        People = [.. Enum.GetValues<Who>().Select(who => new PlainLogin(this, who))];
    }

    /// <summary>W. The primary administrator (null) may act for all three; nobody for themselves.</summary>
    public static bool MayActFor(PlainLogin? actor, PlainLogin person) =>
        actor is null
        || (actor != person && actor.State == AccountState.Active && (
            actor.Administers
            || (person.Kind == Kind.Client ? actor.Permissions.HasFlag(Permission.ManageClients)
                : !person.Administers && actor.Permissions.HasFlag(Permission.ManageStaff) && (actor.Permissions & person.Permissions) == person.Permissions)));

    public (string Said, PlainCode? Code) Issue(DateTimeOffset now, PlainLogin? issuer, PlainSession? mine, PlainLogin person)
    {
        var refused =
            issuer == person ? "Oneself"
            : !MayActFor(issuer, person) || (mine is not null && !issuer!.Unlimited(now, mine)) ? "NotAllowed"
            : mine is not null && !(now < mine.ConfirmedAt?.AddMinutes(15)) ? "SecondStepNotFresh" // C15
            : person.RefusedACode(now, OneTime, Life);
        if (refused is not null)
        {
            return ($"Refused: {refused}", null);
        }

        if (People.Sum(x => x.Codes.Count(code => code.Issuer == issuer && now < code.IssuedAt.AddHours(1))) >= 20)
        {
            return ("Refused: TooManyByIssuer", null); // C15
        }

        var issued = person.Issue(now, OneTime, Life, issuer);
        return ($"Issued until {issued.ExpiresAt:u}", issued);
    }

    public void ChangePolicy(DateTimeOffset now, Policy staff, Policy clients)
    {
        var before = People.Select(x => x.Policy).ToArray();
        (StaffPolicy, ClientPolicy) = (staff, clients);
        foreach (var (person, old) in People.Zip(before))
        {
            PolicyMayHaveChanged(now, person, old);
        }
    }

    public void ChangePermissions(DateTimeOffset now, PlainLogin person, bool administers, Permission permissions)
    {
        if (person.Administers == administers && person.Permissions == permissions)
        {
            return;
        }

        var (policy, held) = (person.Policy, person.Administers ? Permission.Both : person.Permissions);
        var lost = (person.Administers && !administers) || (held & ~(administers ? Permission.Both : permissions)) != Permission.None;
        var gained = ((administers ? Permission.Both : permissions) & ~held) != Permission.None;
        (person.Administers, person.Permissions) = (administers, permissions);
        if (gained)
        {
            // N11: a proof from before the grant lets nobody around the 24 hours.
            person.EndSessions(x => x.Kind == SessionKind.MailboxProof);
        }

        person.EndLiveCode(now, CodeEnding.Removed, endsSessions: true); // C9
        EndCodesWithoutAuthority(now, person);
        if (lost)
        {
            person.EndSessions(); // S3
        }

        PolicyMayHaveChanged(now, person, policy);
    }

    public string Deactivate(DateTimeOffset now, PlainLogin person)
    {
        var said = person.Deactivate(now);
        EndCodesWithoutAuthority(now, person);
        return said;
    }

    /// <summary>C9: the issuer's deactivation or loss of authority.</summary>
    private void EndCodesWithoutAuthority(DateTimeOffset now, PlainLogin issuer)
    {
        foreach (var other in People.Where(x => x.LiveCode(now)?.Issuer == issuer && !MayActFor(issuer, x)))
        {
            other.EndLiveCode(now, CodeEnding.Removed, endsSessions: true);
        }
    }

    private static void PolicyMayHaveChanged(DateTimeOffset now, PlainLogin person, Policy before)
    {
        if (before != person.Policy && person.Policy == Policy.Optional)
        {
            person.BecameOptional(now);
        }
        else if (before != person.Policy)
        {
            person.BecameRequired();
        }
    }
}
