using Daypass.Server.Hosting;
using Daypass.Server.Hosting.Keys;
using Microsoft.EntityFrameworkCore;

namespace Daypass.Server.Support;

internal sealed record EnrolmentView(string Name, string Email, AgentRole Role, DateTimeOffset Until);

internal abstract record EnrolmentResult
{
    /// <summary>The password is set; the authenticator comes next, in this browser.</summary>
    internal sealed record GoesOn(Token SignIn) : EnrolmentResult;

    internal sealed record Problem(PasswordProblem Why) : EnrolmentResult;

    /// <summary>The link was used, replaced or has run out.</summary>
    internal sealed record Dead : EnrolmentResult;

    internal sealed record Busy : EnrolmentResult;
}

/// <summary>
/// The link that the operator hands on (H7): a password, then an authenticator. It works until the authenticator's first proof; whoever
/// begins again with it makes what was begun before worthless.
/// </summary>
internal sealed class Enrolment(Store store, TimeProvider clock, Passwords passwords, HashLanes lanes, SecretBox box)
{
    /// <summary>P3, for whoever may be asked for little else: the longer of the two lengths.</summary>
    public static int ShortestPassword => PasswordRule.ShortestIfOptional;

    /// <summary>Null: the link is dead.</summary>
    public async Task<EnrolmentView?> Look(string? token) => await store.Read(Guid.Empty, db => Find(db, token)) is { } agent
        ? new EnrolmentView(agent.Name, agent.Email, agent.Role, agent.EnrolUntil!.Value)
        : null;

    public async Task<EnrolmentResult> Run(string? token, string password)
    {
        if (await store.Read(Guid.Empty, db => Find(db, token)) is not { } seen)
        {
            return new EnrolmentResult.Dead();
        }

        if (PasswordRule.Check(password, Policy.Optional, "Daypass", seen.Name, seen.Email, CommonPasswords.Have) is { } why)
        {
            return new EnrolmentResult.Problem(why);
        }

        try
        {
            var hash = await lanes.Run(knownBrowser: false, () => passwords.Hash(password));
            return await store.Write(Guid.Empty, db => Begin(db, seen.Id, token, hash));
        }
        catch (HashLanesBusy)
        {
            return new EnrolmentResult.Busy();
        }
    }

    private async Task<EnrolmentResult> Begin(DaypassDb db, Guid agentId, string? token, string hash)
    {
        if (await db.LockAgent(agentId) is not { } agent || await Find(db, token) is null)
        {
            return new EnrolmentResult.Dead();
        }

        var now = clock.Now();
        await AgentSignIns.EndAll(db, now, agent.Id);
        (agent.PasswordHash, agent.PasswordSetAt) = (hash, now);
        agent.Secret = box.Seal(KeyPurpose.TotpSecret, agent.Id, TotpSecret.New().Reveal());
        return new EnrolmentResult.GoesOn(AgentSignIns.Begin(db, now, agent.Id));
    }

    private async Task<SupportAgent?> Find(DaypassDb db, string? token)
    {
        var now = clock.Now();
        return Token.HashOf(token) is { } hash
            ? await db.SupportAgents.AsNoTracking().SingleOrDefaultAsync(x => x.EnrolHash == hash && x.EnrolUntil > now && x.State == AgentState.Enrolling)
            : null;
    }
}
